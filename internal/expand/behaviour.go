package expand

import (
	"sort"
	"strings"

	"joist/internal/diag"
	"joist/internal/macroenv"
	"joist/internal/quoted"
)

// behaviourCheck compares the definitions of a module with the callbacks of its behaviours and with what its @impl say.
// Its warnings come when the file has run, with those about calls of other modules.
type behaviourCheck struct {
	s *scope
	b *Builder
	// callbacks are those of the behaviours, of the latest first; implemented those that an @impl is for.
	callbacks   map[macroenv.NameArity][]knownCallback
	implemented map[macroenv.NameArity]bool
	// marked are the contexts (the macro's module, "" for the author's own) of the @impl for a behaviour.
	marked map[atom][]atom
}

type knownCallback struct {
	kind      Kind
	behaviour atom
	optional  bool
}

// implMark is an @impl with the definition that it belongs to.
type implMark struct {
	macroenv.NameArity
	value    node
	kind     Kind
	defaults int
	context  atom
	file     string
	line     int32
}

func (s *scope) checkBehaviours(b *Builder) {
	c := behaviourCheck{s: s, b: b, callbacks: map[macroenv.NameArity][]knownCallback{}, implemented: map[macroenv.NameArity]bool{}, marked: map[atom][]atom{}}
	var behaviours []atom
	if a := b.attributes["behaviour"]; a != nil {
		for _, v := range a.values {
			if m, ok := v.(atom); ok {
				behaviours = append(behaviours, m)
				c.addBehaviour(m)
			}
		}
	}
	for i := range b.impls {
		c.checkImpl(&b.impls[i], behaviours)
	}
	if len(b.impls) > 0 {
		c.warnMissingImpls()
	}
	for na, list := range c.callbacks {
		if c.implemented[na] {
			continue
		}
		for _, k := range list {
			c.checkCallback(na, k)
		}
	}
	sort.SliceStable(b.checked, func(i, j int) bool {
		x, y := &b.checked[i], &b.checked[j]
		return x.Pos.Line < y.Pos.Line || x.Pos.Line == y.Pos.Line && x.Message < y.Message
	})
}

func (c *behaviourCheck) warn(file string, line int32, text string) {
	e := &env{File: file, Module: c.b.Name}
	c.b.checked = append(c.b.checked, diagnostic(diag.Warning, quoted.Meta{Line: line}, e, 0, text))
}

// warnModule warns about the module as a whole.
func (c *behaviourCheck) warnModule(text string) {
	c.warn(c.b.File, c.b.Meta.Line, text+" (in module "+inspectAtom(c.b.Name)+")")
}

func (c *behaviourCheck) addBehaviour(m atom) {
	s, b := c.s, c.b
	info := s.host.Module(m)
	if p := b.attributes["protocol"]; p != nil && len(p.values) == 1 && p.values[0] == node(m) && s.host.Builder(m) == nil {
		s.assertProtocol(m, info, "", quoted.Meta{Line: b.Meta.Line}, &env{File: b.File, Module: b.Name})
	}
	switch {
	case info == nil:
		c.warnModule("@behaviour " + inspectAtom(m) + " does not exist")
		return
	case !info.Functions.Has("behaviour_info", 1):
		c.warnModule("module " + inspectAtom(m) + " is not a behaviour")
		return
	}
	optional := macroenv.SortNames(nameArities(must(s.host.Call(m, "behaviour_info", []node{atom("optional_callbacks")}))))
	for _, exported := range s.behaviourCallbacks(m) {
		k := knownCallback{Def, m, optional.Has(exported.Name, exported.Arity)}
		na := exported
		if rest, ok := strings.CutPrefix(exported.Name, "MACRO-"); ok {
			k.kind, na = Defmacro, macroenv.NameArity{Name: rest, Arity: exported.Arity - 1}
		}
		if known := c.callbacks[na]; len(known) > 0 {
			c.warnConflict(known[0].behaviour, m, describe(k.kind, na))
		}
		c.callbacks[na] = append([]knownCallback{k}, c.callbacks[na]...)
	}
}

func (c *behaviourCheck) warnConflict(first, second atom, callback string) {
	if first == second {
		c.warn(c.b.File, c.b.Meta.Line, "the behaviour "+inspectAtom(first)+" has been declared twice (conflict in "+callback+" in module "+inspectAtom(c.b.Name)+")")
		return
	}
	c.warnModule("conflicting behaviours found. Callback " + callback + " is defined by both " + inspectAtom(first) + " and " + inspectAtom(second))
}

// describe is "function f/1" or "macro f/1".
func describe(k Kind, na macroenv.NameArity) string {
	if k.IsMacro() {
		return "macro " + nameArity(na.Name, na.Arity)
	}
	return "function " + nameArity(na.Name, na.Arity)
}

