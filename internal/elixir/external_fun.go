package elixir

import (
	"encoding/binary"

	"joist/internal/quoted"
)

// externalFun reads the external term of a captured function (EXPORT_EXT) as the code that captures it,
// &Module.function/arity, or returns nil when data is another term.
func externalFun(data []byte) quoted.Node {
	const exportExt, smallInteger = 113, 97
	if len(data) < 2 || data[0] != 131 || data[1] != exportExt {
		return nil
	}
	module, rest := externalAtom(data[2:])
	name, rest := externalAtom(rest)
	if len(rest) != 2 || rest[0] != smallInteger {
		return nil
	}
	fun := quoted.Remote(quoted.Atom(module), name, quoted.Meta{}.With("no_parens", quoted.True))
	return quoted.Call("&", quoted.Meta{}, quoted.Call("/", quoted.Meta{}, fun, quoted.Int(rest[1])))
}

// externalAtom takes an atom off the front of an external term; rest is nil when there is none.
func externalAtom(data []byte) (name string, rest []byte) {
	const smallAtomUTF8, atomUTF8 = 119, 118
	size, start := 0, 0
	switch {
	case len(data) >= 2 && data[0] == smallAtomUTF8:
		size, start = int(data[1]), 2
	case len(data) >= 3 && data[0] == atomUTF8:
		size, start = int(binary.BigEndian.Uint16(data[1:])), 3
	default:
		return "", nil
	}
	if len(data) < start+size {
		return "", nil
	}
	return string(data[start : start+size]), data[start+size:]
}
