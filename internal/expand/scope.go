package expand

import (
	"sort"
	"strconv"
	"strings"
	"unicode/utf8"

	"joist/internal/diag"
	"joist/internal/macroenv"
	"joist/internal/mem"
	"joist/internal/quoted"
	"joist/internal/slab"
)

// Short names for what every file of the package handles.
type (
	node = quoted.Node
	form = quoted.Form
	atom = quoted.Atom
	env  = macroenv.Env
)

// Expander expands code for one Host, on one goroutine at a time. The state of a running expansion is
// a scope.
type Expander struct {
	host Host
	// Declarations asks for the typespecs of library modules, too; those of others are always translated.
	Declarations bool
	// What an expansion makes many of is allocated in batches.
	forms   slab.Of[form]
	nodes   slab.Of[node]
	vars    slab.Of[macroenv.Var]
	envs    slab.Of[env]
	remotes slab.Of[remoteCall]
	pairs   slab.Of[quoted.Pair]
	// stored counts the clauses that Store has got.
	stored int
	ahead  mem.Ahead
	// spare is the memory of the last clause's storing, when no clause has it.
	spare *storing
}

// New makes an Expander.
func New(h Host) *Expander { return &Expander{host: h} }

// scope is the state of one expansion: of a script, a module body or a clause of a definition.
// The environment (aliases, imports, context) is passed beside it; variables live only here.
type scope struct {
	// macro is the macro of Kernel that is being expanded, for stack traces, and macroMeta where it was called.
	macro     macroenv.NameArity
	macroMeta quoted.Meta
	x         *Expander
	host      Host
	builder   *Builder // the module being defined, or nil

	// read are the variables that code sees. Inside arguments, which do not see each other's
	// variables, write collects what all of them bind (split is set); otherwise write is unused.
	read, write *macroenv.Var
	split       bool

	// matchBase is the first version that the pattern being expanded defines, and matchVars what
	// code saw before it (for pins and sizes). Both only mean something in match context.
	matchBase int32
	matchVars *macroenv.Var
	// clauseMeta is of the definition's clause being expanded.
	clauseMeta quoted.Meta
	// matchMeta is of the = whose left side is being expanded.
	matchMeta quoted.Meta
	// parallel are the two sides of each = inside the pattern being expanded.
	parallel [][2]node
	// inSize is set in the size of a bitstring segment of a pattern, where variables are read.
	inSize bool
	// raisesUndefined is set for code that is evaluated: calls of local functions raise when they are reached.
	raisesUndefined bool
	// signed is set in the argument of + and - in a pattern.
	signed bool
	// inPin is set for the argument of ^.
	inPin bool
	// sizeBase is the first version that the bitstring being expanded defines.
	sizeBase int32

	// uses[v-1] tells about the variable of version v.
	uses []varUse

	// outer is the environment that inMatch and inGuard are variants of. Those of the first one, nearly always the only one,
	// lie in variants: patterns and guards keep no environment.
	outer, inMatch, inGuard *env
	variants                [2]env
	variant                 int

	funs       int  // how many fns are around
	stacktrace bool // inside rescue or catch
	caller     bool // inside a macro's body
	definition *Definition
	locals     *localCalls // of the clause being expanded; nil in scripts and bodies
}

// varUse is what the unused check knows of one version of a variable.
type varUse struct {
	name         string
	context      atom
	line, column int32
	used         bool
	hides        bool // another variable of the same name was in scope
	generated    bool
}

// failure carries an error out of an expansion by panic; entry points recover it.
type failure struct{ err error }

// rescue turns a failure into an error result.
func rescue(err *error) {
	if r := recover(); r != nil {
		f, ok := r.(failure)
		if !ok {
			panic(r)
		}
		*err = f.err
	}
}

func throw(err error) { panic(failure{err}) }

// must passes an error of the host on.
func must[T any](v T, err error) T {
	if err != nil {
		throw(err)
	}
	return v
}

func (x *Expander) newScope(e *env, b *Builder) *scope {
	s := &scope{x: x, host: x.host, builder: b}
	if e.Vars == nil {
		return s
	}
	for _, v := range e.Vars.All() {
		s.read = &macroenv.Var{Name: v.Name, Context: v.Context, Counter: v.Counter, Version: v.Version, Prev: s.read}
		for int(v.Version) > len(s.uses) {
			s.uses = append(s.uses, varUse{used: true})
		}
	}
	return s
}

// inContext returns e in the context of a pattern or guard. The last one is kept, since clauses come
// in series.
func (s *scope) inContext(e *env, c macroenv.Context) *env {
	if e.Context == c {
		return e
	}
	if s.outer != e {
		s.outer, s.inMatch, s.inGuard = e, nil, nil
	}
	kept := &s.inMatch
	if c == macroenv.Guard {
		kept = &s.inGuard
	}
	if *kept == nil {
		if s.variant < len(s.variants) {
			*kept = &s.variants[s.variant]
			s.variant++
			**kept = *e
		} else {
			*kept = s.x.envs.Put(*e)
		}
		(*kept).Context = c
	}
	return *kept
}

