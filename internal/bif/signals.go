package bif

import (
	"joist/internal/proc"
	"joist/internal/term"
)

func signalNatives() []Native {
	return []Native{
		{"erlang", "!", 2, send, 0},
		{"erlang", "send", 2, send, 0},
		{"erlang", "send", 3, sendWithOptions, 0},
		{"erlang", "send_nosuspend", 2, sendNoSuspend, 0},
		{"erlang", "send_nosuspend", 3, sendNoSuspend, 0},
		{"erlang", "exit", 2, exitSignal, 0},
		{"erlang", "link", 1, link, 0},
		{"erlang", "unlink", 1, unlink, 0},
		{"erlang", "monitor", 2, monitor, 0},
		{"erlang", "monitor", 3, monitor, 0},
		{"erlang", "demonitor", 1, demonitor, 0},
		{"erlang", "demonitor", 2, demonitor, 0},
		{"erlang", "monitor_node", 2, monitorNode, 0},
		{"erlang", "monitor_node", 3, monitorNode, 0},
		{"erlang", "alias", 0, alias, 0},
		{"erlang", "alias", 1, alias, 0},
		{"erlang", "unalias", 1, unalias, 0},
		{"erlang", "register", 2, register, 0},
		{"erlang", "unregister", 1, unregister, 0},
		{"erlang", "whereis", 1, whereis, 0},
		{"erlang", "registered", 0, registered, 0},
	}
}

func send(c *proc.Ctx, args []term.Term) term.Term {
	dest, msg := args[0], args[1]
	if v := c.Send(dest, msg); v != term.None {
		return v
	}
	askHeir(c, dest, "send", msg)
	return term.None
}

// askHeir goes on with :joist_supervision.function(name, extra..., supervisor) when name, under which the caller has found nobody, is about to be
// given to another process by a supervisor, and says whether it does. Otherwise the exception stands.
func askHeir(c *proc.Ctx, name term.Term, function string, extra ...term.Term) bool {
	heir := term.None
	if name.IsAtom() {
		heir = c.NameHeir(name)
	}
	if heir == term.None {
		return false
	}
	c.Exc = proc.Exception{}
	call := append(append([]term.Term{name}, extra...), heir)
	c.Trap(term.AtomJoistSupervision, atomOf(c.Node, function), call...)
	return true
}

func sendWithOptions(c *proc.Ctx, args []term.Term) term.Term {
	list := args[2]
	for ; list.IsCons(); list = list.Cdr() {
		if option := list.Car(); option != term.AtomNosuspend && option != term.AtomNoconnect {
			return c.Badarg()
		}
	}
	if !list.IsNil() {
		return c.Badarg()
	}
	if c.Send(args[0], args[1]) == term.None {
		askHeir(c, args[0], "send_ok", args[1])
		return term.None
	}
	return term.AtomOk
}

func sendNoSuspend(c *proc.Ctx, args []term.Term) term.Term {
	if c.Send(args[0], args[1]) == term.None {
		return term.None
	}
	return term.AtomTrue
}

func exitSignal(c *proc.Ctx, args []term.Term) term.Term {
	if !args[0].IsPid() && !args[0].IsPort() {
		return c.Badarg()
	}
	if !args[0].IsPidImm() {
		return term.AtomTrue
	}
	return c.ExitSignal(args[0], args[1])
}

func link(c *proc.Ctx, args []term.Term) term.Term {
	if !args[0].IsPidImm() {
		return c.Badarg()
	}
	return c.Link(args[0])
}

func unlink(c *proc.Ctx, args []term.Term) term.Term {
	if !args[0].IsPidImm() {
		if args[0].IsPid() || args[0].IsPort() {
			return term.AtomTrue
		}
		return c.Badarg()
	}
	return c.Unlink(args[0])
}

func monitor(c *proc.Ctx, args []term.Term) term.Term {
	var o proc.MonitorOptions
	if len(args) == 3 {
		var ok bool
		if o, ok = monitorOptions(args[2]); !ok {
			return c.Badarg()
		}
	}
	switch args[0] {
	case term.AtomProcess:
		if name := args[1]; name.IsAtom() && c.Node.Whereis(name) == term.None {
			options := term.Nil
			if len(args) == 3 {
				options = args[2]
			}
			if askHeir(c, name, "monitor", options) {
				return term.None
			}
		}
		return c.Monitor(args[1], o)
	case term.AtomTimeOffset:
		if args[1] == term.AtomClockService {
			return c.NewRef() // the time offset never changes
		}
	case term.AtomPort:
		if args[1].IsPort() || args[1].IsAtom() {
			return monitorPort(c, args[1], o)
		}
	}
	return c.Badarg()
}

