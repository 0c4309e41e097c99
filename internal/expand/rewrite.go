package expand

import (
	"math/big"

	"joist/internal/macroenv"
	"joist/internal/quoted"
)

// inlined is the function that a call of an Elixir function compiles to. The order of arguments may
// differ: see rewrite.
type inlined struct {
	module atom
	name   string
}

// inline returns the Erlang function that stands for module.name/arity with the same arguments.
func inline(module atom, name string, arity int) (inlined, bool) {
	switch module {
	case kernelAtom:
		return inlineKernel(name, arity)
	case "Elixir.Bitwise":
		switch name {
		case "band", "bor", "bxor", "bsl", "bsr":
			return inlined{erlangAtom, name}, arity == 2
		case "bnot":
			return inlined{erlangAtom, name}, arity == 1
		case "&&&":
			return inlined{erlangAtom, "band"}, arity == 2
		case "|||":
			return inlined{erlangAtom, "bor"}, arity == 2
		case "<<<":
			return inlined{erlangAtom, "bsl"}, arity == 2
		case ">>>":
			return inlined{erlangAtom, "bsr"}, arity == 2
		case "~~~":
			return inlined{erlangAtom, "bnot"}, arity == 1
		}
	}
	return inlineLibrary(module, name, arity)
}

func inlineKernel(name string, arity int) (inlined, bool) {
	switch arity {
	case 0:
		switch name {
		case "make_ref", "node", "self":
			return inlined{erlangAtom, name}, true
		}
	case 1:
		switch name {
		case "+", "-", "abs", "bit_size", "byte_size", "ceil", "exit", "floor", "hd", "is_atom", "is_binary",
			"is_bitstring", "is_boolean", "is_float", "is_function", "is_integer", "is_list", "is_map", "is_number",
			"is_pid", "is_port", "is_reference", "is_tuple", "length", "map_size", "node", "not", "round", "spawn",
			"spawn_link", "spawn_monitor", "throw", "tl", "trunc", "tuple_size":
			return inlined{erlangAtom, name}, true
		}
	case 2:
		switch name {
		case "*", "+", "++", "-", "--", "/", "<", ">", ">=", "==", "apply", "div", "is_function", "max", "min", "rem", "send":
			return inlined{erlangAtom, name}, true
		case "<=":
			return inlined{erlangAtom, "=<"}, true
		case "!=":
			return inlined{erlangAtom, "/="}, true
		case "===":
			return inlined{erlangAtom, "=:="}, true
		case "!==":
			return inlined{erlangAtom, "=/="}, true
		}
	case 3:
		switch name {
		case "apply", "binary_part", "function_exported?", "spawn", "spawn_link", "spawn_monitor":
			if name == "function_exported?" {
				name = "function_exported"
			}
			return inlined{erlangAtom, name}, true
		}
	}
	return inlined{}, false
}

func inlineLibrary(module atom, name string, arity int) (inlined, bool) {
	for i := range inlineTable {
		r := &inlineTable[i]
		if r.arity == arity && r.name == name && r.module == module {
			return r.to, true
		}
	}
	return inlined{}, false
}

type inlineRow struct {
	module atom
	name   string
	arity  int
	to     inlined
}

