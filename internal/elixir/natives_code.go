package elixir

import (
	"errors"
	"sort"
	"strings"

	"joist/internal/bif"
	"joist/internal/codegen"
	"joist/internal/diag"
	"joist/internal/macroenv"
	"joist/internal/parser"
	"joist/internal/quoted"
	"joist/internal/term"
)

// codeNatives are what the module Code needs: reading source, running code, asking about modules.
func codeNatives() []bif.Native {
	return []bif.Native{
		{Module: "elixir_code", Function: "parse", Arity: 6, Run: dirty(codeParse)},
		{Module: "elixir_code", Function: "warn", Arity: 5, Run: dirty(codeWarn)},
		{Module: "elixir_code", Function: "note_warning", Arity: 3, Run: dirty(codeNoteWarning)},
		{Module: "elixir_code", Function: "eval_quoted", Arity: 3, Run: dirty(codeEvalQuoted)},
		{Module: "elixir_code", Function: "eval_quoted", Arity: 4, Run: dirty(codeEvalQuoted)},
		{Module: "elixir_code", Function: "compile_quoted", Arity: 2, Run: dirty(codeCompileQuoted)},
		{Module: "elixir_code", Function: "eval", Arity: 3, Run: dirty(codeEval)},
		{Module: "elixir_code", Function: "compile", Arity: 2, Run: dirty(codeCompile)},
		{Module: "elixir_code", Function: "file_env", Arity: 1, Run: dirty(codeFileEnv)},
		{Module: "elixir_code", Function: "message", Arity: 2, Run: dirty(codeMessage)},
		{Module: "elixir_code", Function: "docs", Arity: 1, Run: dirty(codeDocs)},
		{Module: "elixir_code", Function: "blame", Arity: 3, Run: dirty(codeBlame)},
		{Module: "elixir_code", Function: "types", Arity: 1, Run: dirty(codeTypes)},
		{Module: "elixir_code", Function: "hold_calls", Arity: 0, Run: dirty(holdCalls)},
		{Module: "elixir_code", Function: "check_held_calls", Arity: 0, Run: dirty(checkHeldCalls)},
		{Module: "elixir_code", Function: "abstract", Arity: 1, Run: dirty(codeAbstract)},
		{Module: "elixir_code", Function: "rebuild", Arity: 2, Run: dirty(codeRebuild)},
		{Module: "elixir_code", Function: "require", Arity: 1, Run: dirty(codeRequire)},
		{Module: "elixir_code", Function: "unrequire", Arity: 1, Run: dirty(codeUnrequire)},
		{Module: "elixir_code", Function: "required", Arity: 0, Run: dirty(codeRequired)},
		{Module: "elixir_code", Function: "put_option", Arity: 2, Run: dirty(codePutOption)},
		{Module: "elixir_code", Function: "option", Arity: 2, Run: dirty(codeOption)},
		{Module: "elixir_code", Function: "print", Arity: 2, Run: dirty(codePrint)},
		{Module: "elixir_code", Function: "watch_diagnostics", Arity: 1, Run: dirty(watchDiagnostics)},
		{Module: "elixir_code", Function: "watched_diagnostics", Arity: 0, Run: dirty(watchedDiagnostics)},
		{Module: "elixir_code", Function: "watch_modules", Arity: 0, Run: dirty(watchModules)},
		{Module: "elixir_code", Function: "watched_modules", Arity: 0, Run: dirty(watchedModules)},
	}
}

// text is the contents of a binary argument.
func text(t term.Term) (string, error) {
	if !t.IsBinary() {
		return "", errors.New("expected a string")
	}
	return string(t.BinaryBytes()), nil
}