// outOfContext returns the environment after a pattern or guard that began in e and ended in em.
func (s *scope) outOfContext(em, e *env) *env {
	if e.Context == em.Context || s.outer == e && (em == s.inMatch || em == s.inGuard) {
		return e
	}
	em = em.WithContext(e.Context)
	if sameLexical(em, e) {
		return e
	}
	return em
}

// envAt is the environment as macros see it at meta: with line and variables filled in.
func (s *scope) envAt(meta quoted.Meta, e *env) *env {
	n := s.x.envs.Put(*e)
	if meta.Line != 0 {
		n.Line = meta.Line
	}
	n.Vars = s.read
	return n
}

// bind defines a variable and returns its version.
func (s *scope) bind(name string, context atom, counter int64, use varUse) int32 {
	use.name, use.context = name, context
	s.uses = append(s.uses, use)
	version := int32(len(s.uses))
	s.read = s.x.vars.Put(macroenv.Var{Name: name, Context: context, Counter: counter, Version: version, Prev: s.read})
	if s.split {
		s.write = s.x.vars.Put(macroenv.Var{Name: name, Context: context, Counter: counter, Version: version, Prev: s.write})
	}
	return version
}

// hygienic makes a fresh variable that no source code can name: its binding occurrence.
func (s *scope) hygienic(name string, line int32) *form {
	s.uses = append(s.uses, varUse{name: name, context: kernelAtom, used: true})
	v := quoted.Var(name, quoted.Meta{Line: line, Version: int32(len(s.uses))}, kernelAtom)
	return v
}

// freshVar makes an unexpanded variable of Kernel's with a counter of its own.
func (s *scope) freshVar(name string, meta quoted.Meta) *form {
	m := quoted.Meta{Line: meta.Line, Counter: s.host.Counter()}
	return quoted.Var(name, m, kernelAtom)
}

// mark is a state of the variables to come back to.
type mark struct {
	read, write *macroenv.Var
	split       bool
	first       int
}

// openScope starts a scope whose variables do not leak (a clause).
func (s *scope) openScope() mark {
	m := mark{s.read, s.write, s.split, len(s.uses)}
	s.split, s.write = false, nil
	return m
}

// closeScope ends it and warns about its unused variables.
func (s *scope) closeScope(m mark, e *env) {
	s.warnUnusedSince(m.first, false, e)
	s.read, s.write, s.split = m.read, m.write, m.split
}

// openArgs starts a list of arguments, which do not see each other's variables.
func (s *scope) openArgs() mark {
	m := mark{s.read, s.write, s.split, len(s.uses)}
	s.split, s.write = true, s.read
	return m
}

// nextArg makes the variables of the arguments so far invisible.
func (s *scope) nextArg(m mark) { s.read = m.read }

// closeArgs makes the variables of all arguments visible.
func (s *scope) closeArgs(m mark) {
	bound := s.write
	s.split, s.read, s.write = m.split, bound, nil
	if m.split {
		s.write = appendVars(m.write, bound, m.read)
	}
}

// appendVars puts those variables of list that are newer than base onto upper.
func appendVars(upper, list, base *macroenv.Var) *macroenv.Var {
	if list == base {
		return upper
	}
	if upper == base {
		return list
	}
	n := *list
	n.Prev = appendVars(upper, list.Prev, base)
	return &n
}

// warnUnused warns about the unused variables from version first+1 on, once.
// They come by name, as Elixir has them.
func (s *scope) warnUnused(first int, e *env) { s.warnUnusedSince(first, true, e) }

// warnUnusedSince marks the whole name only when asked to: Elixir does not in a clause.
func (s *scope) warnUnusedSince(first int, whole bool, e *env) {
	var unused []unusedVar
	for i := first; i < len(s.uses); i++ {
		u := &s.uses[i]
		if u.used {
			continue
		}
		u.used = true
		if u.context != quoted.Nil || u.generated || u.name == "" {
			continue
		}
		text := ""
		switch {
		case u.name[0] == '_':
			if !compilerVar(u.name) && (len(u.name) < 2 || strings.Trim(u.name, "_") != "") {
				continue
			}
			text = `unknown compiler variable "` + u.name + `" (expected one of __MODULE__, __ENV__, __DIR__, __CALLER__, __STACKTRACE__)`
		case u.name[0] == '&':
			text = `variable "` + u.name + `" is unused (this might happen when using a capture argument as a pattern)`
		case u.hides:
			text = `variable "` + u.name + `" is unused (there is a variable with the same name in the context, use the pin operator (^) to match on it or prefix this variable with underscore if it is not meant to be used)`
		default:
			text = `variable "` + u.name + `" is unused (if the variable is not meant to be used, prefix it with an underscore)`
		}
		unused = append(unused, unusedVar{u, text})
	}
	sort.SliceStable(unused, func(i, j int) bool { return unused[i].use.name < unused[j].use.name })
	for _, v := range unused {
		span := 0
		if whole {
			span = utf8.RuneCountInString(v.use.name)
		}
		s.warnSpan(quoted.Meta{Line: v.use.line, Column: v.use.column}, e, span, v.text)
	}
}

