package codegen

import (
	"fmt"
	"hash/fnv"
	"slices"
	"strconv"

	"joist/internal/beam"
	"joist/internal/core"
	"joist/internal/diag"
	"joist/internal/mem"
	"joist/internal/opcode"
	"joist/internal/slab"
)

// moduleBuilder collects what the functions of one module share.
type moduleBuilder struct {
	name  string
	file  string
	out   *beam.Module
	diags []diag.Diagnostic

	entries  []entry
	index    map[NameArity]int32
	externs  map[beam.Import]*extern
	atoms    map[string]int64 // index in out.Atoms
	literals map[string]int
	lines    []int32 // line number of the module's file to index in the line table
	files    map[string]int
	otherLn  map[beam.Line]int
	strings  map[string]int
	lambdas  map[NameArity]int32
	nlabels  int
	pending  []pendingFn
	gen      *generator
	builder  *builder

	defs []Definition     // to be translated; their entries are the first ones
	fns  []*core.Function // those translated before their turn, by definition
	// core translates the definitions in turn, each in the memory of the one before; ahead is for those that another
	// one has to know of.
	core, ahead *core.Translator
	sources     []core.Source

	operands   []beam.Operand // not used yet
	chunk      int            // how many operands are allocated at once
	instrs     []beam.Instr   // the same for instructions
	instrChunk int
	backed     mem.Ahead
	functions  slab.Of[beam.Function]
	encoded    []byte // the constant being encoded
}

// entry is a function that calls can name: its labels are fixed before any code is made.
type entry struct {
	name    string
	arity   int
	label   int // of func_info; the entry is the next
	context int // the parameter that may be a match context, -1, or contextUnknown
}

// largeModule is how many definitions become megabytes of code.
const largeModule = 300

// contextUnknown is the context of a definition that has not been translated.
const contextUnknown = -2

// pendingFn is a fun or a loop whose code is still to be made.
type pendingFn struct {
	entry int32
	def   *defState
	fn    *core.Fn
	loop  *core.Loop
	line  int32
}

// defState is what the functions made from one definition share.
type defState struct {
	m     *moduleBuilder
	fn    *core.Function
	file  int
	funs  int
	loops []int32 // index in entries, plus one, by Loop.Index
}

func newModuleBuilder(w *Workspace, name, file string) *moduleBuilder {
	m := &moduleBuilder{
		name: name, file: file,
		out:      &beam.Module{Name: name, Atoms: []string{name}, Files: []string{file, file}, Lines: []beam.Line{{}}},
		atoms:    map[string]int64{name: 0},
		index:    make(map[NameArity]int32),
		externs:  make(map[beam.Import]*extern),
		literals: make(map[string]int),
		strings:  make(map[string]int),
		lambdas:  make(map[NameArity]int32),
		nlabels:  1,
		gen:      &w.gen, builder: &w.builder, core: &w.core, ahead: &w.ahead, sources: w.sources,
	}
	w.gen.m, w.builder.m, w.builder.f = m, m, &w.fn
	return m
}

// close makes the workspace ready for another module: it must not keep this one alive.
func (m *moduleBuilder) close(w *Workspace) {
	m.core.Reset()
	m.ahead.Reset()
	m.builder.s.reset()
	clear(m.sources[:cap(m.sources)])
	w.sources = m.sources[:0]
	w.gen.m, w.gen.f, w.gen.l.f, w.builder.m, w.builder.def = nil, nil, nil, nil, nil
	clear(w.gen.code[:cap(w.gen.code)])
	clear(w.fn.consts[:cap(w.fn.consts)])
}

func (m *moduleBuilder) newLabel() int {
	m.nlabels++
	return m.nlabels - 1
}

func (m *moduleBuilder) addEntry(name string, arity int) int32 {
	label := m.newLabel()
	m.newLabel()
	m.entries = append(m.entries, entry{name: name, arity: arity, label: label, context: -1})
	return int32(len(m.entries) - 1)
}

