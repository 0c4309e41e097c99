package elixir

import (
	"slices"
	"sort"
	"strconv"
	"strings"

	"joist/internal/code"
	"joist/internal/diag"
	"joist/internal/expand"
	"joist/internal/macroenv"
	"joist/internal/quoted"
	"joist/internal/term"
	"joist/lib"
)

// The functions that a module calls of others may be defined after it, so the calls are checked when the file has run.

// remoteCalls are the calls of the modules of one file, in the order of their definition.
type remoteCalls struct {
	file  string
	calls []expand.RemoteCall
	found []diag.Diagnostic // what was wrong already
}

// noteCalls keeps the calls of a module for checkCalls.
func (h *Session) noteCalls(b *expand.Builder) {
	calls := b.RemoteCalls()
	calls = h.withoutIgnored(calls, b.NotWarned())
	if len(calls)+len(b.Checked()) == 0 {
		return
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	h.remotes = append(h.remotes, remoteCalls{b.File, calls, b.Checked()})
}

// withoutIgnored drops the calls that @compile :no_warn_undefined or the compiler's option of that name lists.
func (h *Session) withoutIgnored(calls []expand.RemoteCall, ignored []quoted.Node) []expand.RemoteCall {
	h.mu.Lock()
	data := h.options["no_warn_undefined"]
	h.mu.Unlock()
	if data != nil && len(calls) > 0 {
		if t, err := h.decode(data); err == nil {
			if t.IsAtom() && t != term.Nil && h.name(t) == "all" {
				return nil
			}
			if n, err := termToLiteral(h.node.Atoms, t); err == nil {
				if l, ok := n.(quoted.List); ok {
					ignored = append(ignored, l...)
				}
			}
		}
	}
	if len(ignored) == 0 {
		return calls
	}
	out := calls[:0:0]
	for _, c := range calls {
		if !slices.ContainsFunc(ignored, c.Is) {
			out = append(out, c)
		}
	}
	return out
}

// pendingCalls reports whether there is anything for checkCalls.
func (h *Compiler) pendingCalls(file string) bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, r := range h.remotes {
		if r.file == file {
			return true
		}
	}
	return false
}

// checkCalls warns about what is wrong in a file between modules: calls of functions that do not exist or are deprecated,
// and callbacks. Calls of one function in a module are told together.
func (h *Session) checkCalls(file string) {
	h.mu.Lock()
	if files, hold := h.held[h.c.Self()]; hold {
		h.held[h.c.Self()] = append(files, file)
		h.mu.Unlock()
		return
	}
	var modules []remoteCalls
	rest := h.remotes[:0]
	for _, r := range h.remotes {
		if r.file == file {
			modules = append(modules, r)
		} else {
			rest = append(rest, r)
		}
	}
	h.remotes = rest
	h.mu.Unlock()
	fine := map[calledFunction]bool{}
	for _, m := range modules {
		list := m.found
		for i := range m.calls {
			c := &m.calls[i]
			f := calledFunction{c.Module, c.NameArity}
			if fine[f] {
				continue
			}
			if d := h.checkCall(c); d != nil {
				list = append(list, *d)
			} else if !c.Told() {
				fine[f] = true
			}
		}
		for _, d := range grouped(list) {
			h.Report(d)
		}
	}
}

// calledFunction is what a call names.
type calledFunction struct {
	module quoted.Atom
	macroenv.NameArity
}

// grouped sorts warnings by place and puts those that say the same of a call together.
func grouped(list []diag.Diagnostic) []diag.Diagnostic {
	sort.SliceStable(list, func(i, j int) bool {
		a, b := list[i].Pos, list[j].Pos
		return a.Line < b.Line || a.Line == b.Line && a.Column < b.Column
	})
	out := list[:0:0]
	at := map[string]int{}
	for _, d := range list {
		i, again := at[d.Message]
		if !again || d.File != out[i].File && d.File == "" {
			at[d.Message] = len(out)
			out = append(out, d)
			continue
		}
		if places := out[i].Others; out[i].Pos != d.Pos && (len(places) == 0 || places[len(places)-1].Pos != d.Pos) {
			out[i].Others = append(places, d)
		}
	}
	return out
}

