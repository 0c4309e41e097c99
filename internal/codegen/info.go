package codegen

import (
	"cmp"
	"crypto/md5"
	"slices"
	"strconv"
	"strings"

	"joist/internal/beam"
	"joist/internal/core"
	"joist/internal/opcode"
	"joist/internal/quoted"
)

// Every module has functions that tell about it: module_info/0 and module_info/1, and __info__/1 if it is one of Elixir. They are
// alike in all modules, so their instructions are written as they are: making them of core, as all others, was a sixth of
// what compiling a small module took.

// plain is a function that is written instruction by instruction.
type plain struct {
	g     *generator
	entry entry
	out   *beam.Function
}

// plainFunction begins a function with what is at the head of all; end completes it.
func (m *moduleBuilder) plainFunction(name string, arity int, line int32) plain {
	g := m.gen
	e := m.entries[m.addEntry(name, arity)]
	g.code = g.code[:0]
	g.op(opcode.Label, uintOperand(e.label))
	g.op(opcode.Line, uintOperand(int(m.line(0, line))))
	g.op(opcode.FuncInfo, m.atomOperand(m.name), m.atomOperand(name), uintOperand(arity))
	g.op(opcode.Label, uintOperand(e.label+1))
	return plain{g, e, m.functions.Put(beam.Function{Name: name, Arity: arity, Entry: e.label + 1, Exported: true})}
}

func (p *plain) end() {
	p.out.Code = append(p.g.instrs(len(p.g.code)), p.g.code...)
	p.g.m.out.Functions = append(p.g.m.out.Functions, p.out)
}

// give returns a constant.
func (p *plain) give(c core.Const) {
	p.g.op(opcode.Move, p.g.constOperand(c), xOperand(0))
	p.g.op(opcode.Return)
}

// ask calls erlang:get_module_info with the module, and with the key in x1 when there are two arguments.
func (p *plain) ask(arity int) {
	m := p.g.m
	p.g.op(opcode.Move, m.atomOperand(m.name), xOperand(0))
	p.g.op(opcode.CallExtOnly, uintOperand(arity), m.extOperand(m.extern("erlang", "get_module_info", arity)))
}

// moduleInfo makes module_info/0 and module_info/1.
func (m *moduleBuilder) moduleInfo() {
	p := m.plainFunction("module_info", 0, 0)
	p.ask(1)
	p.end()
	p = m.plainFunction("module_info", 1, 0)
	p.g.op(opcode.Move, xOperand(0), xOperand(1))
	p.ask(2)
	p.end()
}

// answer is what __info__/1 gives for a key; without a value, what the machine says.
type answer struct {
	key   string
	value core.Expr
}

// infoFunctions adds __info__/1.
func (m *moduleBuilder) infoFunctions(in *ModuleInput) {
	functions, macros := publicNames(in)
	answers := []answer{
		{"module", &core.Lit{Value: quoted.Atom(m.name)}},
		{"functions", nameList(functions)},
		{"macros", nameList(macros)},
		{"struct", m.valueOf(in.Struct, quoted.Nil)},
		{"exports_md5", &core.Lit{Value: quoted.String(exportsDigest(functions, macros))}},
		{key: "attributes"}, {key: "compile"}, {key: "md5"},
		{"deprecated", m.valueOf(in.Deprecated, core.ConstNil{})},
	}
	for _, a := range answers {
		if _, ok := a.value.(*core.Lit); !ok && a.value != nil {
			m.computedInfo(answers, int32(in.Line))
			return
		}
	}
	p := m.plainFunction("__info__", 1, int32(in.Line))
	m.index[NameArity{"__info__", 1}] = int32(len(m.entries) - 1)
	g := p.g
	cases := g.operands(2*len(answers), nil)
	for i, a := range answers {
		cases[2*i], cases[2*i+1] = m.atomOperand(a.key), labelOperand(m.newLabel())
	}
	g.op(opcode.SelectVal, xOperand(0), labelOperand(p.entry.label), m.listOperand(cases))
	for i, a := range answers {
		g.op(opcode.Label, uintOperand(int(cases[2*i+1].N)))
		if a.value != nil {
			p.give(a.value.(*core.Lit).Value)
			continue
		}
		g.op(opcode.Move, m.atomOperand(a.key), xOperand(1))
		p.ask(2)
	}
	p.end()
}

// computedInfo is __info__/1 with an answer that is no constant: the default of a struct's field may be a function.
func (m *moduleBuilder) computedInfo(answers []answer, line int32) {
	fn := &core.Function{Name: "__info__", Arity: 1, Line: line}
	for _, a := range answers {
		key, body := quoted.Atom(a.key), a.value
		if body == nil {
			args := []core.Expr{&core.Lit{Value: quoted.Atom(m.name)}, &core.Lit{Value: key}}
			body = &core.Call{Module: "erlang", Name: "get_module_info", Args: args}
		}
		fn.Clauses = append(fn.Clauses, &core.Clause{Patterns: []core.Pattern{&core.PLit{Value: key}}, Body: body})
	}
	entry := m.addEntry("__info__", 1)
	m.index[NameArity{"__info__", 1}] = entry
	m.function(entry, fn, 0, true)
}

// publicNames lists what others may call, sorted.
func publicNames(in *ModuleInput) (functions, macros []NameArity) {
	functions = make([]NameArity, 0, len(in.Defs))
	macros = slices.Clone(in.Macros)
	for i := range in.Defs {
		switch d := &in.Defs[i]; d.Kind {
		case Def:
			if d.Name == "behaviour_info" && d.Arity == 1 {
				continue
			}
			functions = append(functions, NameArity{d.Name, d.Arity})
		case Defmacro:
			macros = append(macros, NameArity{d.Name, d.Arity})
		}
	}
	order := func(a, b NameArity) int {
		return cmp.Or(strings.Compare(a.Name, b.Name), cmp.Compare(a.Arity, b.Arity))
	}
	slices.SortFunc(functions, order)
	slices.SortFunc(macros, order)
	return functions, macros
}

// exportsDigest changes when the functions and macros that others may call do.
func exportsDigest(lists ...[]NameArity) string {
	h := md5.New()
	var buf []byte
	for _, list := range lists {
		for _, f := range list {
			buf = append(append(buf[:0], f.Name...), '/')
			h.Write(append(strconv.AppendInt(buf, int64(f.Arity), 10), '\n'))
		}
		h.Write([]byte{'\n'})
	}
	return string(h.Sum(nil))
}

// valueOf is the code of a value, which is a constant as a rule.
func (m *moduleBuilder) valueOf(n quoted.Node, missing core.Const) core.Expr {
	if n == nil {
		return &core.Lit{Value: missing}
	}
	fn, err := m.ahead.Translate("", 0, 0, []core.Source{{Body: n}}, false)
	if err != nil {
		panic(err)
	}
	return fn.Clauses[0].Body
}

// nameList is a list of {name, arity}.
func nameList(names []NameArity) *core.Lit {
	tuples, elems := make([]core.ConstTuple, len(names)), make([]core.Const, 2*len(names))
	conses := make([]core.ConstCons, len(names))
	var list core.Const = core.ConstNil{}
	for i := len(names) - 1; i >= 0; i-- {
		pair := elems[2*i : 2*i+2 : 2*i+2]
		pair[0], pair[1] = quoted.Atom(names[i].Name), quoted.Int(names[i].Arity)
		tuples[i].Elems = pair
		conses[i] = core.ConstCons{Head: &tuples[i], Tail: list}
		list = &conses[i]
	}
	return &core.Lit{Value: list}
}
