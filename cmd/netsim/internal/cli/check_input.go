package cli

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"netsim/report"
)

// input are the files to check, each once, and what is wrong with those that
// cannot be read.
type input struct {
	names []string
	bad   map[string]report.File
}

func inputs(examples, args []string) input {
	in := input{bad: map[string]report.File{}}
	seen := map[string]bool{}
	for _, name := range examples {
		if name = exampleFile(name); !seen[name] {
			seen[name] = true
			in.names = append(in.names, name)
		}
	}
	for _, name := range args {
		if seen[filepath.Clean(name)] {
			continue
		}
		seen[filepath.Clean(name)] = true
		in.names = append(in.names, name)
		if summary, detail := unreadable(name); summary != "" {
			in.bad[name] = report.File{File: name, Findings: []report.Finding{{
				Severity: "error", Summary: summary, Detail: detail, File: name, Related: []report.Related{},
			}}}
		}
	}
	return in
}

// unreadable says why a file cannot be read, or nothing.
func unreadable(name string) (summary, detail string) {
	if name == "-" {
		return "", ""
	}
	info, err := os.Stat(name)
	switch {
	case errors.Is(err, os.ErrNotExist):
		return "there is no such file", ""
	case err != nil:
		return fmt.Sprintf("the file cannot be read: %v", cause(err)), ""
	case info.IsDir():
		return "this is a directory", fmt.Sprintf("netsim check takes files; for example: netsim check %s", filepath.Join(name, "*.yaml"))
	case !info.Mode().IsRegular():
		return "", "" // opening a pipe twice would lose what it says
	}
	f, err := os.Open(name)
	if err != nil {
		return fmt.Sprintf("the file cannot be read: %v", cause(err)), ""
	}
	_ = f.Close() // nothing was written
	return "", ""
}

// cause is an error without the path, which is told anyway.
func cause(err error) error {
	var path *os.PathError
	if errors.As(err, &path) {
		return path.Err
	}
	return err
}

// merge puts the files that could not be read into the report, all in the order
// in which they were given.
func (in input) merge(r *report.Report) {
	if len(in.bad) == 0 {
		return
	}
	var files []report.File
	for _, name := range in.names {
		if f, bad := in.bad[name]; bad {
			files = append(files, f)
			continue
		}
		for _, f := range r.Files {
			if f.File == name {
				files = append(files, f)
			}
		}
	}
	r.Files = files
	r.Counts = report.Tally(r.Files, r.Results)
}
