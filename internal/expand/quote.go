package expand

import (
	"math/big"

	"joist/internal/macroenv"
	"joist/internal/quoted"
)

// quoter turns quoted code into code that builds it.
type quoter struct {
	s       *scope
	e       *env
	context node   // an atom, or the variable that holds one
	line    node   // code of the :line option; nil: leave out
	ownLine bool   // calls keep the lines that they stand on
	before  []node // code that checks the options that are not known when compiling
	file    node   // quoted.String for location: :keep
	unquote bool
	aliases bool // annotate aliases
	imports bool // annotate imports
	gen     bool // generated: true
	// escape is set when plain data is escaped (Macro.escape and definitions with unquote
	// fragments): meta is kept as it is.
	escape bool
}

// expandQuote expands quote(opts) do ... end.
func (s *scope) expandQuote(f *form, e *env) (node, *env) {
	s.noGuard(f.Meta, e, "quote")
	opts, body := s.quoteArguments(f, e)
	q := &quoter{s: s, e: e, unquote: true, aliases: true, imports: true}
	q.context = e.Module
	if e.Module == "" {
		q.context = atom("Elixir")
	}
	var bindings quoted.List
	var e1 = e
	for _, it := range opts {
		p := it.(*quoted.Pair)
		k := string(p.Left.(atom))
		if k == "bind_quoted" {
			l, ok := keyword(p.Right)
			if !ok { // binding() and other macros that give such a list
				var v node
				v, e1 = s.expand(p.Right, e1)
				l, ok = keyword(v)
			}
			if ok {
				bindings = l
				q.unquote = false
				continue
			}
			s.fail(f.Meta, e, "invalid :bind_quoted for quote, expected a keyword list of variable names, got: "+toString(p.Right))
		}
		var v node
		v, e1 = s.expand(p.Right, e1)
		q.option(k, v, f.Meta)
	}
	for _, it := range opts {
		if p := it.(*quoted.Pair); p.Left == node(atom("unquote")) {
			q.option("unquote", p.Right, f.Meta)
		}
	}
	if _, ok := isForm(body, "unquote_splicing", 1); ok && q.unquote {
		s.raise(f.Meta, e, "ArgumentError", "unquote_splicing only works inside arguments and block contexts, wrap it in parens if you want it to work with one-liners")
	}
	out := q.quote(body)
	if bindings != nil {
		out = q.bind(bindings, out, f.Meta)
	}
	if q.before != nil {
		out = block(at(f.Meta), append(q.before, out)...)
	}
	return s.expand(out, e1)
}

func (s *scope) quoteArguments(f *form, e *env) (quoted.List, node) {
	last, ok := keyword(f.Args[len(f.Args)-1])
	if !ok {
		s.fail(f.Meta, e, `invalid arguments for "quote"`)
	}
	body, ok := get(last, "do")
	if !ok {
		s.fail(f.Meta, e, `missing :do option in "quote"`)
	}
	if len(f.Args) == 2 {
		opts, ok := keyword(f.Args[0])
		x := f.Args[0]
		if !ok { // a macro may give them
			x, _ = s.expand(x, e)
			opts, ok = keyword(x)
		}
		if !ok {
			s.fail(f.Meta, e, "invalid options for quote, expected a keyword list, got: "+s.text(x))
		}
		return opts, body
	}
	var opts quoted.List
	for _, it := range last {
		if it.(*quoted.Pair).Left != node(atom("do")) {
			opts = append(opts, it)
		}
	}
	return opts, body
}

