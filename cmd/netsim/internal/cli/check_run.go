package cli

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"netsim/cmd/netsim/internal/run"
	"netsim/report"
	"netsim/topology/scenario"
)

// checkFiles checks scenario files.
func checkFiles(ctx context.Context, names []string, o CheckOptions) (*report.Report, error) {
	return run.Files(ctx, disk{stdin: o.Stdin, given: names, embedded: o.Embedded}, names, run.Options{
		Full: o.Full, Run: o.Run, Jobs: o.Jobs, ForbidAssumptions: o.ForbidAssumptions,
	})
}

// disk reads scenario files. A scenario names other files and is not trusted:
// only regular files are read, no more of one than a scenario may have, and by
// no link that leads out of the folders of the files that were given.
type disk struct {
	stdin io.Reader
	given []string
	// embedded are the texts of those that netsim has in itself.
	embedded map[string]string
}

func (d disk) ReadFile(path string) ([]byte, error) {
	if path == "-" {
		return readSome(d.stdin, 0)
	}
	if text, ok := d.embedded[path]; ok {
		return []byte(text), nil
	}
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if !d.mayRead(path) {
		return nil, &fs.PathError{Op: "read", Path: path, Err: fmt.Errorf("it is a link that leads out of the folder of the scenario")}
	}
	if info.IsDir() {
		return nil, &fs.PathError{Op: "read", Path: path, Err: fmt.Errorf("it is a directory, and a file is expected")}
	}
	if !info.Mode().IsRegular() {
		return nil, &fs.PathError{Op: "read", Path: path, Err: fmt.Errorf("it is no regular file")}
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return readSome(f, info.Size())
}

// mayRead reports whether a file was given, or lies, all links followed, in the
// folder of one that was.
func (d disk) mayRead(path string) bool {
	if slices.ContainsFunc(d.given, func(name string) bool { return filepath.Clean(name) == path }) {
		return true
	}
	file, err := filepath.EvalSymlinks(path)
	if err != nil {
		return false
	}
	return slices.ContainsFunc(d.given, func(name string) bool {
		folder, err := filepath.EvalSymlinks(filepath.Dir(name))
		if err != nil {
			return false
		}
		rel, err := filepath.Rel(folder, file)
		return err == nil && filepath.IsLocal(rel)
	})
}

// readSome reads one byte more than a scenario may have, so that the reader of
// scenarios can say that it is too large. The size is that of the file, as far as
// it is known.
func readSome(r io.Reader, size int64) ([]byte, error) {
	b := bytes.NewBuffer(make([]byte, 0, min(size, scenario.MaxSource)+bytes.MinRead))
	_, err := b.ReadFrom(io.LimitReader(r, scenario.MaxSource+1))
	return b.Bytes(), err
}