// entry finds a function of the module. A local call of a function that is not there is an error;
// the expander has usually said so before.
func (m *moduleBuilder) entry(name string, arity int, line int32, local bool) (int32, bool) {
	if i, ok := m.index[NameArity{name, arity}]; ok {
		return i, true
	}
	if local {
		m.undefined(name, arity, line)
	}
	return 0, false
}

func (m *moduleBuilder) undefined(name string, arity int, line int32) {
	text := fmt.Sprintf("undefined function %s/%d", name, arity)
	m.diags = append(m.diags, diag.Diagnostic{
		Severity: diag.Error, Exception: "CompileError", File: m.file,
		Pos: diag.Pos{Line: int(line)}, Message: text,
	})
}

func (m *moduleBuilder) extern(module, name string, arity int) *extern {
	key := beam.Import{Module: module, Function: name, Arity: arity}
	if e, ok := m.externs[key]; ok {
		return e
	}
	e := &extern{module: module, name: name, arity: arity, index: -1}
	m.externs[key] = e
	return e
}

// atomOperand is an atom in an instruction.
func (m *moduleBuilder) atomOperand(name string) beam.Operand {
	i, ok := m.atoms[name]
	if !ok {
		i = int64(len(m.out.Atoms))
		m.out.Atoms = append(m.out.Atoms, name)
		m.atoms[name] = i
	}
	return beam.Operand{Kind: beam.Atom, N: i}
}

// extOperand is an imported function in an instruction. Many externs never get there: guard functions that tests do.
func (m *moduleBuilder) extOperand(e *extern) beam.Operand {
	if e.index < 0 {
		e.index = int64(len(m.out.Imports))
		m.out.Imports = append(m.out.Imports, beam.Import{Module: e.module, Function: e.name, Arity: e.arity})
	}
	return beam.Operand{Kind: beam.MFA, N: e.index}
}

func (m *moduleBuilder) listOperand(list []beam.Operand) beam.Operand {
	return m.out.AddList(beam.List, list)
}

// literal is the index of a constant in the literal table.
func (m *moduleBuilder) literal(c core.Const) int {
	enc, err := core.AppendEncoded(m.encoded[:0], c)
	if err != nil {
		panic(&core.Error{Text: err.Error()})
	}
	m.encoded = enc
	if i, ok := m.literals[string(enc)]; ok {
		return i
	}
	i := len(m.out.Literals)
	m.out.Literals = append(m.out.Literals, slices.Clone(enc))
	m.literals[string(enc)] = i
	return i
}

// text is the offset of a string in the string pool.
func (m *moduleBuilder) text(s string) int {
	if i, ok := m.strings[s]; ok {
		return i
	}
	i := len(m.out.Strings)
	m.out.Strings = append(m.out.Strings, s...)
	m.strings[s] = i
	return i
}

// line is the index of a line in the line table; file 0 is the module's own.
func (m *moduleBuilder) line(file int, line int32) int64 {
	if line <= 0 {
		return 0
	}
	if file == 0 {
		for int(line) >= len(m.lines) {
			m.lines = append(m.lines, make([]int32, int(line)+64-len(m.lines))...)
		}
		if m.lines[line] == 0 {
			m.out.Lines = append(m.out.Lines, beam.Line{File: 1, Line: int(line)})
			m.lines[line] = int32(len(m.out.Lines) - 1)
		}
		return int64(m.lines[line])
	}
	key := beam.Line{File: file, Line: int(line)}
	if i, ok := m.otherLn[key]; ok {
		return int64(i)
	}
	if m.otherLn == nil {
		m.otherLn = make(map[beam.Line]int)
	}
	m.out.Lines = append(m.out.Lines, key)
	m.otherLn[key] = len(m.out.Lines) - 1
	return int64(len(m.out.Lines) - 1)
}

