package expand

import (
	"joist/internal/diag"
	"joist/internal/macroenv"
	"joist/internal/quoted"
)

// target is what a local name stands for.
type target struct {
	kind     targetKind
	receiver atom
	imported *macroenv.Import
	local    *Definition
}

type targetKind uint8

const (
	localFunction targetKind = iota
	importedFunction
	importedMacro
	localMacro
	// hygienicImport is an import that quoted code carries: function or macro of receiver.
	hygienicImport
)

// resolve finds what name/arity means at this place.
func (s *scope) resolve(meta quoted.Meta, name string, arity int, e *env) target {
	if r, ok := quotedImport(meta, arity); ok {
		return target{kind: hygienicImport, receiver: r}
	}
	fun, f2 := findImport(e.Functions, name, arity)
	mac, m2 := findImport(e.Macros, name, arity)
	if other := firstImport(f2, m2); other != nil || (fun != nil && mac != nil) {
		s.ambiguous(meta, name, arity, firstImport(fun, mac), firstImport(other, mac), e)
	}
	imp := firstImport(fun, mac)
	if s.builder != nil {
		if d := s.builder.localMacro(name, arity); d != nil {
			if imp != nil && imp.Module != e.Module {
				s.fail(meta, e, "call to local macro "+nameArity(name, arity)+" conflicts with imported "+inspectAtom(imp.Module)+"."+nameArity(name, arity)+", please rename the local macro or remove the conflicting import")
			}
			return target{kind: localMacro, receiver: e.Module, local: d}
		}
	}
	if imp == nil {
		if s.builder == nil && e.Function != nil && e.Module != "" && s.isMacro(e.Module, name, arity) {
			return target{kind: importedMacro, receiver: e.Module} // evaluated in a function of a module that is there
		}
		return target{}
	}
	if imp.Module == e.Module && e.Module != "" && (s.builder == nil || s.builder.Name != kernelAtom || fun != nil) {
		return target{}
	}
	kind := importedFunction
	if mac != nil {
		kind = importedMacro
	}
	if s.builder != nil && e.Function != nil {
		s.builder.noteImport(name, arity, imp.Module, meta)
	}
	imp.Use(name, arity)
	return target{kind: kind, receiver: imp.Module, imported: imp}
}

func firstImport(a, b *macroenv.Import) *macroenv.Import {
	if a != nil {
		return a
	}
	return b
}

// findImport returns the import of name/arity, and a second one when there are two.
func findImport(list []macroenv.Import, name string, arity int) (first, second *macroenv.Import) {
	for i := range list {
		if list[i].Names.Has(name, arity) {
			if first != nil {
				return first, &list[i]
			}
			first = &list[i]
		}
	}
	return first, nil
}

func (s *scope) ambiguous(meta quoted.Meta, name string, arity int, a, b *macroenv.Import, e *env) {
	s.fail(meta, e, "function "+nameArity(name, arity)+" imported from both "+inspectAtom(a.Module)+" and "+inspectAtom(b.Module)+", call is ambiguous")
}

// quotedImport returns the module that quoted code imported the name from.
func quotedImport(meta quoted.Meta, arity int) (atom, bool) {
	if len(meta.Extra) == 0 {
		return "", false
	}
	v, ok := meta.Get("imports")
	if !ok {
		return "", false
	}
	if _, ok := meta.Get("context"); !ok {
		return "", false
	}
	l, _ := v.(quoted.List)
	for _, it := range l {
		if p, ok := it.(*quoted.Pair); ok && p.Left == node(quoted.Int(arity)) {
			m, ok := p.Right.(atom)
			return m, ok
		}
	}
	return "", false
}

