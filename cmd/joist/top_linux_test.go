package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"joist/internal/testing/pty"
)

// TestMain runs the command itself when a test has started this binary in a terminal.
func TestMain(m *testing.M) {
	if os.Getenv("JOIST_TEST_COMMAND") != "" {
		main()
	}
	os.Exit(m.Run())
}

// terminalProgram is a command that runs in a terminal of its own.
type terminalProgram struct {
	*pty.Terminal
	t   *testing.T
	cmd *exec.Cmd
}

func inTerminal(t *testing.T, columns, rows int, args ...string) *terminalProgram {
	t.Helper()
	term, slave := pty.Open(t, columns, rows)
	defer slave.Close()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(self, args...)
	cmd.Env = append(os.Environ(), "JOIST_TEST_COMMAND=1", "TERM=xterm-256color", "NO_COLOR=", "XDG_STATE_HOME="+t.TempDir())
	cmd.Stdin, cmd.Stdout, cmd.Stderr = slave, slave, slave
	cmd.SysProcAttr = &unix.SysProcAttr{Setsid: true, Setctty: true}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	p := &terminalProgram{term, t, cmd}
	t.Cleanup(func() {
		term.Close()
		cmd.Process.Kill()
		cmd.Wait()
	})
	return p
}

// status waits for the end of the program.
func (p *terminalProgram) status() int {
	p.t.Helper()
	stop := time.AfterFunc(pty.Patience, func() { p.cmd.Process.Kill() })
	defer stop.Stop()
	p.cmd.Wait()
	<-p.Done()
	return p.cmd.ProcessState.ExitCode()
}

// harbour runs until somebody sends :leave to its only named process, and says something meanwhile.
const harbour = `
IO.puts("words of the program")
Process.register(self(), :harbour)
for i <- 1..3, do: Process.register(spawn(fn -> Process.sleep(:infinity) end), :"ship_#{i}")
loop = fn loop -> loop.(loop) end
Process.register(spawn(fn -> Process.flag(:priority, :low); loop.(loop) end), :tug)
for i <- 1..5, do: send(:ship_2, {:cargo, i})
monitor = Process.monitor(:ship_3)
receive do {:DOWN, ^monitor, _, _, reason} -> IO.puts("ship 3 is gone: #{reason}") end
receive do :never -> :ok end
`

// TestTop drives joist run --top on a terminal as a person does: sorts, filters, looks into a process, kills one, sees what the program
// prints, resizes the window, and ends the program.
func TestTop(t *testing.T) {
	file := filepath.Join(t.TempDir(), "harbour.exs")
	if err := os.WriteFile(file, []byte(harbour), 0o644); err != nil {
		t.Fatal(err)
	}
	p := inTerminal(t, 110, 24, "run", "--top", file)
	p.WaitFor(`joist top  \S*harbour\.exs[\s\S]*PID +NAME[\s\S]*:tug +low`)
	p.Send("/ship\r")
	p.WaitFor(`3 of \d+ have "ship"`)
	p.Send("s")
	p.WaitFor(`by memory`)
	p.Send("s")
	p.WaitFor(`by messages[\s\S]*MSGS[^\n]*\n<[\d.]+> +:ship_2[^\n]* 5 `)
	p.Send("\r")
	p.WaitFor(`:ship_2[\s\S]*cargo`)
	p.Send("\x1b")
	p.WaitFor(`3 of \d+ have "ship"`)
	p.Send("/\x15ship_3\r")
	p.WaitFor(`1 of \d+ have "ship_3"`)
	p.Send("k")
	p.WaitFor(`Kill \(y/n\)\? <[\d.]+> :ship_3`)
	p.Send("y")
	p.WaitFor(`Killed <[\d.]+> :ship_3`)
	p.Send("5")
	p.WaitFor(`words of the program\nship 3 is gone: killed`)
	p.Resize(40, 12)
	p.WaitFor(`5 Out\nwords of the program\n`)
	for line := range strings.Lines(p.Shown()) {
		if n := len([]rune(strings.TrimSuffix(line, "\n"))); n > 40 {
			t.Errorf("a line has %d columns: %q", n, line)
		}
	}
	p.Send("1")
	p.WaitFor(`PID +NAME`)
	p.Send("\x03")
	if status := p.status(); status != statusInterrupted {
		t.Errorf("the status is %d, want %d", status, statusInterrupted)
	}
	if shown := p.Everything(); !strings.Contains(shown, "words of the program\nship 3 is gone: killed") || strings.Contains(shown, "PID ") {
		t.Errorf("after the view the terminal shows\n%s", shown)
	}
}

// TestTopOfWhatEnds leaves the view when the program has ended.
func TestTopOfWhatEnds(t *testing.T) {
	p := inTerminal(t, 80, 24, "eval", "--top", `IO.puts("first words"); System.halt(3)`)
	p.WaitFor(`ended, status 3`)
	p.Send("q")
	if status := p.status(); status != 3 {
		t.Errorf("the status is %d, want 3", status)
	}
	if shown := p.Shown(); shown != "first words" {
		t.Errorf("after the view the terminal shows\n%s", shown)
	}
}

// TestTopOnAClosedTerminal closes the window: the program ends.
func TestTopOnAClosedTerminal(t *testing.T) {
	p := inTerminal(t, 60, 20, "eval", "--top", "Process.sleep(:infinity)")
	p.WaitFor(`joist top  eval[\s\S]*PID +NAME`)
	p.Close()
	if status := p.status(); status == 0 {
		t.Errorf("the status is %d", status)
	}
}