func (m *moduleBuilder) fileIndex(name string) int {
	if name == "" || name == m.file {
		return 0
	}
	if i, ok := m.files[name]; ok {
		return i
	}
	if m.files == nil {
		m.files = make(map[string]int)
	}
	m.out.Files = append(m.out.Files, name)
	m.files[name] = len(m.out.Files) - 1
	return m.files[name]
}

func (m *moduleBuilder) addLambda(name string, arity, numFree int, label int) int32 {
	i := len(m.out.Lambdas)
	m.out.Lambdas = append(m.out.Lambdas, beam.Lambda{
		Name: name, Arity: arity, Entry: label + 1, NumFree: numFree, Index: i,
	})
	return int32(i)
}

// localLambda is the lambda of &name/arity.
func (m *moduleBuilder) localLambda(name string, arity int, line int32) int32 {
	key := NameArity{name, arity}
	if i, ok := m.lambdas[key]; ok {
		return i
	}
	e, ok := m.entry(name, arity, line, true)
	if !ok {
		return 0
	}
	i := m.addLambda(name, arity, 0, m.entries[e].label)
	m.lambdas[key] = i
	return i
}

// lambda is the lambda of a fun; its code is made later.
func (d *defState) lambda(e *core.Fn) int32 {
	if e.Lambda != 0 {
		return e.Lambda - 1
	}
	arity := e.Arity + len(e.Free)
	name := "-" + d.fn.Name + "/" + strconv.Itoa(d.fn.Arity) + "-fun-" + strconv.Itoa(d.funs) + "-"
	d.funs++
	entry := d.m.addEntry(name, arity)
	i := d.m.addLambda(name, arity, len(e.Free), d.m.entries[entry].label)
	e.Lambda = i + 1
	d.m.pending = append(d.m.pending, pendingFn{entry: entry, def: d, fn: e, line: e.Line})
	return i
}

// declare makes a loop known; its code is made later.
func (d *defState) declare(e *core.Loop) {
	for int(e.Index) >= len(d.loops) {
		d.loops = append(d.loops, 0)
	}
	if d.loops[e.Index] != 0 {
		return
	}
	name := "-" + d.fn.Name + "/" + strconv.Itoa(d.fn.Arity) + "-for-" + strconv.Itoa(int(e.Index)) + "-"
	entry := d.m.addEntry(name, len(e.Params)+len(e.Free))
	d.loops[e.Index] = entry + 1
	if e.Bits {
		d.m.entries[entry].context = 0
	}
	d.m.pending = append(d.m.pending, pendingFn{entry: entry, def: d, loop: e, line: e.Line})
}

// loop is the entry of a loop.
func (d *defState) loop(e *core.Loop) int32 {
	d.declare(e)
	return d.loops[e.Index] - 1
}

// macroName is the name of the function that a macro is compiled to.
func macroName(name string) string { return "MACRO-" + name }

func (w *Workspace) compileModule(in *ModuleInput) (out *beam.Module, diags []diag.Diagnostic, err error) {
	m := newModuleBuilder(w, in.Name, in.File)
	defer m.close(w)
	defer m.recover(&out, &err)
	for i := range in.Defs {
		d := &in.Defs[i]
		name, arity := d.Name, d.Arity
		if d.Kind == Defmacro || d.Kind == Defmacrop {
			name, arity = macroName(name), arity+1
		}
		entry := m.addEntry(name, arity)
		m.index[NameArity{name, arity}] = entry
		m.entries[entry].context = contextUnknown
	}
	if in.Info {
		m.infoFunctions(in)
	}
	m.defs, m.fns = in.Defs, make([]*core.Function, len(in.Defs))
	m.backed.On = len(in.Defs) >= largeModule
	for i := range in.Defs {
		if err := m.definition(i, in.OnLoad); err != nil {
			return nil, m.diags, err
		}
	}
	m.moduleInfo()
	return m.finish(in.Attributes, in.CompileInfo, in.Chunks)
}