// option applies one option of quote.
func (q *quoter) option(k string, v node, meta quoted.Meta) {
	truth, isBool := v.(atom)
	isBool = isBool && (truth == quoted.True || truth == quoted.False)
	bad := func(text string) { q.s.raise(meta, q.e, "ArgumentError", text+toString(v)) }
	switch k {
	case "context":
		if a, ok := v.(atom); ok && a != quoted.Nil {
			q.context = a
		} else {
			q.context = q.checked(k, v, meta)
		}
	case "location":
		if truth != "keep" {
			bad("invalid value for option :location in quote, expected :keep, got: ")
		}
		q.file, q.ownLine = quoted.String(q.e.File), true
	case "file":
		if _, ok := v.(quoted.String); ok {
			q.file = v
		} else {
			q.file = q.checked(k, v, meta)
		}
	case "line":
		q.ownLine = truth == quoted.True
		if _, ok := v.(quoted.Int); ok {
			q.line = v
		} else if !isBool {
			q.line = q.checked(k, v, meta)
		}
	case "generated":
		if !isBool {
			bad("invalid value for option :generated in quote, expected a boolean, got: ")
		}
		q.gen = truth == quoted.True
	case "unquote":
		if !isBool {
			bad("invalid value for option :unquote in quote, expected a boolean, got: ")
		}
		q.unquote = truth == quoted.True
	default:
		q.s.fail(meta, q.e, "unsupported option "+inspectAtom(atom(k))+" given to quote")
	}
}

// checked has an option's value checked when the code is built, and gives the variable that holds it then.
func (q *quoter) checked(option string, v node, meta quoted.Meta) node {
	x := q.s.freshVar(option, meta)
	m := at(meta)
	q.before = append(q.before, call(m, "=", x, remote(m, atom("elixir_quote"), "validate_runtime", atom(option), v)))
	return x
}

// bind makes the block that binds the bind_quoted variables before body.
func (q *quoter) bind(bindings quoted.List, body node, meta quoted.Meta) node {
	variableMeta := quoted.List{key("line", quoted.Int(meta.Line))}
	if meta.Counter != 0 {
		variableMeta = append(variableMeta, key("counter", quoted.Int(meta.Counter)))
	}
	items := make(quoted.List, 0, len(bindings)+1)
	for _, it := range bindings {
		p := it.(*quoted.Pair)
		v := q.tuple3(p.Left, variableMeta, q.context)
		items = append(items, q.tuple3(atom("="), q.meta(quoted.Meta{}, nil), quoted.List{v, p.Right}))
	}
	if b, ok := isForm(body, "{}", 3); ok && b.Args[0] == node(atom("__block__")) {
		if l, ok := b.Args[2].(quoted.List); ok {
			return q.tuple3(atom("__block__"), quoted.List{}, append(items, l...))
		}
	}
	return q.tuple3(atom("__block__"), quoted.List{}, append(items, body))
}

// tuple3 is code for a three-element tuple.
func (q *quoter) tuple3(head, meta, args node) node {
	return &form{Head: atom("{}"), Args: []node{head, meta, args}}
}

// quote gives code that builds n.
func (q *quoter) quote(n node) node {
	switch n := n.(type) {
	case *form:
		return q.quoteForm(n)
	case *quoted.Pair:
		return &quoted.Pair{Left: q.quote(n.Left), Right: q.quote(n.Right)}
	case quoted.List:
		return q.quoteList(n)
	case atom, quoted.Int, quoted.Float, quoted.String, *big.Int, *quoted.Opaque:
		return n
	}
	return n
}

// quoteList quotes a list, splicing where it says so.
func (q *quoter) quoteList(l []node) node {
	if !q.unquote || !hasSplice(l) {
		if plainList(l) {
			return quoted.List(l)
		}
		out := make(quoted.List, len(l))
		for i, n := range l {
			out[i] = q.quote(n)
		}
		return out
	}
	// From the right: elements gather in tail until a splice needs a call to join them.
	var tail node = quoted.List{}
	last := len(l) - 1
	if bar, ok := isForm(l[last], "|", 2); ok {
		// [unquote_splicing(list) | rest]
		if sp, ok := isForm(bar.Args[0], "unquote_splicing", 1); ok {
			tail = remote(at(sp.Meta), atom("elixir_quote"), "tail_list", sp.Args[0], q.quote(bar.Args[1]))
			last--
		}
	}
	for i := last; i >= 0; i-- {
		if sp, ok := isForm(l[i], "unquote_splicing", 1); ok {
			tail = splice(sp, tail)
			continue
		}
		x := q.quote(l[i])
		if t, ok := tail.(quoted.List); ok {
			tail = append(quoted.List{x}, t...)
		} else {
			tail = quoted.List{call(quoted.Meta{}, "|", x, tail)}
		}
	}
	return tail
}

