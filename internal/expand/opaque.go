package expand

import "joist/internal/quoted"

// text is code as Macro.to_string shows it.
func (s *scope) text(n node) string {
	if v, err := s.host.Call("Elixir.Macro", "to_string", []node{s.escapeQuoted(n, false, &env{})}); err == nil {
		if t, ok := v.(quoted.String); ok {
			return string(t)
		}
	}
	return toString(n)
}

// opaqueIn is a term in the code of a value that no code can build, or nil.
func opaqueIn(n node) *quoted.Opaque {
	switch n := n.(type) {
	case *quoted.Opaque:
		if pid(n) {
			return nil
		}
		return n
	case quoted.List:
		return opaqueAmong(n)
	case *quoted.Pair:
		return opaqueAmong([]node{n.Left, n.Right})
	case *form:
		return opaqueAmong(n.Args)
	}
	return nil
}

func opaqueAmong(l []node) *quoted.Opaque {
	for _, n := range l {
		if o := opaqueIn(n); o != nil {
			return o
		}
	}
	return nil
}

// pid reports whether a term is a process identifier.
func pid(o *quoted.Opaque) bool {
	const pidExt, newPidExt = 103, 88
	data, ok := o.Term.([]byte)
	return ok && len(data) > 1 && (data[1] == pidExt || data[1] == newPidExt)
}

// inspected is a value as inspect shows it.
func (s *scope) inspected(value node) string {
	if v, err := s.host.Call(kernelAtom, "inspect", []node{value}); err == nil {
		if t, ok := v.(quoted.String); ok {
			return string(t)
		}
	}
	return toString(value)
}

func (s *scope) cannotEscape(o *quoted.Opaque) string {
	return "cannot escape " + s.inspected(o) + ". The supported values are: lists, tuples, maps, atoms, numbers, bitstrings, PIDs and remote functions in the format &Mod.fun/arity"
}