// unusedVar is a variable to warn about.
type unusedVar struct {
	use  *varUse
	text string
}

// compilerVar reports whether name looks like __FOO__.
func compilerVar(name string) bool {
	if len(name) < 5 || name[:2] != "__" || name[len(name)-2:] != "__" {
		return false
	}
	for _, c := range name[2 : len(name)-2] {
		if c != '_' && (c < 'A' || c > 'Z') {
			return false
		}
	}
	return true
}

func position(meta quoted.Meta, e *env) (string, diag.Pos) {
	file, line := e.File, int(meta.Line)
	if k, ok := meta.Get("keep"); ok {
		if p, ok := k.(*quoted.Pair); ok {
			if f, ok := p.Left.(quoted.String); ok {
				file = string(f)
			}
			if l, ok := p.Right.(quoted.Int); ok {
				line = int(l)
			}
			return file, diag.Pos{Line: line}
		}
	}
	if line == 0 {
		line = int(e.Line)
	}
	return file, diag.Pos{Line: line, Column: int(meta.Column)}
}

// within is what the code of an environment belongs to, as diagnostics show it.
func within(e *env) string {
	switch {
	case e.Module == "":
		return ""
	case e.Function != nil:
		return inspectAtom(e.Module) + "." + nameArity(e.Function.Name, e.Function.Arity)
	}
	return inspectAtom(e.Module) + " (module)"
}

func diagnostic(severity diag.Severity, meta quoted.Meta, e *env, span int, text string) diag.Diagnostic {
	file, pos := position(meta, e)
	d := diag.Diagnostic{Severity: severity, File: file, Pos: pos, Message: text}
	if severity == diag.Error {
		d.Exception = "CompileError"
	}
	d.Module, d.In = string(e.Module), within(e)
	if span > 0 && pos.Column > 0 {
		d.EndPos = diag.Pos{Line: pos.Line, Column: pos.Column + span}
	}
	return d
}

// fail stops the expansion with a compile error.
func (s *scope) fail(meta quoted.Meta, e *env, text string) {
	d := diagnostic(diag.Error, meta, e, 0, text)
	switch {
	case s.macro.Name != "" && meta.Line == s.macroMeta.Line && (meta.Column == 0 || meta.Column == s.macroMeta.Column):
		s.traceTo(&d, e, s.macroFrame())
	case e.Context == macroenv.Guard:
		d.Trace = []diag.Frame{} // as deep inside of the compiler, where Elixir shows no more of it
	}
	throw(&d)
}

// raise stops the expansion with an exception that a macro would raise (ArgumentError ...).
func (s *scope) raise(meta quoted.Meta, e *env, exception, text string) {
	if s.macro.Name == "" {
		d := diagnostic(diag.Error, meta, e, 0, text)
		d.Exception = exception
		throw(&d)
	}
	s.raiseAt(meta, e, exception, text, s.macroFrame())
}

// macroFrame is the frame of the macro of Kernel that is being expanded.
func (s *scope) macroFrame() diag.Frame {
	return diag.Frame{Module: string(kernelAtom), Function: s.macro.Name, Arity: s.macro.Arity, File: "expanding macro"}
}

// raiseAt stops the expansion with an exception raised in frame, which the code at meta called.
func (s *scope) raiseAt(meta quoted.Meta, e *env, exception, text string, frame diag.Frame) {
	d := diagnostic(diag.Error, meta, e, 0, text)
	d.Exception = exception
	s.traceTo(&d, e, frame)
	throw(&d)
}

// traceTo gives d the stack trace of frame, which the code that d tells of called.
func (s *scope) traceTo(d *diag.Diagnostic, e *env, frame diag.Frame) {
	caller := diag.Frame{Module: string(e.Module), Function: "__MODULE__", File: s.host.Relative(d.File), Line: d.Pos.Line}
	switch {
	case e.Module == "":
		caller.Module, caller.Function, caller.Arity = "elixir_compiler", "__FILE__", 1
	case e.Function != nil:
		caller.Function, caller.Arity = e.Function.Name, e.Function.Arity
	}
	d.Trace = []diag.Frame{frame, caller}
}

// complain reports an error that does not stop the expansion of a definition, but stops everything
// else.
func (s *scope) complain(meta quoted.Meta, e *env, span int, text string) {
	d := diagnostic(diag.Error, meta, e, span, text)
	if e.Function == nil || s.builder == nil {
		throw(&d)
	}
	s.builder.tainted = true
	s.host.Report(d)
}

func (s *scope) warn(meta quoted.Meta, e *env, text string) { s.warnSpan(meta, e, 0, text) }

func (s *scope) warnSpan(meta quoted.Meta, e *env, span int, text string) {
	if g, ok := meta.Get("generated"); ok && g == quoted.True {
		return
	}
	s.host.Report(diagnostic(diag.Warning, meta, e, span, text))
}

func nameArity(name string, arity int) string { return macroName(name) + "/" + strconv.Itoa(arity) }