// checkCall is the warning about a call, or nil.
func (h *Session) checkCall(c *expand.RemoteCall) *diag.Diagnostic {
	if h.obviouslyThere(c) {
		return nil
	}
	info := h.Module(c.Module)
	d := c.Warning()
	if c.Told() && (info == nil || info.Deprecated[c.NameArity] == "") {
		return nil
	}
	switch {
	case info == nil && (c.Local() || h.Builder(c.Module) != nil):
		return nil
	case info == nil:
		d.Message = remoteName(c) + " is undefined (module " + quoted.InspectAtom(string(c.Module)) + " is not available or is yet to be defined)"
		if name, ok := strings.CutPrefix(string(c.Module), "Elixir."); ok && !strings.Contains(name, ".") {
			d.Message += ". Make sure the module name is correct and has been specified in full (or that an alias has been defined)"
		}
	case info.Functions.Has(c.Name, c.Arity):
		reason, ok := info.Deprecated[c.NameArity]
		if !ok {
			return nil
		}
		d.Message = remoteName(c) + " is deprecated. " + reason
	case info.Macros.Has(c.Name, c.Arity):
		d.Message = remoteName(c) + " is undefined or private. However, there is a macro with the same name and arity. Be sure to require " + quoted.InspectAtom(string(c.Module)) + " if you intend to invoke this macro"
	default:
		if h.handlesUndefined(info) {
			return nil
		}
		d.Message = remoteName(c) + " is undefined or private" + h.callHint(c)
	}
	return &d
}

// handlesUndefined tells of modules whose functions nobody knows before they run.
func (h *Session) handlesUndefined(info *expand.ModuleInfo) bool {
	return info.Functions.Has("$handle_undefined_function", 2) || info.Name == "Elixir.Kernel.SpecialForms"
}

// callHint names functions with a similar name.
func (h *Session) callHint(c *expand.RemoteCall) string {
	module, err := h.atom(string(c.Module))
	if err != nil {
		return ""
	}
	text, err := h.CallFunction("Elixir.UndefinedFunctionError", "hint", module, h.mustAtom(c.Name), h.c.Int(int64(c.Arity)))
	if err != nil || !text.IsBinary() {
		return ""
	}
	return string(text.BinaryBytes())
}

func remoteName(c *expand.RemoteCall) string {
	return quoted.InspectAtom(string(c.Module)) + "." + c.Name + "/" + strconv.Itoa(c.Arity)
}

// obviouslyThere tells of calls that need no module to be loaded in order to be checked: of natives, and of modules of the
// library that are not loaded yet and whose source has a head of the function that fits.
func (h *Session) obviouslyThere(c *expand.RemoteCall) bool {
	module, err := h.atom(string(c.Module))
	if err != nil {
		return false
	}
	fun, err := h.atom(c.Name)
	if err != nil {
		return false
	}
	if _, _, ok := h.node.Code.Native(code.MFA{Module: module, Function: fun, Arity: c.Arity}); ok {
		return true
	}
	if h.node.Code.Module(module) != nil {
		return false
	}
	_, src, ok := lib.Source(string(c.Module))
	return ok && (hasHead(string(src), c.NameArity) && !deprecates(string(src), c.Name) || definesException(string(src), c.NameArity))
}

// definesException tells of the functions that defexception defines, of which every raise calls one.
func definesException(src string, f macroenv.NameArity) bool {
	return (f.Name == "exception" || f.Name == "message") && f.Arity == 1 && strings.Contains(src, "\n  defexception ")
}

// deprecates reports whether a function called name follows a @deprecated.
func deprecates(src, name string) bool {
	_, ok := deprecation(src, name, func(string) bool { return true })
	return ok
}

// deprecation is the reason that a @deprecated gives before a function called name; what follows the name fits.
func deprecation(src, name string, fits func(rest string) bool) (reason string, ok bool) {
	for {
		i := strings.Index(src, "@deprecated")
		if i < 0 {
			return "", false
		}
		src = src[i+1:]
		if d := strings.Index(src, "  def"); d >= 0 {
			_, head, _ := strings.Cut(src[d+2:], " ")
			if rest, ok := strings.CutPrefix(head, name); ok && !identifierByte(rest) && fits(rest) {
				_, reason, _ = strings.Cut(src, "\"")
				reason, _, _ = strings.Cut(reason, "\"\n")
				return reason, true
			}
		}
	}
}