// expandLocal expands name(args) where name is no special form.
func (s *scope) expandLocal(f *form, name string, e *env) (node, *env) {
	arity := len(f.Args)
	if arity == 1 && len(f.Meta.Extra) > 0 {
		s.checkAmbiguousOperator(f, name, e)
	}
	t := s.resolve(f.Meta, name, arity, e)
	switch t.kind {
	case importedFunction:
		if e.Trace != nil {
			s.trace(e, "imported_function", f.Meta, t.receiver, atom(name), quoted.Int(arity))
		}
		return s.callRemote(t.receiver, f.Meta, name, f.Meta, f.Args, e)
	case importedMacro:
		if e.Trace != nil {
			s.trace(e, "imported_macro", f.Meta, t.receiver, atom(name), quoted.Int(arity))
		}
		return s.expandMacro(t.receiver, f, name, e)
	case localMacro:
		if e.Trace != nil {
			s.trace(e, "local_macro", f.Meta, atom(name), quoted.Int(arity))
		}
		if s.locals != nil {
			s.locals.add(name, arity, f.Meta, true)
		}
		n := must(s.host.CallLocalMacro(s.envAt(f.Meta, e), s.builder, t.local, f.Args))
		return s.expandQuoted(n, f.Meta, e.Module, e)
	case hygienicImport:
		if s.isMacro(t.receiver, name, arity) {
			if e.Trace != nil {
				s.trace(e, "remote_macro", f.Meta, t.receiver, atom(name), quoted.Int(arity))
			}
			return s.expandMacro(t.receiver, f, name, e)
		}
		return s.expandRemote(t.receiver, f.Meta, name, f.Meta, f.Args, e)
	}
	return s.expandLocalCall(f, name, e)
}

// checkAmbiguousOperator refuses a -1 where a is a variable.
func (s *scope) checkAmbiguousOperator(f *form, name string, e *env) {
	context, ok := f.Meta.Get("ambiguous_op")
	if !ok || s.read.Find(name, context.(atom), 0) == nil {
		return
	}
	arg := s.text(f.Args[0])
	s.fail(f.Meta, e, "\""+name+" "+arg+"\" looks like a function call but there is a variable named \""+name+"\". If you want to perform a function call, use parentheses:\n\n    "+
		name+"("+arg+")\n\nIf you want to perform an operation on the variable "+name+", use spaces around the unary operator")
}

// isMacro reports whether a module that needs no require here has the macro.
func (s *scope) isMacro(module atom, name string, arity int) bool {
	if module == kernelAtom {
		return kernelMacros.Has(name, arity)
	}
	info := s.host.Module(module)
	return info != nil && info.Macros.Has(name, arity)
}

// expandMacro calls a macro of another module and expands what it returns.
func (s *scope) expandMacro(module atom, f *form, name string, e *env) (node, *env) {
	if module == kernelAtom {
		if n, e, ok := s.expandKernelMacro(f, name, e); ok {
			return n, e
		}
	}
	s.warnDeprecated(f.Meta, module, name, len(f.Args), e)
	n := must(s.host.CallMacro(s.envAt(f.Meta, e), module, name, f.Args))
	return s.expandQuoted(n, f.Meta, module, e)
}

// expandQuoted expands what a macro of module returned.
func (s *scope) expandQuoted(n node, meta quoted.Meta, module atom, e *env) (node, *env) {
	line := meta.Line
	if line == 0 {
		line = e.Line
	}
	return s.expand(linify(n, line, module, s.host.Counter()), e)
}

// expandLocalCall expands a call of a function of the module being defined.
func (s *scope) expandLocalCall(f *form, name string, e *env) (node, *env) {
	switch {
	case e.Function == nil:
		return s.undefinedOutside(f, name, e)
	case e.Context != macroenv.Normal:
		context := "match"
		if e.Context == macroenv.Guard {
			context = "guard"
		}
		if s.inSize {
			context = "bitstring size specifier"
		}
		s.complain(f.Meta, e, 0, "cannot find or invoke local "+nameArity(name, len(f.Args))+" inside a "+context+". Only macros can be invoked inside a "+context+" and they must be defined before their invocation. Called as: "+s.text(f))
		args, e := s.expandArgs(f.Args, e)
		return s.x.forms.Put(form{Head: f.Head, Meta: f.Meta, Args: args}), e
	}
	if s.locals != nil {
		s.locals.add(name, len(f.Args), f.Meta, false)
	}
	if e.Trace != nil {
		s.trace(e, "local_function", f.Meta, atom(name), quoted.Int(len(f.Args)))
	}
	args, e := s.expandArgs(f.Args, e)
	if s.builder == nil && s.raisesUndefined {
		// Evaluated in a function: the module has been made, and its functions are not called like this.
		m := at(f.Meta)
		text := "function " + nameArity(name, len(args)) + " is undefined (there is no such import)"
		missing := quoted.List{key("function", f.Head), key("arity", quoted.Int(len(args))), key("message", quoted.String(text))}
		return block(m, append(args, erlang(m, "error", remote(m, atom("Elixir.UndefinedFunctionError"), "exception", missing)))...), e
	}
	return s.x.forms.Put(form{Head: f.Head, Meta: f.Meta, Args: args}), e
}