// inlineTable holds the library's functions that are another name of an Erlang function.
var inlineTable = [...]inlineRow{
	{"Elixir.Atom", "to_charlist", 1, inlined{erlangAtom, "atom_to_list"}},
	{"Elixir.Atom", "to_string", 1, inlined{erlangAtom, "atom_to_binary"}},
	{"Elixir.Function", "capture", 3, inlined{erlangAtom, "make_fun"}},
	{"Elixir.Function", "info", 1, inlined{erlangAtom, "fun_info"}},
	{"Elixir.Function", "info", 2, inlined{erlangAtom, "fun_info"}},
	{"Elixir.Integer", "to_charlist", 1, inlined{erlangAtom, "integer_to_list"}},
	{"Elixir.Integer", "to_charlist", 2, inlined{erlangAtom, "integer_to_list"}},
	{"Elixir.Integer", "to_string", 1, inlined{erlangAtom, "integer_to_binary"}},
	{"Elixir.Integer", "to_string", 2, inlined{erlangAtom, "integer_to_binary"}},
	{"Elixir.List", "to_atom", 1, inlined{erlangAtom, "list_to_atom"}},
	{"Elixir.List", "to_existing_atom", 1, inlined{erlangAtom, "list_to_existing_atom"}},
	{"Elixir.List", "to_float", 1, inlined{erlangAtom, "list_to_float"}},
	{"Elixir.List", "to_integer", 1, inlined{erlangAtom, "list_to_integer"}},
	{"Elixir.List", "to_integer", 2, inlined{erlangAtom, "list_to_integer"}},
	{"Elixir.List", "to_tuple", 1, inlined{erlangAtom, "list_to_tuple"}},
	{"Elixir.Map", "keys", 1, inlined{"maps", "keys"}},
	{"Elixir.Map", "merge", 2, inlined{"maps", "merge"}},
	{"Elixir.Map", "to_list", 1, inlined{"maps", "to_list"}},
	{"Elixir.Map", "values", 1, inlined{"maps", "values"}},
	{"Elixir.Node", "list", 0, inlined{erlangAtom, "nodes"}},
	{"Elixir.Node", "list", 1, inlined{erlangAtom, "nodes"}},
	{"Elixir.Node", "spawn", 2, inlined{erlangAtom, "spawn"}},
	{"Elixir.Node", "spawn", 3, inlined{erlangAtom, "spawn_opt"}},
	{"Elixir.Node", "spawn", 4, inlined{erlangAtom, "spawn"}},
	{"Elixir.Node", "spawn", 5, inlined{erlangAtom, "spawn_opt"}},
	{"Elixir.Node", "spawn_link", 2, inlined{erlangAtom, "spawn_link"}},
	{"Elixir.Node", "spawn_link", 4, inlined{erlangAtom, "spawn_link"}},
	{"Elixir.Process", "alias", 0, inlined{erlangAtom, "alias"}},
	{"Elixir.Process", "alias", 1, inlined{erlangAtom, "alias"}},
	{"Elixir.Process", "unalias", 1, inlined{erlangAtom, "unalias"}},
	{"Elixir.Process", "alive?", 1, inlined{erlangAtom, "is_process_alive"}},
	{"Elixir.Process", "cancel_timer", 1, inlined{erlangAtom, "cancel_timer"}},
	{"Elixir.Process", "cancel_timer", 2, inlined{erlangAtom, "cancel_timer"}},
	{"Elixir.Process", "demonitor", 1, inlined{erlangAtom, "demonitor"}},
	{"Elixir.Process", "demonitor", 2, inlined{erlangAtom, "demonitor"}},
	{"Elixir.Process", "exit", 2, inlined{erlangAtom, "exit"}},
	{"Elixir.Process", "flag", 2, inlined{erlangAtom, "process_flag"}},
	{"Elixir.Process", "flag", 3, inlined{erlangAtom, "process_flag"}},
	{"Elixir.Process", "get_keys", 0, inlined{erlangAtom, "get_keys"}},
	{"Elixir.Process", "get_keys", 1, inlined{erlangAtom, "get_keys"}},
	{"Elixir.Process", "hibernate", 3, inlined{erlangAtom, "hibernate"}},
	{"Elixir.Process", "link", 1, inlined{erlangAtom, "link"}},
	{"Elixir.Process", "list", 0, inlined{erlangAtom, "processes"}},
	{"Elixir.Process", "read_timer", 1, inlined{erlangAtom, "read_timer"}},
	{"Elixir.Process", "spawn", 2, inlined{erlangAtom, "spawn_opt"}},
	{"Elixir.Process", "spawn", 4, inlined{erlangAtom, "spawn_opt"}},
	{"Elixir.Process", "unlink", 1, inlined{erlangAtom, "unlink"}},
	{"Elixir.Process", "unregister", 1, inlined{erlangAtom, "unregister"}},
	{"Elixir.Port", "close", 1, inlined{erlangAtom, "port_close"}},
	{"Elixir.Port", "command", 2, inlined{erlangAtom, "port_command"}},
	{"Elixir.Port", "list", 0, inlined{erlangAtom, "ports"}},
	{"Elixir.String", "to_float", 1, inlined{erlangAtom, "binary_to_float"}},
	{"Elixir.String", "to_integer", 1, inlined{erlangAtom, "binary_to_integer"}},
	{"Elixir.String", "to_integer", 2, inlined{erlangAtom, "binary_to_integer"}},
	{"Elixir.System", "monotonic_time", 0, inlined{erlangAtom, "monotonic_time"}},
	{"Elixir.System", "os_time", 0, inlined{"os", "system_time"}},
	{"Elixir.System", "system_time", 0, inlined{erlangAtom, "system_time"}},
	{"Elixir.System", "time_offset", 0, inlined{erlangAtom, "time_offset"}},
	{"Elixir.System", "unique_integer", 0, inlined{erlangAtom, "unique_integer"}},
	{"Elixir.System", "unique_integer", 1, inlined{erlangAtom, "unique_integer"}},
	{"Elixir.Tuple", "append", 2, inlined{erlangAtom, "append_element"}},
	{"Elixir.Tuple", "to_list", 1, inlined{erlangAtom, "tuple_to_list"}},
}