// Called implements expand.Host: what the code outside of modules calls is checked at once, and only for being deprecated. A
// module that is not loaded, which only the library's can be found to be, is not loaded for that.
func (h *Session) Called(c *expand.RemoteCall) {
	module, err := h.atom(string(c.Module))
	if err != nil {
		return
	}
	reason := ""
	if h.node.Code.Module(module) != nil {
		if info := h.Module(c.Module); info != nil && info.Functions.Has(c.Name, c.Arity) {
			reason = info.Deprecated[c.NameArity]
		}
	} else {
		reason = h.libraryDeprecation(c)
	}
	if reason == "" {
		return
	}
	d := c.Warning()
	d.Message = remoteName(c) + " is deprecated. " + reason
	h.Report(d)
}

// libraryDeprecation is the reason for which a function of the library is deprecated, found in its source. Sources are long, so what was
// found is kept.
func (h *Session) libraryDeprecation(c *expand.RemoteCall) string {
	f := calledFunction{c.Module, c.NameArity}
	if known, ok := h.deprecations.Load(f); ok {
		return known.(string)
	}
	_, src, ok := lib.Source(string(c.Module))
	if !ok {
		return ""
	}
	reason, _ := deprecation(string(src), c.Name, func(rest string) bool {
		head, parentheses := strings.CutPrefix(rest, "(")
		if !parentheses {
			return c.Arity == 0
		}
		least, most := headArity(head)
		return least <= c.Arity && c.Arity <= most
	})
	h.deprecations.Store(f, reason)
	return reason
}

// identifierByte reports whether text goes on as an identifier does.
func identifierByte(text string) bool {
	if text == "" {
		return false
	}
	c := text[0]
	return c == '_' || c == '?' || c == '!' || c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= 0x80
}

// hasHead looks for "def name(arguments" with a fitting number of arguments, without understanding much.
func hasHead(src string, f macroenv.NameArity) bool {
	for _, word := range [...]string{"def ", "defdelegate "} {
		for rest := src; ; {
			i := strings.Index(rest, word+f.Name+"(")
			if i < 0 {
				break
			}
			rest = rest[i+len(word)+len(f.Name)+1:]
			if least, most := headArity(rest); least <= f.Arity && f.Arity <= most {
				return true
			}
		}
	}
	return false
}

// headArity counts the arguments up to the closing parenthesis: all, and those without a default.
func headArity(head string) (least, most int) {
	depth, defaults, some := 0, 0, false
	for i := 0; i < len(head); i++ {
		switch head[i] {
		case '(', '[', '{':
			depth++
		case ')', ']', '}':
			if depth == 0 {
				if some {
					most++
				}
				return most - defaults, most
			}
			depth--
		case ',':
			if depth == 0 {
				most++
			}
		case '\\':
			if depth == 0 && i+1 < len(head) && head[i+1] == '\\' {
				defaults++
				i++
			}
		case '"':
			end := strings.IndexByte(head[i+1:], '"')
			if end < 0 || strings.ContainsAny(head[i+1:i+1+end], "\\#\n") {
				return 1, 0 // too hard
			}
			i += 1 + end
			some = true
		case '\n':
			return 1, 0
		case ' ':
		default:
			some = true
		}
	}
	return 1, 0
}

// holdCalls is :elixir_code.hold_calls(): the calls in the files that the process compiles from now on are checked by
// :elixir_code.check_held_calls(), since files may call each other.
func holdCalls(h *Session, _ []term.Term) (term.Term, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.held[h.c.Self()] = nil
	return term.AtomOk, nil
}

func checkHeldCalls(h *Session, _ []term.Term) (term.Term, error) {
	h.mu.Lock()
	files := h.held[h.c.Self()]
	delete(h.held, h.c.Self())
	h.mu.Unlock()
	for _, file := range files {
		h.checkCalls(file)
	}
	return term.AtomOk, nil
}