func (s *scope) undefinedOutside(f *form, name string, e *env) (node, *env) {
	arity := len(f.Args)
	if s.builder != nil {
		if d := s.builder.definition(name, arity); d != nil {
			s.fail(f.Meta, e, "cannot invoke "+map[bool]string{true: "macro", false: "function"}[d.Kind.IsMacro()]+" "+nameArity(name, arity)+" inside module body: local functions can only be invoked once the module is compiled")
		}
	}
	s.fail(f.Meta, e, "undefined function "+nameArity(name, arity)+" (there is no such import)")
	return nil, e
}

// expandDotCall expands a call whose head is not an atom.
func (s *scope) expandDotCall(f *form, e *env) (node, *env) {
	dot, ok := dotCall(f)
	switch {
	case !ok:
	case len(dot.Args) == 2:
		if name, ok := dot.Args[1].(atom); ok {
			return s.expandQualified(f, dot, string(name), e)
		}
	case len(dot.Args) == 1:
		return s.expandAnonymous(f, dot, e)
	}
	s.fail(f.Meta, e, "invalid call "+toString(f))
	return nil, e
}

// expandAnonymous expands fun.(args).
func (s *scope) expandAnonymous(f, dot *form, e *env) (node, *env) {
	s.noMatchOrGuard(f.Meta, e, "anonymous call")
	m := s.openArgs()
	fun, e := s.expand(dot.Args[0], e)
	if a, ok := fun.(atom); ok {
		s.fail(f.Meta, e, "invalid function call :"+string(a)+".()")
	}
	args := make([]node, len(f.Args))
	for i, a := range f.Args {
		args[i], e = s.expandArg(a, m, e)
	}
	s.closeArgs(m)
	d := s.x.form(dot.Head, dot.Meta, fun)
	return s.x.forms.Put(form{Head: d, Meta: f.Meta, Args: args}), e
}

// expandQualified expands receiver.name(args).
func (s *scope) expandQualified(f, dot *form, name string, e *env) (node, *env) {
	receiver := dot.Args[0]
	switch receiver.(type) {
	case *form, atom, *quoted.Opaque:
	default:
		s.fail(f.Meta, e, "invalid call "+toString(f))
	}
	if a, ok := receiver.(*form); ok && !a.IsVar && a.Head == node(atom("__aliases__")) {
		receiver, e = s.expandAliases(a, e)
	}
	module, ok := receiver.(atom)
	if !ok {
		if v, isForm := receiver.(*form); isForm && len(f.Args) == 0 {
			if field, ok := s.envField(v, name, e); ok {
				return field, e
			}
		}
		m := s.openArgs()
		receiver, e = s.expand(receiver, e)
		if module, ok = receiver.(atom); !ok {
			out, e := s.expandDynamic(receiver, m, f, dot, name, e)
			return out, e
		}
		s.closeArgs(m)
	}
	if len(f.Args) == 0 && (module == quoted.Nil || module == quoted.True || module == quoted.False) && e.Context == macroenv.Normal {
		if _, ok := f.Meta.Get("no_parens"); ok { // a field of what is no map
			s.noteRemote(module, name, 0, f.Meta, e)
			return s.x.erlang(f.Meta, "error", tuple(atom("badkey"), atom(name), module)), e
		}
	}
	if module == kernelUtilsAtom && name == "defguard" && len(f.Args) == 2 && s.caller {
		return s.expandGuardBody(f, e)
	}
	if s.required(module, f.Meta, e) && s.isMacro(module, name, len(f.Args)) {
		if s.builder == nil || s.builder.Name != module {
			if e.Trace != nil {
				s.trace(e, "remote_macro", f.Meta, module, atom(name), quoted.Int(len(f.Args)))
			}
			return s.expandMacro(module, &form{Head: atom(name), Meta: f.Meta, Args: f.Args}, name, e)
		}
	}
	return s.expandRemote(module, dot.Meta, name, f.Meta, f.Args, e)
}

// envField is the value of __ENV__.field.
func (s *scope) envField(v *form, field string, e *env) (node, bool) {
	if !v.IsVar && len(v.Args) > 0 || v.Head != node(atom("__ENV__")) || e.Context == macroenv.Match {
		return nil, false
	}
	code, _ := s.expandVariable(&form{Head: v.Head, Meta: v.Meta, IsVar: true, Context: quoted.Nil}, "__ENV__", e)
	return get(code.(*form).Args, field)
}

