package topology

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"netsim/topology/alibaba"
	"netsim/topology/aws"
	"netsim/topology/cloud"
	"netsim/topology/diag"
	"netsim/topology/fabric"
)

// rooms are the entries that each package owns, by its folder.
var rooms = map[string][]diag.Entry{
	"fabric": fabric.Codes(), "cloud": cloud.Codes(), "alibaba": alibaba.Codes(), "aws": aws.Codes(),
}

func TestEveryCodeOfTheSourceHasAnEntryInItsRoom(t *testing.T) {
	for dir, entries := range rooms {
		registry := diag.NewRegistry(entries)
		codes := codesIn(t, dir)
		require.NotEmpty(t, codes)
		for code, at := range codes {
			_, ok := registry.Lookup(code)
			require.True(t, ok, "%s: code %q has no entry", at, code)
		}
		for _, e := range entries {
			require.Contains(t, codes, e.Code, "an entry that nothing in %s uses", dir)
		}
	}
}

// codesIn finds the codes of a package: constants of type diag.Code, and what
// is written as a Code where a refusal or a switch is made.
func codesIn(t *testing.T, dir string) map[diag.Code]string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, "*.go"))
	require.NoError(t, err)
	codes := map[diag.Code]string{}
	set := token.NewFileSet()
	for _, name := range files {
		if base := filepath.Base(name); strings.HasPrefix(base, "entries") || strings.HasSuffix(base, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(set, name, nil, parser.SkipObjectResolution)
		require.NoError(t, err)
		ast.Inspect(file, func(n ast.Node) bool {
			for _, e := range codeLiterals(n) {
				if text, err := strconv.Unquote(e.Value); err == nil && strings.Contains(text, ".") {
					codes[diag.Code(text)] = set.Position(e.Pos()).String()
				}
			}
			return true
		})
	}
	return codes
}

func codeLiterals(n ast.Node) (found []*ast.BasicLit) {
	var values []ast.Expr
	switch n := n.(type) {
	case *ast.ValueSpec:
		if s, ok := n.Type.(*ast.SelectorExpr); ok && s.Sel.Name == "Code" {
			values = n.Values
		}
	case *ast.KeyValueExpr:
		if k, ok := n.Key.(*ast.Ident); ok && k.Name == "Code" {
			values = []ast.Expr{n.Value}
		}
	}
	for _, v := range values {
		if lit, ok := v.(*ast.BasicLit); ok {
			found = append(found, lit)
		}
	}
	return found
}

func TestEveryEntryIsComplete(t *testing.T) {
	for _, e := range Codes().Entries() {
		t.Run(string(e.Code), func(t *testing.T) {
			require.NotEmpty(t, e.Kind)
			require.NotEmpty(t, e.Title)
			require.False(t, strings.HasSuffix(e.Title, "."), "a title is no sentence")
			for _, text := range []string{e.Meaning, e.Fix} {
				require.True(t, strings.HasSuffix(text, "."), "not a sentence: %q", text)
			}
			if e.Kind == diag.KindUnknown || e.Kind == diag.KindCheck {
				require.Empty(t, e.Symptom, "there is nothing to see")
			} else {
				require.NotEmpty(t, e.Symptom)
			}
			unnamed := strings.HasPrefix(string(e.Code), "open.") || strings.HasPrefix(string(e.Code), "unsupported.")
			require.False(t, unnamed && e.Kind != diag.KindUnknown, "%s goes with unknown only", e.Code)
		})
	}
}
