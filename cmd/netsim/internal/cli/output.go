package cli

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"

	"netsim/report"
)

// format is a way to tell a report.
type format struct {
	name   string
	ending string // of its files, usually
	full   bool   // tells all that is known of what holds, too
	write  func(io.Writer, *report.Report, report.TextOptions) error
}

func formats() []format {
	return []format{
		{"text", "txt", false, report.WriteText},
		{"json", "json", true, plain(report.WriteJSON)},
		{"jsonl", "jsonl", true, plain(report.WriteJSONLines)},
		{"junit", "xml", false, plain(report.WriteJUnit)},
		{"github", "txt", false, plain(report.WriteGitHub)},
	}
}

// plain is for forms that always look the same.
func plain(write func(io.Writer, *report.Report) error) func(io.Writer, *report.Report, report.TextOptions) error {
	return func(w io.Writer, r *report.Report, _ report.TextOptions) error { return write(w, r) }
}

func formatNames() []string {
	var names []string
	for _, f := range formats() {
		names = append(names, f.name)
	}
	return names
}

// sink is where a report goes in a format: a file, or standard output.
type sink struct {
	format format
	file   string      // as it was given; empty: standard output
	path   string      // the file itself, behind all links
	perm   fs.FileMode // of the file; 0: it is new
	direct bool        // a device or a pipe, which cannot be replaced
}

// parseOutputs reads the values of --output. Standard output gets text unless it
// gets something else.
func parseOutputs(values []string) ([]sink, error) {
	var sinks []sink
	stdout := ""
	for _, v := range values {
		name, file, toFile := strings.Cut(v, "=")
		f, err := findFormat(name)
		if err != nil {
			return nil, err
		}
		if toFile && file == "" {
			return nil, usagef("--output %s has no file behind the equals sign", v).
				hint("for example: --output %s=report.%s", name, f.ending)
		}
		if file == "-" {
			file = ""
		}
		for _, other := range sinks {
			if file != "" && filepath.Clean(other.file) == filepath.Clean(file) {
				return nil, usagef("two outputs would go to %q", file)
			}
		}
		if file == "" && stdout != "" {
			return nil, usagef("both %s and %s would go to standard output", stdout, name).
				hint("write one of them to a file: --output %s=FILE", name)
		}
		if file == "" {
			stdout = name
		}
		sinks = append(sinks, sink{format: f, file: file})
	}
	if stdout == "" {
		sinks = append(sinks, sink{format: formats()[0]})
	}
	return sinks, nil
}

func findFormat(name string) (format, error) {
	for _, f := range formats() {
		if f.name == name {
			return f, nil
		}
	}
	return format{}, usagef("there is no output format %q", name).meant(name, formatNames(), quote).
		hint("the formats are %s", strings.Join(formatNames(), ", "))
}

// prepare makes sure, before any work, that the file can be written, and that it
// is none of the scenarios.
func (k *sink) prepare(inputs []string) error {
	if k.file == "" {
		return nil
	}
	k.path = k.file
	info, err := os.Stat(k.file)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		if _, err := os.Lstat(k.file); err == nil {
			return usagef("cannot write %q: it is a link to a file that does not exist", k.file)
		}
		return k.probe()
	case err != nil:
		return k.cannot(err)
	case info.IsDir():
		return usagef("cannot write %q: it is a directory", k.file).
			hint("for example: --output %s=%s", k.format.name, filepath.Join(k.file, "report."+k.format.ending))
	case !info.Mode().IsRegular():
		k.direct = true
		return nil
	}
	for _, name := range inputs {
		if in, err := os.Stat(name); err == nil && os.SameFile(in, info) {
			return usagef("the output %q would overwrite the scenario %q", k.file, name)
		}
	}
	f, err := os.OpenFile(k.file, os.O_WRONLY, 0)
	if err != nil {
		return k.cannot(err)
	}
	_ = f.Close() // nothing was written
	k.perm = info.Mode().Perm()
	if k.path, err = filepath.EvalSymlinks(k.file); err != nil {
		return k.cannot(err)
	}
	return k.probe()
}

// probe tries whether the directory takes files.
func (k *sink) probe() error {
	f, err := temporary(filepath.Dir(k.path))
	if err != nil {
		return k.cannot(err)
	}
	return errors.Join(f.Close(), os.Remove(f.Name()))
}

func (k *sink) cannot(err error) error {
	return usagef("cannot write %q: %v", k.file, cause(err))
}

// save writes the file whole, or leaves what was there.
func (k *sink) save(r *report.Report, o report.TextOptions) error {
	var buf bytes.Buffer
	if err := k.format.write(&buf, r, o); err != nil {
		return fmt.Errorf("write %q: %w", k.file, err)
	}
	write := k.replace
	if k.direct {
		write = k.append
	}
	if err := write(buf.Bytes()); err != nil {
		return k.cannot(err)
	}
	return nil
}

func (k *sink) append(data []byte) error {
	f, err := os.OpenFile(k.file, os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	return errors.Join(err, f.Close())
}

func (k *sink) replace(data []byte) error {
	f, err := temporary(filepath.Dir(k.path))
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	if k.perm != 0 {
		err = errors.Join(err, f.Chmod(k.perm))
	}
	err = errors.Join(err, f.Close())
	if err == nil {
		err = os.Rename(f.Name(), k.path)
	}
	if err != nil {
		return errors.Join(err, os.Remove(f.Name()))
	}
	return nil
}

// temporary creates a file of a new name, open to whom a new file is open to:
// os.CreateTemp would keep it from everybody else.
func temporary(dir string) (*os.File, error) {
	for {
		name := filepath.Join(dir, fmt.Sprintf(".netsim-%016x", rand.Uint64()))
		f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
		if !errors.Is(err, fs.ErrExist) {
			return f, err
		}
	}
}
