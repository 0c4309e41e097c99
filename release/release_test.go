// Package release_test builds a release for the system that the test runs on.
package release_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"joist"
)

func TestBuild(t *testing.T) {
	if _, err := exec.LookPath("bash"); err != nil {
		t.Skip("SKIPPED: no bash here")
	}
	if testing.Short() {
		t.Skip("SKIPPED: it builds everything again, with other options")
	}
	folder := t.TempDir()
	target := runtime.GOOS + "/" + runtime.GOARCH
	if out, err := exec.Command("./build", folder, target).CombinedOutput(); err != nil {
		t.Fatalf("release/build: %v\n%s", err, out)
	}
	sums, err := os.ReadFile(filepath.Join(folder, "SHA256SUMS"))
	if err != nil {
		t.Fatal(err)
	}
	binary := ""
	for line := range strings.Lines(string(sums)) {
		sum, name, _ := strings.Cut(strings.TrimSpace(line), "  ")
		data, err := os.ReadFile(filepath.Join(folder, name))
		if err != nil {
			t.Fatal(err)
		}
		if got := sha256.Sum256(data); hex.EncodeToString(got[:]) != sum {
			t.Errorf("%s has another sum", name)
		}
		if strings.HasPrefix(name, "joist-") {
			binary = filepath.Join(folder, name)
		}
	}
	out, err := exec.Command(binary, "version").Output()
	if err != nil || !strings.HasPrefix(string(out), joist.Version()) {
		t.Errorf("version: %q, %v", out, err)
	}
	out, err = exec.Command(binary, "eval", "IO.puts(:works)").CombinedOutput()
	if err != nil || string(out) != "works\n" {
		t.Errorf("eval: %q, %v", out, err)
	}
	licences, err := os.ReadFile(filepath.Join(folder, "LICENCES-OF-DEPENDENCIES.txt"))
	if err != nil {
		t.Fatal(err)
	}
	for _, module := range []string{"github.com/rivo/uniseg", "golang.org/x/sys", "github.com/gdamore/tcell/v2"} {
		if !bytes.Contains(licences, []byte("==== "+module)) {
			t.Errorf("no licence of %s", module)
		}
	}
}