func hasSplice(l []node) bool {
	for _, n := range l {
		if bar, ok := isForm(n, "|", 2); ok {
			n = bar.Args[0]
		}
		if _, ok := isForm(n, "unquote_splicing", 1); ok {
			return true
		}
	}
	return false
}

func splice(sp *form, tail node) node {
	if t, ok := tail.(quoted.List); ok && len(t) == 0 {
		return remote(at(sp.Meta), atom("elixir_quote"), "list", sp.Args[0], quoted.List{})
	}
	return remote(at(sp.Meta), atom("elixir_quote"), "list", sp.Args[0], tail)
}

// builtCode tells whether what is unquoted is code, as it stands there.
func builtCode(n node) bool {
	switch n := n.(type) {
	case *form:
		if n.IsVar {
			return varName(n) == "__MODULE__"
		}
		return n.Head == node(atom("quote")) || n.Head == node(atom("__aliases__"))
	case *quoted.Pair, quoted.List, *quoted.Opaque:
		return false
	}
	return true
}

func (q *quoter) quoteForm(f *form) node {
	name, isAtomHead := f.Head.(atom)
	if q.unquote {
		if isAtomHead && name == "unquote" && len(f.Args) == 1 && !f.IsVar {
			if q.escape || builtCode(f.Args[0]) {
				return f.Args[0]
			}
			return remote(at(f.Meta), atom("elixir_quote"), "shallow_validate_ast", f.Args[0])
		}
		if n, ok := q.quoteUnquotedCall(f); ok {
			return n
		}
	}
	if f.IsVar {
		return q.quoteVariable(f, name)
	}
	if !isAtomHead {
		return q.tuple3(q.quote(f.Head), q.meta(f.Meta, q.quotedExtra(f.Meta)), q.quoteList(f.Args))
	}
	if q.escape {
		if name == "quote" && (len(f.Args) == 1 || len(f.Args) == 2) {
			// The unquotes of a quote inside belong to it.
			inner := *q
			inner.unquote = false
			return q.tuple3(name, q.meta(f.Meta, q.quotedExtra(f.Meta)), inner.quoteList(f.Args))
		}
		return q.tuple3(name, q.meta(f.Meta, q.quotedExtra(f.Meta)), q.quoteList(f.Args))
	}
	switch name {
	case "quote":
		if len(f.Args) == 1 || len(f.Args) == 2 {
			inner := *q
			// An inner quote's unquotes belong to it, so they are not this quote's.
			inner.unquote = false
			return q.tuple3(name, q.meta(f.Meta, q.importMeta(f.Meta, string(name), len(f.Args), q.quotedExtra(f.Meta))), inner.quoteList(f.Args))
		}
	case "__aliases__":
		return q.quoteAlias(f)
	case "&":
		if n, ok := q.quoteCapture(f); ok {
			return n
		}
	}
	extra := q.quotedExtra(f.Meta)
	if q.imports {
		extra = q.importMeta(f.Meta, string(name), len(f.Args), extra)
	}
	return q.tuple3(name, q.meta(f.Meta, extra), q.quoteList(q.annotateDef(name, f.Args)))
}

// annotateDef gives the head of a quoted definition the context, which tells it from those that the
// module's author wrote.
func (q *quoter) annotateDef(name atom, args []node) []node {
	switch name {
	case "def", "defp", "defmacro", "defmacrop", "@":
	default:
		return args
	}
	if len(args) == 0 {
		return args
	}
	head, ok := args[0].(*form)
	if !ok {
		return args
	}
	out := append([]node{}, args...)
	if w, ok := isForm(head, "when", 2); ok {
		inner, ok := w.Args[0].(*form)
		if !ok {
			return args
		}
		out[0] = &form{Head: w.Head, Meta: w.Meta, Args: []node{q.withContext(inner), w.Args[1]}}
		return out
	}
	out[0] = q.withContext(head)
	return out
}