// rewrite makes the call module.name(args) with the library's thin wrappers replaced by what they
// call.
func (x *Expander) rewrite(module atom, dotMeta quoted.Meta, name string, meta quoted.Meta, args []node) node {
	if module == erlangAtom {
		return x.remoteAt(dotMeta, erlangAtom, name, meta, args)
	}
	if to, ok := inline(module, name, len(args)); ok {
		if folded := foldSign(to, args); folded != nil {
			return folded
		}
		return x.remoteAt(dotMeta, to.module, to.name, meta, args)
	}
	switch module {
	case kernelAtom:
		if n := rewriteKernel(dotMeta, name, meta, args); n != nil {
			return n
		}
	case "Elixir.Map":
		if n := rewriteMap(dotMeta, name, meta, args); n != nil {
			return n
		}
	case "Elixir.Tuple":
		if name == "delete_at" && len(args) == 2 {
			return remoteAt(dotMeta, erlangAtom, "delete_element", meta, []node{increment(meta, args[1]), args[0]})
		}
		if name == "insert_at" && len(args) == 3 {
			return remoteAt(dotMeta, erlangAtom, "insert_element", meta, []node{increment(meta, args[1]), args[0], args[2]})
		}
		if name == "duplicate" && len(args) == 2 {
			return remoteAt(dotMeta, erlangAtom, "make_tuple", meta, []node{args[1], args[0]})
		}
	case "Elixir.Process":
		if name == "group_leader" && len(args) == 2 {
			return remoteAt(dotMeta, erlangAtom, "group_leader", meta, []node{args[1], args[0]})
		}
	}
	return x.remoteAt(dotMeta, module, name, meta, args)
}

func rewriteKernel(dotMeta quoted.Meta, name string, meta quoted.Meta, args []node) node {
	switch {
	case name == "elem" && len(args) == 2:
		return remoteAt(dotMeta, erlangAtom, "element", meta, []node{increment(meta, args[1]), args[0]})
	case name == "put_elem" && len(args) == 3:
		return remoteAt(dotMeta, erlangAtom, "setelement", meta, []node{increment(meta, args[1]), args[0], args[2]})
	case name == "is_map_key" && len(args) == 2:
		return remoteAt(dotMeta, erlangAtom, "is_map_key", meta, []node{args[1], args[0]})
	}
	return nil
}

func rewriteMap(dotMeta quoted.Meta, name string, meta quoted.Meta, args []node) node {
	switch len(args) {
	case 2:
		switch name {
		case "delete":
			return remoteAt(dotMeta, "maps", "remove", meta, []node{args[1], args[0]})
		case "has_key?":
			return remoteAt(dotMeta, "maps", "is_key", meta, []node{args[1], args[0]})
		}
	case 3:
		switch name {
		case "put":
			return remoteAt(dotMeta, "maps", "put", meta, []node{args[1], args[2], args[0]})
		}
	}
	return nil
}

func remoteAt(dotMeta quoted.Meta, module atom, name string, meta quoted.Meta, args []node) *form {
	return remoteNode(dotMeta, moduleNode(module), atom(name), meta, args)
}

// remoteCall is a call with its dot: one allocation for what always comes together.
type remoteCall struct {
	call, dot form
	parts     [2]node
}

func remoteNode(dotMeta quoted.Meta, module, name node, meta quoted.Meta, args []node) *form {
	return new(remoteCall).set(dotMeta, module, name, meta, args)
}

// remoteAt is the function of that name for what comes often.
func (x *Expander) remoteAt(dotMeta quoted.Meta, module atom, name string, meta quoted.Meta, args []node) *form {
	return x.remotes.New().set(dotMeta, moduleNode(module), atom(name), meta, args)
}

func (r *remoteCall) set(dotMeta quoted.Meta, module, name node, meta quoted.Meta, args []node) *form {
	r.parts = [2]node{module, name}
	r.dot = form{Head: atom("."), Meta: dotMeta, Args: r.parts[:]}
	r.call = form{Head: &r.dot, Meta: meta, Args: args}
	return &r.call
}

// moduleNode is a module's name as a node; the frequent ones cost no allocation.
func moduleNode(m atom) node {
	switch m {
	case erlangAtom:
		return erlangAtom
	case kernelAtom:
		return kernelAtom
	case "maps":
		return atom("maps")
	}
	return m
}