// definition compiles definition i.
func (m *moduleBuilder) definition(i int, onLoad *NameArity) (err error) {
	if len(m.instrs) > 0 {
		mem.Reached(&m.backed, &m.instrs[0])
	}
	d, fn := &m.defs[i], m.fns[i]
	if fn == nil {
		m.core.Reset()
		if fn, err = m.translate(m.core, i); err != nil {
			return err
		}
	}
	m.fns[i] = nil
	at := len(m.out.Functions)
	m.function(int32(i), fn, m.fileIndex(d.File), d.Kind == Def || d.Kind == Defmacro)
	if onLoad != nil && onLoad.Name == fn.Name && onLoad.Arity == fn.Arity {
		loadHook(m.out.Functions[at])
	}
	return nil
}

// contextOf is the parameter of a function that may be a match context, or -1.
func (m *moduleBuilder) contextOf(entry int32) int {
	if m.entries[entry].context == contextUnknown {
		fn, err := m.translate(m.ahead, int(entry))
		if err != nil {
			panic(err)
		}
		m.fns[entry] = fn
	}
	return m.entries[entry].context
}

// recover turns what package core reports into an error.
func (m *moduleBuilder) recover(out **beam.Module, err *error) {
	if r := recover(); r != nil {
		e, ok := r.(*core.Error)
		if !ok {
			panic(r)
		}
		*out, *err = nil, e
	}
}

func (m *moduleBuilder) finish(attrs, info []byte, chunks []beam.Chunk) (*beam.Module, []diag.Diagnostic, error) {
	for i := range m.diags {
		if m.diags[i].Severity == diag.Error {
			return nil, m.diags, nil
		}
	}
	if attrs == nil {
		attrs = []byte{131, 106}
	}
	m.out.Attributes, m.out.CompileInfo, m.out.Chunks = attrs, info, chunks
	m.markLambdas()
	m.out.NumLabels = m.nlabels
	return m.out, m.diags, nil
}

// markLambdas gives the funs of the module a number that changes with its code: funs of two versions
// of a module are not the same.
func (m *moduleBuilder) markLambdas() {
	h := fnv.New32a()
	var buf []byte
	for _, f := range m.out.Functions {
		buf = strconv.AppendInt(append(append(buf[:0], f.Name...), '/'), int64(f.Arity), 10)
		h.Write(append(strconv.AppendInt(append(buf, ' '), int64(len(f.Code)), 10), '\n'))
	}
	for _, l := range m.out.Literals {
		h.Write(l)
	}
	uniq := h.Sum32() >> 5 // a small number, as OTP has it
	for i := range m.out.Lambdas {
		m.out.Lambdas[i].OldUniq = uniq
	}
}

// translate turns a definition into core, and finds out whether it may be called with a match
// context.
func (m *moduleBuilder) translate(t *core.Translator, i int) (*core.Function, error) {
	d := &m.defs[i]
	name, arity := d.Name, d.Arity
	macro := d.Kind == Defmacro || d.Kind == Defmacrop
	if macro {
		name, arity = macroName(name), arity+1
	}
	m.sources = m.sources[:0]
	for j := range d.Clauses {
		c := &d.Clauses[j]
		m.sources = append(m.sources, core.Source{Line: int32(c.Line), Args: c.Args, Guards: c.Guards, Body: c.Body})
	}
	fn, err := t.Translate(name, arity, int32(d.Line), m.sources, macro)
	if err != nil {
		return nil, err
	}
	m.entries[i].context = contextColumn(fn, d.Kind == Defp)
	return fn, nil
}

// function compiles a core function and what it brings along.
func (m *moduleBuilder) function(entry int32, fn *core.Function, file int, exported bool) {
	def := &defState{m: m, fn: fn, file: file}
	start := len(m.pending)
	b := m.newFunction(def, entry, fn.Line)
	b.clauses(fn.Clauses, fn.Arity, m.entries[entry].context)
	b.reuseContexts()
	m.gen.function(b.f, entry, file, exported)
	for i := start; i < len(m.pending); i++ {
		m.compilePending(m.pending[i])
	}
	m.pending = m.pending[:start]
}