// checkCallback wants a callback to be defined, as what it is declared.
func (c *behaviourCheck) checkCallback(na macroenv.NameArity, k knownCallback) {
	what := "behaviour "
	if info := c.s.host.Module(k.behaviour); info != nil && info.Functions.Has("__protocol__", 1) {
		what = "protocol "
	}
	text := describe(k.kind, na) + " required by " + what + inspectAtom(k.behaviour)
	switch d := c.b.defs[na]; {
	case d == nil && !k.optional:
		c.warnModule(text + " is not implemented")
	case d != nil && d.Kind != k.kind:
		c.warnModule(text + " was implemented as \"" + d.Kind.String() + "\" but should have been \"" + k.kind.String() + "\"")
	}
}

// checkImpl compares an @impl with the behaviours.
func (c *behaviourCheck) checkImpl(m *implMark, behaviours []atom) {
	if c.b.protocol && m.Name == "__deriving__" {
		return // Protocol's own callback
	}
	what := describe(m.kind, m.NameArity)
	got := "got \"@impl " + toString(m.value) + "\" for " + what
	warn := func(text string) { c.warn(m.file, m.line, text) }
	only, _ := m.value.(atom)
	switch m.value {
	case node(quoted.True), node(quoted.False):
		only = ""
	}
	taken := c.takenBy(m, only)
	switch {
	case m.kind.IsPrivate():
		warn(what + " is private, @impl attribute is always discarded for private functions/macros")
	case len(behaviours) == 0:
		warn(got + " but no behaviour was declared")
	case m.value == node(quoted.False):
		if len(taken) > 0 {
			warn(got + " but it is a callback specified in " + inspectAtom(taken[0].behaviour))
		}
	case len(taken) > 0:
		for _, t := range taken {
			c.implemented[t.NameArity] = true
			c.marked[t.behaviour] = append(c.marked[t.behaviour], m.context)
		}
	case only == "":
		warn(got + " but no behaviour specifies such callback" + c.known())
	case !containsAtom(behaviours, only):
		warn(got + " but this behaviour was not declared with @behaviour")
	default:
		warn(got + " but this behaviour does not specify such callback" + c.known())
	}
}

// taken is a callback that an @impl is for.
type taken struct {
	macroenv.NameArity
	behaviour atom
}

// takenBy lists the callbacks that the arities of a definition with defaults implement, all or those of one behaviour.
func (c *behaviourCheck) takenBy(m *implMark, only atom) (out []taken) {
	for arity := m.Arity - m.defaults; arity <= m.Arity; arity++ {
		na := macroenv.NameArity{Name: m.Name, Arity: arity}
		if only != "" {
			for _, k := range c.callbacks[na] {
				if k.behaviour == only {
					out = append(out, taken{na, only})
					break
				}
			}
			continue
		}
		for _, k := range c.callbacks[na] {
			out = append(out, taken{na, k.behaviour})
		}
	}
	return out
}

func containsAtom(l []atom, a atom) bool {
	for _, x := range l {
		if x == a {
			return true
		}
	}
	return false
}

// known lists the callbacks of the behaviours for a warning.
func (c *behaviourCheck) known() string {
	if len(c.callbacks) == 0 {
		return ". There are no known callbacks, please specify the proper @behaviour and make sure it defines callbacks"
	}
	var names macroenv.Names
	for na := range c.callbacks {
		names = append(names, na)
	}
	text := ". The known callbacks are:\n"
	for _, na := range macroenv.SortNames(names) {
		for _, k := range c.callbacks[na] {
			kind, _, _ := strings.Cut(describe(k.kind, na), " ")
			text += "\n  * " + inspectAtom(k.behaviour) + "." + nameArity(na.Name, na.Arity) + " (" + kind + ")"
		}
	}
	return text + "\n"
}

// warnMissingImpls warns about callbacks without @impl in a module that uses it. Definitions that a
// macro made only count when the macro used @impl for the behaviour, too.
func (c *behaviourCheck) warnMissingImpls() {
	for _, d := range c.b.order {
		na := macroenv.NameArity{Name: d.Name, Arity: d.Arity}
		if d.Kind.IsPrivate() || d.defaultOf != nil || c.implemented[na] {
			continue
		}
		for _, k := range c.callbacks[na] {
			contexts, some := c.marked[k.behaviour]
			if some && !containsAtom(contexts, d.context) || !some && d.context != "" {
				continue
			}
			c.warn(c.b.File, d.Meta.Line, "module attribute @impl was not set for "+describe(d.Kind, na)+" callback (specified in "+inspectAtom(k.behaviour)+"). This either means you forgot to add the \"@impl true\" annotation before the definition or that you are accidentally overriding this callback")
			break
		}
	}
}

// assertProtocol raises unless m, of which info tells, is a protocol. extra ends the message.
func (s *scope) assertProtocol(m atom, info *ModuleInfo, extra string, meta quoted.Meta, e *env) {
	switch {
	case info == nil:
		s.raise(meta, e, "ArgumentError", "could not load module "+inspectAtom(m)+" due to reason :nofile"+extra)
	case !info.Functions.Has("__protocol__", 1):
		s.raise(meta, e, "ArgumentError", inspectAtom(m)+" is not a protocol"+extra)
	}
}
