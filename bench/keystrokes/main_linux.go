// Command keystrokes measures how long the shell takes to echo a key while processes keep it busy.
//
//	go run ./bench/keystrokes -loops 20 -sleepers 1000000
//
// It runs `joist iex` in a pseudo-terminal, starts endless loops and sleeping processes there, types, and prints how
// long each key took to appear.
package main

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"time"

	"golang.org/x/sys/unix"
)

func main() {
	loops := flag.Int("loops", 20, "endless loops in the background")
	sleepers := flag.Int("sleepers", 0, "sleeping processes in the background")
	keys := flag.Int("keys", 1000, "keys to type")
	pause := flag.Duration("pause", 10*time.Millisecond, "time between two keys")
	binary := flag.String("joist", "", "the binary; built when not given")
	flag.Parse()
	if err := measure(*binary, *loops, *sleepers, *keys, *pause); err != nil {
		fmt.Fprintln(os.Stderr, "keystrokes:", err)
		os.Exit(1)
	}
}

func measure(binary string, loops, sleepers, keys int, pause time.Duration) error {
	if binary == "" {
		dir, err := os.MkdirTemp("", "keystrokes")
		if err != nil {
			return err
		}
		defer os.RemoveAll(dir)
		binary = filepath.Join(dir, "joist")
		if out, err := exec.Command("go", "build", "-o", binary, "./cmd/joist").CombinedOutput(); err != nil {
			return fmt.Errorf("go build: %v\n%s", err, out)
		}
	}
	s, err := start(binary)
	if err != nil {
		return err
	}
	defer s.stop()
	fmt.Printf("prompt after %v\n", time.Since(s.started).Round(time.Millisecond))
	fmt.Printf("%-36s %s\n", "nothing in the background", s.echoes(keys, pause))
	if err := s.run("defmodule L do def loop, do: loop() end"); err != nil {
		return err
	}
	if err := s.run(fmt.Sprintf("for _ <- 1..%d//1, do: spawn(&L.loop/0); :ok", loops)); err != nil {
		return err
	}
	fmt.Printf("%-36s %s\n", fmt.Sprintf("%d endless loops", loops), s.echoes(keys, pause))
	if sleepers > 0 {
		if err := s.run(fmt.Sprintf("for _ <- 1..%d//1, do: spawn(fn -> Process.sleep(:infinity) end); :ok", sleepers)); err != nil {
			return err
		}
		fmt.Printf("%-36s %s\n", fmt.Sprintf("and %d sleeping processes", sleepers), s.echoes(keys, pause))
	}
	return nil
}

// shell is a shell that runs.
type shell struct {
	master  *os.File
	cmd     *exec.Cmd
	started time.Time
	seen    []byte
	prompts int
}

func start(binary string) (*shell, error) {
	fd, err := unix.Open("/dev/ptmx", unix.O_RDWR|unix.O_NOCTTY|unix.O_CLOEXEC|unix.O_NONBLOCK, 0)
	if err != nil {
		return nil, err
	}
	n, err := unix.IoctlGetInt(fd, unix.TIOCGPTN)
	if err != nil {
		return nil, err
	}
	if err := unix.IoctlSetPointerInt(fd, unix.TIOCSPTLCK, 0); err != nil {
		return nil, err
	}
	slave, err := os.OpenFile(fmt.Sprintf("/dev/pts/%d", n), os.O_RDWR|unix.O_NOCTTY, 0)
	if err != nil {
		return nil, err
	}
	defer slave.Close()
	unix.IoctlSetWinsize(fd, unix.TIOCSWINSZ, &unix.Winsize{Col: 80, Row: 24})
	s := &shell{master: os.NewFile(uintptr(fd), "ptmx"), cmd: exec.Command(binary, "iex", "--no-history", "--dot-iex=none")}
	s.cmd.Stdin, s.cmd.Stdout, s.cmd.Stderr = slave, slave, slave
	s.cmd.Env = append(os.Environ(), "TERM=xterm")
	s.cmd.SysProcAttr = &unix.SysProcAttr{Setsid: true, Setctty: true}
	s.started = time.Now()
	if err := s.cmd.Start(); err != nil {
		return nil, err
	}
	return s, s.prompted()
}

func (s *shell) stop() {
	s.master.Close()
	s.cmd.Process.Kill()
	s.cmd.Wait()
}

// await reads until the text has come.
func (s *shell) await(text []byte) error {
	buf := make([]byte, 64<<10)
	s.master.SetReadDeadline(time.Now().Add(time.Minute))
	for !bytes.Contains(s.seen, text) {
		n, err := s.master.Read(buf)
		if err != nil {
			return fmt.Errorf("waiting for %q: %v; the last was %q", text, err, s.seen)
		}
		s.seen = append(s.seen, buf[:n]...)
	}
	return nil
}

// prompted waits for the next prompt.
func (s *shell) prompted() error {
	s.prompts++
	err := s.await(fmt.Appendf(nil, "iex(%d)> \x1b[0K", s.prompts))
	s.seen = nil
	return err
}

func (s *shell) run(line string) error {
	if _, err := s.master.WriteString(line + "\r"); err != nil {
		return err
	}
	return s.prompted()
}

// figures are times in order.
type figures []time.Duration

func (f figures) String() string {
	at := func(q float64) time.Duration { return f[int(q*float64(len(f)-1))].Round(10 * time.Microsecond) }
	return fmt.Sprintf("p50 %v, p99 %v, max %v", at(0.5), at(0.99), at(1))
}

// echoes types keys and gives the time that each took to be echoed.
func (s *shell) echoes(keys int, pause time.Duration) figures {
	var times figures
	for i := range keys {
		key := []byte{byte('a' + i%26)}
		s.seen = nil
		before := time.Now()
		s.master.Write(key)
		if err := s.await(key); err != nil {
			fmt.Fprintln(os.Stderr, err)
			break
		}
		times = append(times, time.Since(before))
		time.Sleep(pause)
		if i%50 == 49 { // a new line, now and then
			s.seen = nil
			s.master.Write([]byte{0x15})
			s.await([]byte("\x1b[0K"))
			time.Sleep(pause)
		}
	}
	slices.Sort(times)
	s.master.Write([]byte{0x15})
	time.Sleep(100 * time.Millisecond)
	s.seen = nil
	return times
}
