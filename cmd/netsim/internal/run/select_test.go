package run_test

import (
	"bytes"
	"context"
	"io/fs"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"netsim/cmd/netsim/internal/run"
	"netsim/report"
)

// folderOf are files by their names.
type folderOf map[string]string

func (f folderOf) ReadFile(path string) ([]byte, error) {
	text, ok := f[path]
	if !ok {
		return nil, fs.ErrNotExist
	}
	return []byte(text), nil
}

// pair is a network of two instances that reach each other by tcp/80 only.
const pair = `apiVersion: netsim/v1
name: pair
regions:
  cn-shanghai:
    vpcs:
      main:
        cidr: 10.0.0.0/16
        vswitches: {vsw: {cidr: 10.0.1.0/24}}
        security_groups: {web: {ingress: [{protocol: tcp, ports: 80, source: 10.0.0.0/16}]}}
        instances:
          a: {vswitch: vsw, private_ip: 10.0.1.10, security_groups: [web], listens: [{port: tcp/80}]}
          b: {vswitch: vsw, private_ip: 10.0.1.11, security_groups: [web], listens: [{port: tcp/80}]}
`

const selectable = pair + `checks:
  - {name: a to b tcp/80, from: instance/a, to: instance/b, port: tcp/80}
  - {name: b to a, from: instance/b, to: instance/a, port: tcp/80}
variants:
  - {name: no rule, set: {regions.cn-shanghai.vpcs.main.security_groups.web: {type: enterprise}}, fails: {a to b tcp/80: sg.egress-denied, b to a: sg.egress-denied}}
  - {name: b to nothing, set: {"regions.cn-shanghai.vpcs.main.instances.a.listens": []}, fails: {b to a: backend.not-listening}}
`

func TestRunSelectsByName(t *testing.T) {
	for _, row := range []struct {
		name, re string
		want     []string
	}{
		{"everything", "", []string{"a to b tcp/80", "b to a", "no rule/a to b tcp/80", "no rule/b to a", "b to nothing/a to b tcp/80", "b to nothing/b to a"}},
		{"every check and no variant", "^/", []string{"a to b tcp/80", "b to a"}},
		{"a check by its whole name", "^b to a$", []string{"b to a"}},
		{"a check, and no variant of that name", "^/b to", []string{"b to a"}},
		{"a check by its name, with a slash in it", "a to b tcp/80", []string{"a to b tcp/80"}},
		{"a check by part of its name", "to a$", []string{"b to a"}},
		{"a variant by its name", "no rule", []string{"no rule/a to b tcp/80", "no rule/b to a"}},
		{"a check of a variant", "no rule/b", []string{"no rule/b to a"}},
		{"a check here and in every variant", "/b to a", []string{"b to a", "no rule/b to a", "b to nothing/b to a"}},
		{"a check and a variant of like names", "^b to", []string{"b to a", "b to nothing/a to b tcp/80", "b to nothing/b to a"}},
		{"one of two", "^b to a$|rule/a", []string{"b to a", "no rule/a to b tcp/80"}},
	} {
		t.Run(row.name, func(t *testing.T) {
			r, err := run.Files(context.Background(), folderOf{"s.yaml": selectable}, []string{"s.yaml"}, run.Options{Run: regexp.MustCompile(row.re)})
			require.NoError(t, err)
			var got []string
			for _, s := range r.Results {
				require.True(t, s.Pass, s.Check)
				name := s.Check
				if s.Variant != nil {
					name = *s.Variant + "/" + name
				}
				got = append(got, name)
			}
			require.Equal(t, row.want, got)
			require.Equal(t, 6-len(row.want), r.Counts.Skipped)
		})
	}
}

// What is not selected is not even made, so nothing that is wrong with it is
// found.
func TestVariantsThatAreNotSelectedAreNotMade(t *testing.T) {
	broken := folderOf{"s.yaml": selectable + "  - {name: broken, remove: [regions.cn-beijing]}\n"}
	for re, want := range map[string]int{"^a to b": 0, "no rule": 0, "^broken": 1, ".": 1} {
		r, err := run.Files(context.Background(), broken, []string{"s.yaml"}, run.Options{Run: regexp.MustCompile(re)})
		require.NoError(t, err)
		require.Equal(t, want, r.Counts.Errors, re)
	}
}

func TestNothingIsSelected(t *testing.T) {
	files := folderOf{"s.yaml": selectable, "bad.yaml": "name: [", "none.yaml": pair, "again.yaml": selectable}
	o := run.Options{Run: regexp.MustCompile("c to d")}
	var none *run.NoMatch
	r, err := run.Files(context.Background(), files, []string{"s.yaml", "bad.yaml", "none.yaml", "again.yaml"}, o)
	require.ErrorAs(t, err, &none)
	require.Equal(t, []string{"a to b tcp/80", "b to a", "no rule", "b to nothing"}, none.Names)
	require.Equal(t, 1, r.Counts.Bad, "what is wrong with the files is told all the same")
	// Where nothing can be selected, that nothing is, is no mistake.
	_, err = run.Files(context.Background(), files, []string{"bad.yaml", "none.yaml"}, o)
	require.NoError(t, err)
}

// How many things are done at a time changes nothing.
func TestTheSameBytesWhateverTheJobs(t *testing.T) {
	files := folderOf{"bad.yaml": "name: ["}
	names := []string{"bad.yaml"}
	for _, n := range []string{"1", "2", "3", "4", "5"} {
		name := "s" + n + ".yaml"
		files[name] = strings.Replace(selectable, "ports: 80,", "ports: 80"+n+",", 1)
		names = append(names, name)
	}
	var want []byte
	for _, jobs := range []int{1, 0, 2, 3, 16} {
		r, err := run.Files(context.Background(), files, names, run.Options{Jobs: jobs, Full: true})
		require.NoError(t, err)
		var got bytes.Buffer
		require.NoError(t, report.WriteJSON(&got, r))
		if want == nil {
			want = got.Bytes()
			require.Equal(t, 30, r.Counts.Results)
		}
		require.Equal(t, string(want), got.String(), "%d jobs", jobs)
	}
}
