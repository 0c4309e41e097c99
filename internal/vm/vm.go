// Package vm wires one virtual machine: a node with its memory, atoms and code, the natives, and the
// schedulers with an interpreter each. It knows nothing of the Elixir language.
package vm

import (
	"fmt"
	"io"
	"os"
	"runtime/debug"

	"joist/internal/bif"
	"joist/internal/interp"
	"joist/internal/proc"
	"joist/internal/sched"
)

// New makes a machine whose schedulers run. setUp, which may be nil, is called before they start: it
// may register further natives and set the node's hooks.
func New(cfg proc.Config, setUp func(n *proc.Node)) (*proc.Node, error) {
	node, err := proc.NewNode(cfg)
	if err != nil {
		return nil, err
	}
	node.OnPanic = func(v any) { reportPanic(node.Config.Stderr, v) }
	node.Inspect = interp.Inspect
	bif.Register(node)
	if setUp != nil {
		setUp(node)
	}
	if err := start(node); err != nil {
		node.Close()
		return nil, err
	}
	return node, nil
}

// start starts the schedulers. Making an interpreter can fail for want of memory, so all are made
// before the first scheduler starts.
func start(node *proc.Node) error {
	machines := make([]*interp.Machine, node.Config.Schedulers)
	for i := range machines {
		m, err := interp.New(node)
		if err != nil {
			return fmt.Errorf("vm: scheduler %d: %w", i+1, err)
		}
		machines[i] = m
	}
	next := 0
	sched.Start(node, func(*proc.Ctx) proc.Runner {
		m := machines[next]
		next++
		return m
	})
	return nil
}

// reportPanic tells of a Go panic, which is a fault of joist or of a Go function of the host: the
// process that met it gets an error, everything else goes on.
func reportPanic(w io.Writer, v any) {
	if w == nil {
		w = os.Stderr
	}
	fmt.Fprintf(w, "joist: a fault of joist itself, please report it: %v\n%s\n", v, debug.Stack())
}