// codeParse is :elixir_code.parse(source, file, line, column, indentation, flags). flags are atoms:
// columns, token_metadata, raw (keep escapes), existing_atoms_only, no_warnings, raise, and
// wrap_literals and wrap_atoms, which put {:"$literal", meta, [literal]} and {:"$atom", meta, [text]} in
// the place of what an encoder is to see. The result is {:ok, quoted} or {:error, {meta, message, token}}.
func codeParse(h *Session, args []term.Term) (term.Term, error) {
	src, err := text(args[0])
	if err != nil {
		return term.None, err
	}
	file, err := text(args[1])
	if err != nil {
		return term.None, err
	}
	flags := map[string]bool{}
	for l := args[5]; l.IsCons(); l = l.Cdr() {
		flags[h.name(l.Car())] = true
	}
	opts := parser.Options{
		File: file, Line: int(args[2].SmallValue()), Column: int(args[3].SmallValue()), Indentation: int(args[4].SmallValue()),
		Columns: flags["columns"], TokenMetadata: flags["token_metadata"], KeepEscapes: flags["raw"],
	}
	if flags["wrap_literals"] {
		opts.LiteralEncoder = func(literal quoted.Node, meta quoted.Meta) (quoted.Node, error) {
			return quoted.Call("$literal", meta, literal), nil
		}
	}
	if flags["wrap_atoms"] {
		opts.StaticAtomsEncoder = func(text string, meta quoted.Meta) (quoted.Node, error) {
			return quoted.Call("$atom", meta, quoted.String(text)), nil
		}
	}
	if flags["existing_atoms_only"] {
		opts.AtomExists = func(name string) bool {
			_, ok := h.node.Atoms.Lookup(name)
			return ok
		}
	}
	if err := validSource(src); err != nil {
		return term.None, err
	}
	node, warnings, bad := parser.Parse([]byte(src), opts)
	if !flags["no_warnings"] {
		for i := range warnings {
			h.print(&warnings[i])
		}
	}
	if bad != nil {
		if flags["raise"] {
			return term.None, bad
		}
		return h.c.Tuple2(term.AtomError, h.syntaxError(bad)), nil
	}
	t, err := h.toTerm(&h.c.Builder, node)
	if err != nil {
		return term.None, err
	}
	return h.c.Tuple2(term.AtomOk, t), nil
}

// tokenMarks end the part of a syntax error's message that the token follows.
var tokenMarks = [...]string{
	"syntax error before: ", "unexpected token: ", "atom length must be less than system limit: ", "unsafe atom does not exist: ", "Syntax error after: ",
	"Unexpected token: ", "Syntax error before: ", "must be followed by space after: ", " in identifier: ", " are allowed): ", " in atom: ", " in alias: ", "invalid sigil delimiter: ", "unexpected expression after keyword list: ",
}

const reservedWord = "unexpected reserved word: "

// syntaxError is {meta, message, token} as Code.string_to_quoted gives it.
func (h *Session) syntaxError(d *diag.Diagnostic) term.Term {
	c := h.c
	var meta []term.Term
	put := func(key string, value term.Term) { meta = append(meta, c.Tuple2(h.mustAtom(key), value)) }
	number := func(key string, n int) { put(key, term.Small(int64(n))) }
	name := func(key, text string) { put(key, h.mustAtom(text)) }
	switch {
	case d.Exception == "TokenMissingError" && d.Expected != "":
		name("opening_delimiter", d.Opening)
		name("expected_delimiter", d.Expected)
		number("line", d.Pos.Line)
		number("column", d.Pos.Column)
		number("end_line", d.EndPos.Line)
		number("end_column", d.EndPos.Column)
	case d.Exception == "MismatchedDelimiterError":
		number("line", d.Pos.Line)
		number("column", d.Pos.Column)
		number("end_line", d.EndPos.Line)
		number("end_column", d.EndPos.Column)
		name("error_type", "mismatched_delimiter")
		name("opening_delimiter", d.Opening)
		name("closing_delimiter", d.Closing)
		name("expected_delimiter", d.Expected)
	default:
		number("line", d.Pos.Line)
		number("column", d.Pos.Column)
	}
	message, token := d.Message, ""
	if d.Exception == "TokenMissingError" && d.Expected == "" {
		message = "syntax error before: "
	}
	if rest, ok := strings.CutPrefix(message, reservedWord); ok {
		end := strings.IndexFunc(rest, func(r rune) bool { return (r < 'a' || r > 'z') && r != '_' })
		if end < 0 {
			end = len(rest)
		}
		pair := c.Tuple2(c.BinaryString(reservedWord), c.BinaryString(rest[end:]))
		return c.Tuple3(c.List(meta, term.Nil), pair, c.BinaryString(rest[:end]))
	}
	for _, mark := range tokenMarks {
		if i := strings.Index(message, mark); i >= 0 {
			message, token = message[:i+len(mark)], message[i+len(mark):]
			break
		}
	}
	return c.Tuple3(c.List(meta, term.Nil), c.BinaryString(message), c.BinaryString(token))
}