func (m *moduleBuilder) newFunction(def *defState, entry int32, line int32) *builder {
	e := &m.entries[entry]
	b := m.builder
	b.reset(def, e, line)
	b.newBlock()
	b.f.block(0).npred = 1
	b.start(0)
	return b
}

func (b *builder) parameters(n int) []value {
	for i := 0; i < n; i++ {
		b.f.params = append(b.f.params, b.f.newValue(tAny))
	}
	return b.f.params
}

// clauses compiles the clauses of a function whose first parameters are matched; the others have
// been bound. Parameter context, if not -1, may be a match context.
func (b *builder) clauses(clauses []*core.Clause, arity, context int) {
	params := b.f.params
	if len(params) < arity {
		params = b.parameters(arity)
	}
	d := b.s.dests.Put(dest{kind: destTail})
	m := b.s.matchings.Put(matching{head: true, dest: d, clauses: b.s.clauses.Slice(len(clauses))})
	for i, c := range clauses {
		m.clauses[i] = matchClause{patterns: c.Patterns, guards: c.Guards, vars: c.Vars, body: c.Body}
	}
	if context >= 0 {
		b.runContextTree(m, params, context)
	} else {
		b.runTree(m, params)
	}
	b.bodies(m)
}

func (m *moduleBuilder) compilePending(p pendingFn) {
	b := m.newFunction(p.def, p.entry, p.line)
	switch {
	case p.loop != nil:
		b.parameters(len(p.loop.Params) + len(p.loop.Free))
		b.bindAll(p.loop.Params, 0)
		b.bindAll(p.loop.Free, len(p.loop.Params))
		b.compile(p.loop.Body, b.s.dests.Put(dest{kind: destTail}))
	case p.fn.Params != nil:
		b.parameters(p.fn.Arity + len(p.fn.Free))
		b.bindAll(p.fn.Params, 0)
		b.bindAll(p.fn.Free, p.fn.Arity)
		b.compile(p.fn.Body, b.s.dests.Put(dest{kind: destTail}))
	default:
		b.parameters(p.fn.Arity + len(p.fn.Free))
		b.bindAll(p.fn.Free, p.fn.Arity)
		b.clauses(p.fn.Clauses, p.fn.Arity, -1)
	}
	b.reuseContexts()
	m.gen.function(b.f, p.entry, p.def.file, false)
}

func (b *builder) bindAll(vars []*core.Var, first int) {
	for i, v := range vars {
		b.bind(v, b.f.params[first+i])
	}
}

func (w *Workspace) compileEval(in *EvalInput) (out *beam.Module, diags []diag.Diagnostic, err error) {
	m := newModuleBuilder(w, in.Module, in.File)
	defer m.close(w)
	defer m.recover(&out, &err)
	name := EvalName
	if in.Function != "" {
		name = in.Function
	}
	fn, _, err := m.core.Expression(name, int32(in.Line), bindings(in.In), bindings(in.Out), in.Expr)
	if err != nil {
		return nil, nil, err
	}
	entry := m.addEntry(name, 1)
	m.index[NameArity{name, 1}] = entry
	m.function(entry, fn, 0, true)
	return m.finish(nil, nil, in.Chunks)
}

func bindings(vars []EvalVar) []core.Binding {
	out := make([]core.Binding, len(vars))
	for i, v := range vars {
		out[i] = core.Binding{Name: v.Name, Context: v.Context, Counter: v.Counter, Version: v.Version}
	}
	return out
}

// loadHook marks the function that is run when the module is loaded.
func loadHook(f *beam.Function) {
	const head = 4 // label, line, func_info, label
	code := append([]beam.Instr{}, f.Code[:head]...)
	code = append(code, beam.Instr{Op: opcode.OnLoad})
	f.Code = append(code, f.Code[head:]...)
}
