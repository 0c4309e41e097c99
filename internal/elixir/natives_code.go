package elixir

import (
	"errors"
	"sort"
	"strings"

	"joist/internal/bif"
	"joist/internal/diag"
	"joist/internal/macroenv"
	"joist/internal/parser"
	"joist/internal/quoted"
	"joist/internal/term"
)

// codeNatives are what the module Code needs: reading source, running code, asking about modules.
func codeNatives() []bif.Native {
	return []bif.Native{
		{Module: "elixir_code", Function: "parse", Arity: 6, Run: quick(shortSource, codeParse)},
		{Module: "elixir_code", Function: "warn", Arity: 5, Run: dirty(codeWarn)},
		{Module: "elixir_code", Function: "note_warning", Arity: 3, Run: dirty(codeNoteWarning)},
		{Module: "elixir_code", Function: "prepare", Arity: 4, Run: quick(smallCode, codePrepare)},
		{Module: "elixir_code", Function: "release", Arity: 3, Run: codeRelease},
		{Module: "elixir_code", Function: "check_calls", Arity: 1, Run: dirty(codeCheckCalls)},
		{Module: "elixir_code", Function: "compile_quoted", Arity: 2, Run: dirty(codeCompileQuoted)},
		{Module: "elixir_code", Function: "compile", Arity: 2, Run: dirty(codeCompile)},
		{Module: "elixir_code", Function: "file_env", Arity: 1, Run: quick(always, codeFileEnv)},
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
		{Module: "elixir_code", Function: "option", Arity: 2, Run: quick(always, codeOption)},
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
	const mixed = "invalid mixed-script identifier found: "
	if rest, ok := strings.CutPrefix(message, mixed); ok {
		name, explained, _ := strings.Cut(rest, "\n\n")
		pair := c.Tuple2(c.BinaryString(mixed), c.BinaryString("\n\n"+explained))
		return c.Tuple3(c.List(meta, term.Nil), pair, c.BinaryString(name))
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