func (q *quoter) withContext(f *form) *form {
	if _, ok := isForm(f, "unquote", 1); ok || !isAtom(q.context) {
		return f
	}
	n := *f
	n.Meta = f.Meta.With("context", q.context)
	return &n
}

// quoteUnquotedCall quotes calls whose name is unquoted: unquote(f)(args) and left.unquote(f)(args).
func (q *quoter) quoteUnquotedCall(f *form) (node, bool) {
	head, ok := f.Head.(*form)
	if !ok || f.IsVar {
		return nil, false
	}
	// unquote(name)(args)
	if u, ok := isForm(head, "unquote", 1); ok {
		return q.tuple3(u.Args[0], q.meta(f.Meta, q.quotedExtra(f.Meta)), q.quoteList(f.Args)), true
	}
	// left.unquote(name)(args)
	if dot, ok := dotCall(head); ok && len(dot.Args) == 2 && dot.Args[1] == node(atom("unquote")) && len(head.Args) == 1 {
		return q.dot(f, dot.Args[0], head.Args[0], q.quoteList(f.Args)), true
	}
	// left.unquote(name)
	if dot, ok := dotCall(f); ok && len(dot.Args) == 2 && dot.Args[1] == node(atom("unquote")) && len(f.Args) == 1 {
		return q.dot(f, dot.Args[0], f.Args[0], quoted.Nil), true
	}
	return nil, false
}

func (q *quoter) fileCode() node {
	if q.file == nil {
		return quoted.Nil
	}
	return q.file
}

// dot builds left.name(args) from a name computed when the quoted code is built.
func (q *quoter) dot(f *form, left, name, args node) node {
	return remote(at(f.Meta), atom("elixir_quote"), "dot", q.meta(f.Meta, q.quotedExtra(f.Meta)), q.quote(left), name, args, q.context, q.fileCode())
}

func (q *quoter) quoteVariable(f *form, name atom) node {
	if q.escape {
		return q.tuple3(name, q.meta(f.Meta, q.quotedExtra(f.Meta)), f.Context)
	}
	extra := q.quotedExtra(f.Meta)
	if q.imports {
		// What looks like a variable may be the name in a capture.
		if l := q.s.importsOf(string(name), q.e); l != nil {
			extra = append(extra, key("context", q.context), key("imports", l))
		}
	}
	return q.tuple3(name, q.meta(f.Meta, extra), q.variableContext(f))
}

func (q *quoter) variableContext(f *form) node {
	if f.Context != quoted.Nil && f.Context != "" {
		return f.Context
	}
	return q.context
}

func (q *quoter) quoteAlias(f *form) node {
	extra := q.quotedExtra(f.Meta)
	if q.aliases {
		var to node = quoted.False
		if m := q.s.aliasAtom(f, q.e); m != "" && m != joinAlias("Elixir", f.Args) {
			to = m
		} else if m != "" && f.Args[0] != node(atom("Elixir")) {
			if v, ok := f.Meta.Get("alias"); ok {
				to = v
			}
		}
		extra = append(extra, key("alias", to))
	}
	return q.tuple3(f.Head, q.meta(f.Meta, extra), q.quoteList(f.Args))
}