// monitorPort tells at once that there is no such port.
func monitorPort(c *proc.Ctx, port term.Term, o proc.MonitorOptions) term.Term {
	ref := c.NewRef()
	if port.IsAtom() {
		port = c.Tuple(port, term.AtomNonodeNohost)
	}
	tag := term.AtomDOWN
	if o.Tag != term.None {
		tag = o.Tag
	}
	if !c.SendMessage(c.Self(), c.Tuple(tag, ref, term.AtomPort, port, term.AtomNoproc)) {
		return term.None
	}
	return ref
}

// monitorOptions reads the options of monitor/3: {alias, Mode} and {tag, Term}.
func monitorOptions(list term.Term) (o proc.MonitorOptions, ok bool) {
	for ; list.IsCons(); list = list.Cdr() {
		option := list.Car()
		if !option.IsTupleOf(2) {
			return o, false
		}
		value := option.TupleElem(1)
		switch option.TupleElem(0) {
		case term.AtomTag:
			o.Tag = value
		case term.AtomAlias:
			if value != term.AtomExplicitUnalias && value != term.AtomDemonitor && value != term.AtomReplyDemonitor {
				return o, false
			}
			o.Alias = value
		default:
			return o, false
		}
	}
	return o, list.IsNil()
}

func demonitor(c *proc.Ctx, args []term.Term) term.Term {
	flush, info := false, false
	if len(args) == 2 {
		list := args[1]
		for ; list.IsCons(); list = list.Cdr() {
			switch list.Car() {
			case term.AtomFlush:
				flush = true
			case term.AtomInfo:
				info = true
			default:
				return c.Badarg()
			}
		}
		if !list.IsNil() {
			return c.Badarg()
		}
	}
	if !args[0].HasSubtag(term.SubRef) {
		return c.Badarg()
	}
	return term.Bool(c.Demonitor(args[0], flush) || !info)
}

// monitorNode reports every other node as down.
func monitorNode(c *proc.Ctx, args []term.Term) term.Term {
	on, ok := boolOf(args[1])
	if !ok || !args[0].IsAtom() {
		return c.Badarg()
	}
	if on && args[0] != term.AtomNonodeNohost && !c.SendMessage(c.Self(), c.Tuple(term.AtomNodedown, args[0])) {
		return term.None
	}
	return term.AtomTrue
}

func alias(c *proc.Ctx, args []term.Term) term.Term {
	mode := term.AtomExplicitUnalias
	if len(args) == 1 {
		list := args[0]
		for ; list.IsCons(); list = list.Cdr() {
			if mode = list.Car(); mode != term.AtomExplicitUnalias && mode != term.AtomReply {
				return c.Badarg()
			}
		}
		if !list.IsNil() {
			return c.Badarg()
		}
	}
	return c.Alias(mode)
}

func unalias(c *proc.Ctx, args []term.Term) term.Term {
	if !args[0].HasSubtag(term.SubRef) {
		return c.Badarg()
	}
	return term.Bool(c.Unalias(args[0]))
}

func register(c *proc.Ctx, args []term.Term) term.Term {
	if !c.Node.Register(args[0], args[1]) {
		return c.Badarg()
	}
	return term.AtomTrue
}

func unregister(c *proc.Ctx, args []term.Term) term.Term {
	if !c.Node.Unregister(args[0]) {
		return c.Badarg()
	}
	return term.AtomTrue
}

func whereis(c *proc.Ctx, args []term.Term) term.Term {
	if !args[0].IsAtom() {
		return c.Badarg()
	}
	if pid := c.Whereis(args[0]); pid != term.None {
		return pid
	}
	if askHeir(c, args[0], "whereis") {
		return term.None
	}
	return term.AtomUndefined
}

func registered(c *proc.Ctx, _ []term.Term) term.Term {
	list := term.Nil
	c.Node.Registered(func(name, _ term.Term) { list = c.Cons(name, list) })
	return list
}
