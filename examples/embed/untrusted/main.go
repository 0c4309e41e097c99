// Command untrusted runs programs that it does not trust: one loops for ever, one takes all the memory it can get, one is
// well behaved. Each is a process with limits; none of them delays the others or harms the host.
package main

import (
	"context"
	"errors"
	"fmt"
	"log"
	"time"

	"joist"
)

var programs = []struct{ name, code string }{
	{"counts", `Enum.sum(1..100_000)`},
	{"loops", `loop = fn loop -> loop.(loop) end; loop.(loop)`},
	{"hoards", `hoard = fn hoard, list -> hoard.(hoard, [list | list]) end; hoard.(hoard, [])`},
	{"reads files", `File.read("/etc/passwd")`},
}

func main() {
	// Sandbox keeps the programs from files and other programs of the host; MemoryLimit holds for all of them together.
	rt, err := joist.New(joist.Config{Sandbox: true, MemoryLimit: 256 << 20})
	if err != nil {
		log.Fatal(err)
	}
	defer rt.Close()

	guests := rt.With(joist.Limits{Priority: joist.PriorityLow, MaxHeap: 32 << 20, MaxReductions: 50_000_000})
	for _, p := range programs {
		value, err := guests.Eval(context.Background(), p.code)
		var exception *joist.Exception
		switch {
		case errors.As(err, &exception):
			fmt.Printf("%s: %s\n", p.name, exception.Text)
		case err != nil:
			log.Fatal(err)
		default:
			fmt.Printf("%s: %v\n", p.name, value)
		}
	}

	// A deadline works as well: the process is killed when the context ends.
	ctx, cancel := context.WithTimeout(context.Background(), 100*time.Millisecond)
	defer cancel()
	_, err = rt.Eval(ctx, `Process.sleep(:infinity)`)
	fmt.Println("sleeps:", err)

	// A process of its own, watched and killed from Go.
	mailbox, err := rt.NewMailbox()
	if err != nil {
		log.Fatal(err)
	}
	pid, err := rt.Spawn("Process", "sleep", joist.Atom("infinity"))
	if err != nil {
		log.Fatal(err)
	}
	if err := mailbox.Monitor(pid); err != nil {
		log.Fatal(err)
	}
	rt.Kill(pid)
	down, err := mailbox.Receive(context.Background())
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println("told of its end:", down.(joist.Tuple)[4])
}
