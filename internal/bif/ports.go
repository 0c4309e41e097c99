package bif

import (
	"fmt"

	"joist/internal/proc"
	"joist/internal/term"
)

// portNatives: there are no ports. What asks about them says so; what needs one fails.
func portNatives() []Native {
	bad := func(c *proc.Ctx, _ []term.Term) term.Term { return c.Badarg() }
	return []Native{
		{"erlang", "ports", 0, func(*proc.Ctx, []term.Term) term.Term { return term.Nil }, 0},
		{"erlang", "open_port", 2, bad, 0},
		{"erlang", "port_command", 2, bad, 0},
		{"erlang", "port_command", 3, bad, 0},
		{"erlang", "port_close", 1, bad, 0},
		{"erlang", "port_connect", 2, bad, 0},
		{"erlang", "port_control", 3, bad, 0},
		{"erlang", "port_info", 1, portInfo, 0},
		{"erlang", "port_info", 2, portInfo, 0},
		{"erlang", "port_to_list", 1, portToList, 0},
		{"erlang", "list_to_port", 1, listToPort, 0},
	}
}

func portInfo(c *proc.Ctx, args []term.Term) term.Term {
	if !args[0].IsPort() && !args[0].IsAtom() {
		return c.Badarg()
	}
	return term.AtomUndefined
}

// PortText is a port as it is shown: #Port<0.N>.
func PortText(port term.Term) string {
	if !port.IsPortImm() {
		return fmt.Sprintf("#Port<1.%d>", port.Word(term.ExtData))
	}
	return fmt.Sprintf("#Port<0.%d>", port.PortNumber())
}

func portToList(c *proc.Ctx, args []term.Term) term.Term {
	if !args[0].IsPort() {
		return c.Badarg()
	}
	return c.String(PortText(args[0]))
}

func listToPort(c *proc.Ctx, args []term.Term) term.Term {
	text, ok := charlistText(args[0])
	var number uint32
	if !ok || !scanExactly(string(text), "#Port<0.%d>", &number) {
		return c.Badarg()
	}
	return term.Port(uint64(number))
}