// quoteCapture annotates &name/arity with its import.
func (q *quoter) quoteCapture(f *form) (node, bool) {
	if !q.imports || len(f.Args) != 1 {
		return nil, false
	}
	slash, ok := isForm(f.Args[0], "/", 2)
	if !ok {
		return nil, false
	}
	fun, ok := slash.Args[0].(*form)
	arity, ok2 := slash.Args[1].(quoted.Int)
	if !ok || !ok2 || !fun.IsVar {
		return nil, false
	}
	extra := q.importMeta(fun.Meta, varName(fun), int(arity), q.quotedExtra(fun.Meta))
	name := q.tuple3(fun.Head, q.meta(fun.Meta, extra), q.variableContext(fun))
	inner := q.tuple3(slash.Head, q.meta(slash.Meta, q.importMeta(slash.Meta, "/", 2, nil)), quoted.List{name, arity})
	return q.tuple3(f.Head, q.meta(f.Meta, q.quotedExtra(f.Meta)), quoted.List{inner}), true
}

// importMeta adds context and imports for a call of an imported function or macro.
func (q *quoter) importMeta(meta quoted.Meta, name string, arity int, extra quoted.List) quoted.List {
	if name == "alias" || name == "import" || name == "require" || name == "quote" {
		return append(extra, key("context", q.context))
	}
	if specialForm(name, arity) {
		return extra
	}
	if _, ok := meta.Get("imports"); ok {
		return extra
	}
	if l := q.s.importsOf(name, q.e); l != nil {
		return append(extra, key("context", q.context), key("imports", l))
	}
	return extra
}

// importsOf lists {arity, module} of what name is imported as.
func (s *scope) importsOf(name string, e *env) quoted.List {
	var out quoted.List
	for _, list := range [2][]macroenv.Import{e.Functions, e.Macros} {
		for i := range list {
			names := list[i].Names
			if !names.HasName(name) {
				continue
			}
			for _, n := range names {
				if n.Name == name {
					out = append(out, s.x.pair(quoted.Int(n.Arity), list[i].Module))
					list[i].Use(name, n.Arity)
				}
			}
		}
	}
	return out
}

// quotedExtra is the code of the other metadata that survives quoting.
func (q *quoter) quotedExtra(meta quoted.Meta) quoted.List {
	var out quoted.List
	for _, it := range meta.Extra {
		out = append(out, key(it.Key, q.metaValue(it.Value)))
	}
	return out
}

// metaValue is code for a value in metadata, which is data: nothing in it is unquoted.
func (q *quoter) metaValue(n node) node {
	inner := quoter{s: q.s, e: q.e, escape: true, context: atom("")}
	return inner.quote(n)
}

// meta is the code of a node's metadata.
func (q *quoter) meta(meta quoted.Meta, extra quoted.List) node {
	out := make(quoted.List, 0, len(extra)+3)
	if q.gen {
		out = append(out, key("generated", quoted.True))
	}
	switch {
	case q.escape:
		if meta.Counter != 0 {
			out = append(out, key("counter", quoted.Int(meta.Counter)))
		}
		if meta.Line != 0 {
			out = append(out, key("line", quoted.Int(meta.Line)))
		}
		if meta.Column != 0 {
			out = append(out, key("column", quoted.Int(meta.Column)))
		}
	case q.file != nil:
		line := node(quoted.Int(0))
		switch {
		case q.line != nil:
			line = q.line
		case q.ownLine:
			line = quoted.Int(meta.Line)
		}
		out = append(out, key("keep", pair(q.file, line)))
	case q.line != nil:
		out = append(out, key("line", q.line))
	case q.ownLine && meta.Line != 0:
		out = append(out, key("line", quoted.Int(meta.Line)))
	}
	if !q.escape && meta.Counter != 0 {
		out = append(out, key("counter", quoted.Int(meta.Counter)))
	}
	return append(out, extra...)
}

// Escape gives code that builds the quoted code n as data. With unquote set, unquote(...) in n stands
// for the code inside.
func (s *scope) escapeQuoted(n node, unquote bool, e *env) node {
	q := &quoter{s: s, e: e, escape: true, unquote: unquote, context: atom("")}
	return q.quote(n)
}

// fromQuote reports whether a directive or an alias was made by quote, not written in source.
func fromQuote(f *form) bool {
	for i := range f.Meta.Extra {
		if k := f.Meta.Extra[i].Key; k == "alias" || k == "context" {
			return true
		}
	}
	return false
}