// increment is code for index + 1: Erlang's tuples start at 1.
func increment(meta quoted.Meta, n node) node {
	if i, ok := n.(quoted.Int); ok {
		return i + 1
	}
	return erlang(meta, "+", n, quoted.Int(1))
}

// foldSign computes +1 and -1.
func foldSign(to inlined, args []node) node {
	if len(args) != 1 || len(to.name) != 1 {
		return nil
	}
	switch to.name {
	case "+":
		switch args[0].(type) {
		case quoted.Int, quoted.Float, *big.Int:
			return args[0]
		}
	case "-":
		switch v := args[0].(type) {
		case quoted.Int:
			if v != -v || v == 0 {
				return -v
			}
		case quoted.Float:
			return -v
		case *big.Int:
			return quoted.Integer(new(big.Int).Neg(v))
		}
	}
	return nil
}

// rewriteMatch makes the few calls that patterns may have.
func (s *scope) rewriteMatch(module atom, dotMeta quoted.Meta, name string, meta quoted.Meta, args []node, e *env) node {
	if to, ok := inline(module, name, len(args)); ok {
		module, name = to.module, to.name
	}
	if module == erlangAtom {
		if n := foldSign(inlined{module, name}, args); n != nil {
			return n
		}
	}
	s.complain(meta, e, 0, "cannot invoke remote function "+remoteName(module, name, len(args))+" inside a match")
	return s.x.remote(at(meta), module, name, args...)
}

// expandAppendPattern expands literal ++ tail in a pattern.
func (s *scope) expandAppendPattern(meta quoted.Meta, args []node, e *env) (node, *env) {
	l, e := s.expand(args[0], e)
	r, e := s.expand(args[1], e)
	list, ok := l.(quoted.List)
	if ok && len(list) > 0 {
		_, improper := isForm(list[len(list)-1], "|", 2)
		ok = !improper
	}
	if !ok {
		s.fail(meta, e, "invalid argument for ++ operator inside a match, expected a literal proper list, got: "+toString(args[0]))
	}
	if len(list) == 0 {
		return r, e
	}
	out := append(quoted.List{}, list...)
	if tail, ok := r.(quoted.List); ok {
		return append(out, tail...), e
	}
	out[len(out)-1] = s.x.call(at(meta), "|", out[len(out)-1], r)
	return out, e
}

// rewriteGuard makes a call in a guard.
func (s *scope) rewriteGuard(module atom, dotMeta quoted.Meta, name string, meta quoted.Meta, args []node, e *env) node {
	n := s.x.rewrite(module, dotMeta, name, meta, args)
	f, ok := n.(*form)
	if !ok {
		return n
	}
	d, ok := dotCall(f)
	if !ok {
		return n
	}
	m, fun := d.Args[0].(atom), string(d.Args[1].(atom))
	if m != erlangAtom || !guardFunctions.Has(fun, len(args)) {
		if fun == "setelement" { // an instruction with other arguments
			m, fun = module, name
		}
		s.fail(meta, e, "cannot invoke remote function "+remoteName(m, fun, len(args))+" inside a "+s.guardContext())
	}
	return n
}

// guardFunctions are the functions of :erlang that guards may call.
var guardFunctions = guardNames()

func guardNames() macroenv.Names {
	var out []macroenv.NameArity
	add := func(arity int, names ...string) {
		for _, n := range names {
			out = append(out, macroenv.NameArity{Name: n, Arity: arity})
		}
	}
	add(0, "node", "self")
	add(1, "+", "-", "abs", "bit_size", "bnot", "byte_size", "ceil", "float", "floor", "hd", "is_atom", "is_binary",
		"is_bitstring", "is_boolean", "is_float", "is_function", "is_integer", "is_list", "is_map", "is_number", "is_pid",
		"is_port", "is_reference", "is_tuple", "length", "map_size", "node", "not", "round", "size", "tl", "trunc", "tuple_size")
	add(2, "*", "+", "-", "/", "/=", "<", "=/=", "=:=", "=<", "==", ">", ">=", "and", "andalso", "band", "binary_part", "bor",
		"bsl", "bsr", "bxor", "div", "element", "is_function", "is_map_key", "map_get", "max", "min", "or",
		"orelse", "rem", "xor")
	add(3, "binary_part")
	return macroenv.SortNames(out)
}

func remoteName(module atom, name string, arity int) string {
	return inspectAtom(module) + "." + nameArity(name, arity)
}
