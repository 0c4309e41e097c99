package iex

import "testing"

// TestLiveView shows the live view in the middle of a session: what is typed goes to it, what programs print waits, and the shell goes on.
func TestLiveView(t *testing.T) {
	s := startShell(t, 80, 24, Options{NoHistory: true})
	s.enter("printer = spawn(fn -> receive do :go -> IO.puts(\"printed meanwhile\") end end)", `#PID<`)
	s.enter("Process.register(printer, :printer)", `true`)
	s.keys("top()\r")
	s.waitFor(`joist top  shell[^\n]*\n[\s\S]*PID +NAME[\s\S]*:printer`)
	s.keys("/printer\r")
	s.waitFor(`1 of \d+ have`)
	s.keys("k")
	s.waitFor(`Kill \(y/n\)\? <[\d.]+> :printer`)
	s.keys("n")
	s.keys("q")
	s.waitFor(`iex\(4\)>$`)
	s.enter("monitor = Process.monitor(printer); send(printer, :go); receive do {:DOWN, ^monitor, _, _, _} -> 42 end", `\nprinted meanwhile[\s\S]*42`)
	s.enter("Process.register(spawn(fn -> receive do :go -> IO.puts(\"late words\") end end), :late); top()", `joist top  shell[\s\S]*PID +NAME`)
	s.eval("send(:late, :go)")
	s.keys("5")
	s.waitFor(`late words`)
	s.keys("\x03")
	s.waitFor(`late words\s+iex\(6\)>$`)
}

// TestLiveViewClosedTerminal closes the terminal while the view is shown; the end of the session is what is tested.
func TestLiveViewClosedTerminal(t *testing.T) {
	s := startShell(t, 60, 20, Options{NoHistory: true})
	s.keys("top()\r")
	s.waitFor(`joist top  shell[\s\S]*PID +NAME`)
}
