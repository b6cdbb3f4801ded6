package reachability_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// The solver and the fabric know no cloud: not even by name.
func TestNoCloudIsNamed(t *testing.T) {
	names := regexp.MustCompile(`(?i)\b(alibaba|aliyun|alicloud|aws|amazon|azure|gcp|vpc|vswitch|cen|ecs|slb|clb|nlb|alb|transit router)\b`)
	read := 0
	for _, folder := range []string{".", "tracer", "../topology/fabric"} {
		files, err := filepath.Glob(filepath.Join(folder, "*.go"))
		require.NoError(t, err)
		for _, file := range files {
			if strings.HasSuffix(file, "_test.go") {
				continue
			}
			text, err := os.ReadFile(file)
			require.NoError(t, err)
			require.Empty(t, names.FindAllString(string(text), -1), file)
			read++
		}
	}
	require.Greater(t, read, 20)
}
