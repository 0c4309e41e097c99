package joist

import "joist/internal/observe"

// Observer gives what reads the runtime from outside its schedulers, without stopping any process: the figures that
// `joist run --stats` prints and the live view shows.
func (rt *Runtime) Observer() *observe.Observer { return observe.New(rt.node) }