// codeFileEnv is :elixir_code.file_env(file): the environment at the top of a file.
func codeFileEnv(h *Session, args []term.Term) (term.Term, error) {
	file, err := text(args[0])
	if err != nil {
		return term.None, err
	}
	return h.envTerm(h.fileEnv(file))
}

func (h *Session) envTerm(e *macroenv.Env) (term.Term, error) {
	w := termWriter{b: &h.c.Builder, atoms: h.node.Atoms, host: h}
	t := w.env(e)
	return t, w.err
}

// codeEval is :elixir_code.eval(quoted, binding, env): {value, binding, env}. A binding is a list of
// {name, value} and {{name, context}, value}; it takes the place of the environment's variables.
func codeEval(h *Session, args []term.Term) (term.Term, error) {
	return h.evalTerm(args, false)
}

// codeEvalQuoted is the same for code that the program made: what has no line gets that of env.
func codeEvalQuoted(h *Session, args []term.Term) (term.Term, error) { return h.evalTerm(args, true) }

// codeCompileQuoted is :elixir_code.compile_quoted(quoted, file): it runs code as that of a file.
func codeCompileQuoted(h *Session, args []term.Term) (term.Term, error) {
	code, err := fromTerm(h.node.Atoms, args[0])
	if err != nil {
		return term.None, err
	}
	file, err := text(args[1])
	if err != nil {
		return term.None, err
	}
	if _, err := h.evaluate(h.fileEnv(file), code, file); err != nil {
		return term.None, err
	}
	h.checkCalls(file)
	return term.AtomOk, nil
}

// codeWarn is :elixir_code.warn(message, file, line, column, in): a warning as the compiler gives it. Line and column are 0
// when they are not known.
func codeWarn(h *Session, args []term.Term) (term.Term, error) {
	var texts [3]string
	for i, at := range [...]int{0, 1, 4} {
		t, err := text(args[at])
		if err != nil {
			return term.None, err
		}
		texts[i] = t
	}
	d := diag.Diagnostic{Severity: diag.Warning, Message: texts[0], File: texts[1], In: texts[2]}
	d.Pos = diag.Pos{Line: int(args[2].SmallValue()), Column: int(args[3].SmallValue())}
	h.print(&d)
	return term.AtomOk, nil
}

// codeNoteWarning is :elixir_code.note_warning(message, file, line): it hands a warning to whoever collects diagnostics, and
// tells whether it is not to be printed.
func codeNoteWarning(h *Session, args []term.Term) (term.Term, error) {
	message, err := text(args[0])
	if err != nil {
		return term.None, err
	}
	file, err := text(args[1])
	if err != nil {
		return term.None, err
	}
	d := diag.Diagnostic{Severity: diag.Warning, Message: message, File: h.Absolute(file), Pos: diag.Pos{Line: int(args[2].SmallValue())}}
	return truth(h.collected(&d)), nil
}

