package cli

import (
	"context"
	"fmt"
	"io"
	"io/fs"
	"os"

	"netsim/cmd/netsim/internal/run"
	"netsim/report"
	"netsim/topology/scenario"
)

// checkFiles checks scenario files.
func checkFiles(ctx context.Context, names []string, o CheckOptions) (*report.Report, error) {
	return run.Files(ctx, disk{stdin: o.Stdin}, names, run.Options{Full: o.Full})
}

// disk reads scenario files. A scenario names other files and is not trusted:
// only regular files are read, and no more of one than a scenario may have.
type disk struct{ stdin io.Reader }

func (d disk) ReadFile(path string) ([]byte, error) {
	if path == "-" {
		return readSome(d.stdin)
	}
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, &fs.PathError{Op: "read", Path: path, Err: fmt.Errorf("it is no regular file")}
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return readSome(f)
}

// readSome reads one byte more than a scenario may have, so that the reader of
// scenarios can say that it is too large.
func readSome(r io.Reader) ([]byte, error) {
	return io.ReadAll(io.LimitReader(r, scenario.MaxSource+1))
}
