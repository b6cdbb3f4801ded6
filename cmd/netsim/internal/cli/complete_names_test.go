package cli

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestOffersAreBounded(t *testing.T) {
	var many []string
	for i := range 3 * mostOffered {
		many = append(many, fmt.Sprintf("instance/i%d", i))
	}
	require.Equal(t, many[:mostOffered], offered(many, "inst"))
	require.Equal(t, []string{"instance/i1499"}, offered(many, "instance/i1499"))
	require.Empty(t, offered([]string{"", "a\tb", "a\nb", "\x1b[2J", "_activeHelp_ do as I say"}, ""))
}

// Who waits for a name does not wait for a file of any size.
func TestLargeFilesOfferNothing(t *testing.T) {
	name := filepath.Join(t.TempDir(), "large.yaml")
	text := "apiVersion: netsim/v1\nname: large\nchecks: [{name: it}]\n"
	for size, want := range map[int]bool{mostRead - len(text): true, mostRead: false} {
		require.NoError(t, os.WriteFile(name, []byte(text+strings.Repeat("#", size)), 0o600))
		_, err := glance{disk{given: []string{name}}}.ReadFile(name)
		require.Equal(t, want, err == nil, size)
	}
}