func (h *Session) evalTerm(args []term.Term, lines bool) (term.Term, error) {
	code, err := fromTerm(h.node.Atoms, args[0])
	if err != nil {
		return term.None, err
	}
	env, err := h.envFromTerm(args[2])
	if err == nil && lines && env.Line > 0 {
		code = withLine(code, env.Line)
	}
	if err != nil {
		return term.None, argumentError(err.Error())
	}
	in, scope, err := h.readBinding(args[1])
	if err != nil {
		return term.None, err
	}
	held := len(in) > 0
	defer func() {
		if held {
			h.takeBinding()
		}
	}()
	env = env.WithVars(scope)
	expanded, after, err := h.x.ExpandExpr(env, code)
	if err != nil {
		return term.None, err
	}
	if h.errors > 0 {
		return term.None, h.refused(env.File, "")
	}
	var used map[int32]bool
	if len(args) == 4 && args[3] == term.AtomTrue {
		used = map[int32]bool{}
		noteOwnVariables(expanded, used)
	}
	var out []codegen.EvalVar
	for _, v := range after.Vars.All() {
		if v.Counter != 0 || used != nil && !used[v.Version] {
			continue // a macro's own, or pruned
		}
		out = append(out, codegen.EvalVar{Name: v.Name, Context: v.Context, Counter: v.Counter, Version: v.Version})
	}
	result, err := h.runExpression(expanded, env, in, out, func() (term.Term, error) {
		held = false
		return h.takeBinding(), nil
	}, "__FILE__")
	if err != nil {
		return term.None, err
	}
	if env.Module == "" && h.pendingCalls(env.File) {
		kept, err := h.encode(result)
		if err != nil {
			return term.None, err
		}
		h.checkCalls(env.File)
		if result, err = h.decode(kept); err != nil {
			return term.None, err
		}
	}
	value, outs := result.TupleElem(0), result.TupleElem(1)
	after, binding := h.numbered(after, out, outs)
	envTerm, err := h.envTerm(after)
	if err != nil {
		return term.None, err
	}
	return h.c.Tuple3(value, binding, envTerm), nil
}

// noteOwnVariables adds the versions of the variables that code binds or uses by itself, not only by the modules that it
// defines.
func noteOwnVariables(n quoted.Node, versions map[int32]bool) {
	if f, ok := n.(*quoted.Form); ok && !f.IsVar {
		if isModuleCompile(f) {
			return
		}
		noteOwnVariables(f.Head, versions)
		for _, a := range f.Args {
			noteOwnVariables(a, versions)
		}
		return
	}
	if l, ok := n.(quoted.List); ok {
		for _, a := range l {
			noteOwnVariables(a, versions)
		}
		return
	}
	if p, ok := n.(*quoted.Pair); ok {
		noteOwnVariables(p.Left, versions)
		noteOwnVariables(p.Right, versions)
		return
	}
	noteVariables(n, versions)
}

// bindingKey is where the process's dictionary holds the values of the variables of code that is being expanded,
// the innermost code first: expansion may call macros, which moves terms, and a large value is not copied so.
const bindingKey = "joist_eval_binding"

// holdBinding puts a tuple of values aside.
func (h *Session) holdBinding(values term.Term) {
	outer := h.c.DictGet(h.mustAtom(bindingKey))
	if outer == term.None {
		outer = term.Nil
	}
	h.c.DictPut(h.mustAtom(bindingKey), h.c.Cons(values, outer))
}

// takeBinding takes back the tuple that was put aside last.
func (h *Session) takeBinding() term.Term {
	held := h.c.DictErase(h.mustAtom(bindingKey))
	if !held.IsCons() {
		return h.c.Tuple()
	}
	if held.Cdr() != term.Nil {
		h.c.DictPut(h.mustAtom(bindingKey), held.Cdr())
	}
	return held.Car()
}