func (s *scope) required(module atom, meta quoted.Meta, e *env) bool {
	if module == kernelAtom || e.Required(module) || module == e.Module && s.builder == nil {
		return true
	}
	if len(meta.Extra) > 0 {
		if v, ok := meta.Get("required"); ok {
			return v == node(quoted.True)
		}
	}
	return false
}

// expandDynamic expands receiver.name(args) with an expanded receiver that is no atom.
func (s *scope) expandDynamic(receiver node, m mark, f, dot *form, name string, e *env) (node, *env) {
	switch receiver.(type) {
	case *form, *quoted.Pair, *quoted.Opaque:
	default: // what a macro made
		called := &form{Head: &form{Head: dot.Head, Meta: dot.Meta, Args: []node{receiver, dot.Args[1]}}, Meta: f.Meta, Args: f.Args}
		s.fail(f.Meta, e, "invalid call "+toString(called))
	}
	switch e.Context {
	case macroenv.Match:
		s.fail(f.Meta, e, "cannot invoke remote function "+toString(receiver)+"."+nameArity(name, len(f.Args))+" inside a match")
	case macroenv.Guard:
		if _, ok := f.Meta.Get("no_parens"); !ok || len(f.Args) > 0 {
			s.fail(f.Meta, e, "cannot invoke remote function inside a "+s.guardContext()+". If you want to do a map lookup instead, please remove parens from "+s.text(dot.Args[0])+"."+name+"()")
		}
	}
	args := f.Args
	if len(args) > 0 {
		args = make([]node, len(f.Args))
		for i, a := range f.Args {
			args[i], e = s.expandArg(a, m, e)
		}
	}
	s.closeArgs(m)
	d := s.x.form(dot.Head, dot.Meta, receiver, dot.Args[1])
	return s.x.forms.Put(form{Head: d, Meta: f.Meta, Args: args}), e
}

// expandRemote expands a call of a function of a known module.
func (s *scope) expandRemote(module atom, dotMeta quoted.Meta, name string, meta quoted.Meta, args []node, e *env) (node, *env) {
	if e.Trace != nil {
		s.tracedRemote(e, meta, module, name, len(args))
	}
	return s.callRemote(module, dotMeta, name, meta, args, e)
}

// guardContext is what a guard is called that is not one: the size of a segment.
func (s *scope) guardContext() string {
	if s.inSize {
		return "bitstring size specifier"
	}
	return "guard"
}

// callRemote expands a call of a known function.
func (s *scope) callRemote(module atom, dotMeta quoted.Meta, name string, meta quoted.Meta, args []node, e *env) (node, *env) {
	if e.Context == macroenv.Match && module == kernelAtom && name == "++" && len(args) == 2 {
		return s.expandAppendPattern(meta, args, e)
	}
	s.noteRemote(module, name, len(args), meta, e)
	if e.Context == macroenv.Match && len(args) == 1 && (name == "+" || name == "-") {
		outer := s.signed
		s.signed = true
		defer func() { s.signed = outer }()
	}
	out, e := s.expandArgs(args, e)
	switch e.Context {
	case macroenv.Match:
		return s.rewriteMatch(module, dotMeta, name, meta, out, e), e
	case macroenv.Guard:
		return s.rewriteGuard(module, dotMeta, name, meta, out, e), e
	}
	return s.x.rewrite(module, dotMeta, name, meta, out), e
}

// warnDeprecated warns about a macro that its module calls deprecated.
func (s *scope) warnDeprecated(meta quoted.Meta, module atom, name string, arity int, e *env) {
	info := s.host.Module(module)
	if info == nil {
		return
	}
	if reason, ok := info.Deprecated[macroenv.NameArity{Name: name, Arity: arity}]; ok {
		what := inspectAtom(module) + "." + nameArity(name, arity)
		if name == "__using__" {
			what, meta = "use "+inspectAtom(module), at(meta)
		}
		s.host.Report(diagnostic(diag.Warning, meta, e, 0, what+" is deprecated. "+reason))
	}
}

// localCalls are the calls of local functions and macros that a definition makes.
type localCalls struct {
	calls []localCall
}

type localCall struct {
	macroenv.NameArity
	meta  quoted.Meta
	macro bool
}

func (l *localCalls) add(name string, arity int, meta quoted.Meta, macro bool) {
	l.calls = append(l.calls, localCall{NameArity: macroenv.NameArity{Name: name, Arity: arity}, meta: meta, macro: macro})
}
