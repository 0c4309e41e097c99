package interp_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"joist/internal/heap"
	"joist/internal/proc"
	"joist/internal/term"
)

// The groups of testdata/otp.erl: calls into the modules of an installed Erlang/OTP, which run here
// unmodified and are compared with the real thing.
var otpGroups = []string{
	"lists", "maps", "sets", "gb", "queue", "array", "dict", "string", "base64", "proplists", "sofs", "digraph", "scan",
	"parse", "pp", "io_lib", "calendar", "rand", "timer", "servers", "misc",
}

// erlangFolders are where an installed Erlang has its compiled modules.
func erlangFolders(t testing.TB) []string {
	var dirs []string
	for _, app := range []string{"stdlib", "kernel", "compiler"} {
		found, _ := filepath.Glob("/usr/lib/erlang/lib/" + app + "-*/ebin")
		dirs = append(dirs, found...)
	}
	if _, err := exec.LookPath("erl"); err != nil || len(dirs) == 0 {
		t.Skip("SKIPPED: no Erlang installation to take modules from and to compare with")
	}
	return dirs
}

func TestErlangModules(t *testing.T) {
	dirs := erlangFolders(t)
	want := t.TempDir()
	script := fmt.Sprintf(`logger:set_primary_config(level, none), `+
		`[file:write_file(%q ++ "/" ++ atom_to_list(G), term_to_binary({ok, otp:run(G)})) || G <- otp:groups()], halt().`, want)
	if out, err := exec.Command("erl", "-noshell", "-pa", "testdata", "-eval", script).CombinedOutput(); err != nil {
		t.Fatalf("erl: %v\n%s", err, out)
	}
	for _, stress := range []bool{false, true} {
		if stress && testing.Short() {
			continue
		}
		for _, g := range otpGroups {
			t.Run(fmt.Sprintf("%s/gcstress=%v", g, stress), func(t *testing.T) {
				compareGroup(t, g, filepath.Join(want, g), dirs, proc.Config{GCStress: stress})
			})
		}
	}
}

type atomArg string

func compareGroup(t *testing.T, group, file string, dirs []string, cfg proc.Config) {
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	w := newWorld(t, cfg, dirs...)
	w.call("driver", "setup")
	got := w.call("otp", "run", atomArg(group))
	w.decoded(func(_ *heap.Builder, terms []term.Term) { w.compareCases(terms[0], terms[1].TupleElem(1)) }, got, want)
}