// readBinding reads variables; when there are any, holdBinding has the tuple of their values.
func (h *Session) readBinding(list term.Term) (in []codegen.EvalVar, scope *macroenv.Var, err error) {
	var ts []term.Term
	index := map[codegen.EvalVar]int{}
	for l := list; l.IsCons(); l = l.Cdr() {
		if !l.Car().IsTupleOf(2) {
			return nil, nil, argumentError("expected a binding to be a list of pairs")
		}
		key, value := l.Car().TupleElem(0), l.Car().TupleElem(1)
		v := codegen.EvalVar{Context: quoted.Nil}
		switch {
		case key.IsAtom():
			v.Name = h.name(key)
		case key.IsTupleOf(2) && key.TupleElem(0).IsAtom() && key.TupleElem(1).IsAtom():
			v.Name, v.Context = h.name(key.TupleElem(0)), quoted.Atom(h.name(key.TupleElem(1)))
		case key.IsTupleOf(2) && key.TupleElem(0).IsAtom() && key.TupleElem(1).IsSmall():
			v.Name, v.Counter, v.Context = h.name(key.TupleElem(0)), key.TupleElem(1).SmallValue(), ""
		default:
			return nil, nil, argumentError("expected the name of a variable in a binding")
		}
		if at, twice := index[v]; twice {
			ts[at] = value
			continue
		}
		index[v] = len(ts)
		in, ts = append(in, v), append(ts, value)
	}
	for i := range in {
		v := &in[i]
		v.Version = int32(i + 1)
		scope = &macroenv.Var{Name: v.Name, Context: v.Context, Counter: v.Counter, Version: v.Version, Prev: scope}
	}
	if len(ts) > 0 {
		h.holdBinding(h.c.TupleFrom(ts))
	}
	return in, scope, nil
}

// numbered gives the variables of an environment new versions, from the first on, and lists them with
// their values: names in descending order, as Elixir does.
func (h *Session) numbered(env *macroenv.Env, vars []codegen.EvalVar, values term.Term) (*macroenv.Env, term.Term) {
	order := make([]int, len(vars))
	var scope *macroenv.Var
	for i, v := range vars {
		order[i] = i
		scope = &macroenv.Var{Name: v.Name, Context: v.Context, Counter: v.Counter, Version: int32(i + 1), Prev: scope}
	}
	sort.Slice(order, func(i, j int) bool {
		a, b := vars[order[i]], vars[order[j]]
		if a.Name != b.Name {
			return a.Name > b.Name
		}
		return a.Context > b.Context || a.Context == b.Context && a.Counter > b.Counter
	})
	list := make([]term.Term, len(order))
	for i, at := range order {
		v := vars[at]
		key := h.mustAtom(v.Name)
		switch {
		case v.Counter != 0:
			key = h.c.Tuple2(key, h.c.Int(v.Counter))
		case v.Context != quoted.Nil:
			key = h.c.Tuple2(key, h.mustAtom(string(v.Context)))
		}
		list[i] = h.c.Tuple2(key, values.TupleElem(at))
	}
	return env.WithVars(scope), h.c.List(list, term.Nil)
}

// codeMessage is :elixir_code.message(exception name, exception): what the exception of a
// syntax error says.
func codeMessage(h *Session, args []term.Term) (term.Term, error) {
	r := envReader{atoms: h.node.Atoms, comp: h.Compiler, env: args[1]}
	str := func(name string) string {
		switch t := r.field(name); {
		case t == term.AtomNil:
			return ""
		case t.IsBinary():
			return string(t.BinaryBytes())
		case t.IsAtom():
			return h.name(t)
		}
		return ""
	}
	num := func(name string) int {
		if t := r.field(name); t.IsSmall() {
			return int(t.SmallValue())
		}
		return 0
	}
	d := &diag.Diagnostic{
		Exception: h.name(args[0]), File: str("file"), Message: str("description"), Snippet: str("snippet"),
		Pos:     diag.Pos{Line: num("line"), Column: num("column")},
		EndPos:  diag.Pos{Line: num("end_line"), Column: num("end_column")},
		Opening: str("opening_delimiter"), Closing: str("closing_delimiter"), Expected: str("expected_delimiter"),
	}
	return h.c.BinaryString(diag.Message(d)), nil
}

// codeRequire is :elixir_code.require(path): true the first time.
func codeRequire(h *Session, args []term.Term) (term.Term, error) {
	path, err := text(args[0])
	if err != nil {
		return term.None, err
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	seen := h.required[path]
	h.required[path] = true
	return truth(!seen), nil
}

func codeUnrequire(h *Session, args []term.Term) (term.Term, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for l := args[0]; l.IsCons(); l = l.Cdr() {
		if path, err := text(l.Car()); err == nil {
			delete(h.required, path)
		}
	}
	return term.AtomOk, nil
}

func codeRequired(h *Session, _ []term.Term) (term.Term, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	var paths []string
	for path := range h.required {
		paths = append(paths, path)
	}
	sort.Strings(paths)
	list := make([]term.Term, len(paths))
	for i, path := range paths {
		list[i] = h.c.BinaryString(path)
	}
	return h.c.List(list, term.Nil), nil
}

// codePutOption is :elixir_code.put_option(name, value).
func codePutOption(h *Session, args []term.Term) (term.Term, error) {
	data, err := h.encode(args[1])
	if err != nil {
		return term.None, err
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	h.options[h.name(args[0])] = data
	return term.AtomOk, nil
}

// codeOption is :elixir_code.option(name, default).
func codeOption(h *Session, args []term.Term) (term.Term, error) {
	h.mu.Lock()
	data := h.options[h.name(args[0])]
	h.mu.Unlock()
	if data == nil {
		return args[1], nil
	}
	return h.decode(data)
}

// flag reports whether Code.put_compiler_option has set an option to true.
func (h *Session) flag(name string) bool { return h.optionIs(name, "true") }

// optionIs reports whether an option was set to an atom.
func (h *Session) optionIs(name, value string) bool {
	h.mu.Lock()
	data := h.options[name]
	h.mu.Unlock()
	if data == nil {
		return false
	}
	t, err := h.decode(data)
	return err == nil && t.IsAtom() && h.name(t) == value
}

// codePrint is :elixir_code.print(diagnostic, snippet?): prints a diagnostic as the compiler does.
func codePrint(h *Session, args []term.Term) (term.Term, error) {
	r := envReader{atoms: h.node.Atoms, comp: h.Compiler, env: args[0]}
	d := diag.Diagnostic{Severity: diag.Warning}
	if r.name(r.field("severity")) == "error" {
		d.Severity = diag.Error
	}
	if t := r.field("message"); t.IsBinary() {
		d.Message = string(t.BinaryBytes())
	}
	if t := r.field("file"); t.IsBinary() {
		d.File = string(t.BinaryBytes())
	}
	switch t := r.field("position"); {
	case t.IsSmall():
		d.Pos.Line = int(t.SmallValue())
	case t.IsTupleOf(2):
		d.Pos = diag.Pos{Line: r.small(t.TupleElem(0)), Column: r.small(t.TupleElem(1))}
	}
	if t := r.field("span"); t.IsTupleOf(2) {
		d.EndPos = diag.Pos{Line: r.small(t.TupleElem(0)), Column: r.small(t.TupleElem(1))}
	}
	source := ""
	if args[1] == term.AtomTrue {
		source = h.source(d.File)
	}
	h.writeError(diag.Render(&d, source) + "\n\n")
	return term.AtomOk, nil
}

// withLine gives the nodes that have no line one.
func withLine(n quoted.Node, line int32) quoted.Node {
	switch n := n.(type) {
	case *quoted.Form:
		out := *n
		if out.Meta.Line == 0 {
			out.Meta.Line = line
		}
		out.Head = withLine(n.Head, line)
		if n.Args != nil {
			out.Args = withLines(n.Args, line)
		}
		return &out
	case *quoted.Pair:
		return &quoted.Pair{Left: withLine(n.Left, line), Right: withLine(n.Right, line)}
	case quoted.List:
		return quoted.List(withLines(n, line))
	}
	return n
}

func withLines(list []quoted.Node, line int32) []quoted.Node {
	out := make([]quoted.Node, len(list))
	for i, n := range list {
		out[i] = withLine(n, line)
	}
	return out
}
