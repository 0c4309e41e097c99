package bif

import (
	"fmt"

	"joist/internal/code"
	"joist/internal/proc"
	"joist/internal/term"
)

func funNatives() []Native {
	return []Native{
		{"erlang", "make_fun", 3, makeFun, 0},
		{"erlang", "fun_info", 1, funInfo1, 0},
		{"erlang", "fun_info", 2, funInfo2, 0},
		{"erlang", "fun_to_list", 1, funToList, 0},
	}
}

// maxArity is the arity of the function with the most arguments.
const maxArity = 255

// makeFun is the external fun module:function/arity; the function need not exist.
func makeFun(c *proc.Ctx, args []term.Term) term.Term {
	if !args[0].IsAtom() || !args[1].IsAtom() || !isCount(args[2]) || args[2].SmallValue() > maxArity {
		return c.Badarg()
	}
	entry := c.Node.Code.Export(code.MFA{Module: args[0], Function: args[1], Arity: int(args[2].SmallValue())})
	if entry == nil {
		return c.SystemLimit()
	}
	return c.ExportFun(entry.Address())
}

// isExport says whether a fun is external.
func isExport(fun term.Term) bool { return fun.HasSubtag(term.SubExport) }

func exportOf(fun term.Term) *code.Export { return code.ExportAt(uintptr(fun.Word(term.ExportEntry))) }

func entryOf(fun term.Term) *code.Fun { return code.FunAt(uintptr(fun.Word(term.FunEntry))) }

func funInfo1(c *proc.Ctx, args []term.Term) term.Term {
	if !args[0].IsFun() {
		return c.Badarg()
	}
	items := []term.Term{term.AtomModule, term.AtomName, term.AtomArity, term.AtomEnv, term.AtomType}
	if !isExport(args[0]) {
		items = []term.Term{
			term.AtomPid, term.AtomModule, term.AtomNewIndex, term.AtomNewUniq, term.AtomIndex,
			term.AtomUniq, term.AtomName, term.AtomArity, term.AtomEnv, term.AtomType,
		}
	}
	pairs := make([]term.Term, len(items))
	for i, item := range items {
		value, _ := funItem(c, args[0], item)
		pairs[i] = c.Tuple2(item, value)
	}
	return c.List(pairs, term.Nil)
}

func funInfo2(c *proc.Ctx, args []term.Term) term.Term {
	if !args[0].IsFun() {
		return c.Badarg()
	}
	value, ok := funItem(c, args[0], args[1])
	if !ok {
		return c.Badarg()
	}
	return c.Tuple2(args[1], value)
}

func funItem(c *proc.Ctx, fun, item term.Term) (value term.Term, ok bool) {
	if item == term.AtomArity {
		return term.Small(int64(fun.FunArityOf())), true
	}
	if isExport(fun) {
		return exportItem(fun, item)
	}
	entry := entryOf(fun)
	switch item {
	case term.AtomModule:
		return entry.Module, true
	case term.AtomName:
		return entry.Name, true
	case term.AtomType:
		return term.AtomLocal, true
	case term.AtomEnv:
		return c.List(fun.FunEnv(), term.Nil), true
	case term.AtomPid:
		return fun.Field(term.FunCreator), true
	case term.AtomIndex, term.AtomNewIndex:
		return term.Small(int64(entry.Index)), true
	case term.AtomUniq:
		return term.Small(int64(entry.OldUniq)), true
	case term.AtomNewUniq:
		return newUniq(c, entry), true
	}
	return term.None, false
}

// newUniq is the MD5 sum of the fun's module, as a binary.
func newUniq(c *proc.Ctx, entry *code.Fun) term.Term {
	var sum [16]byte
	if module := c.Node.Code.Module(entry.Module); module != nil {
		sum = module.MD5
	}
	return c.Binary(sum[:])
}

func exportItem(fun, item term.Term) (value term.Term, ok bool) {
	entry := exportOf(fun)
	switch item {
	case term.AtomModule:
		return entry.Module, true
	case term.AtomName:
		return entry.Function, true
	case term.AtomType:
		return term.AtomExternal, true
	case term.AtomEnv:
		return term.Nil, true
	case term.AtomPid, term.AtomIndex, term.AtomNewIndex, term.AtomUniq, term.AtomNewUniq:
		return term.AtomUndefined, true
	}
	return term.None, false
}

func funToList(c *proc.Ctx, args []term.Term) term.Term {
	fun := args[0]
	if !fun.IsFun() {
		return c.Badarg()
	}
	name := func(atom term.Term) string { return term.QuoteAtom(c.Node.Atoms.Name(atom.AtomIndex())) }
	if isExport(fun) {
		entry := exportOf(fun)
		return c.String(fmt.Sprintf("fun %s:%s/%d", name(entry.Module), name(entry.Function), entry.Arity))
	}
	entry := entryOf(fun)
	return c.String(fmt.Sprintf("#Fun<%s.%d.%d>", name(entry.Module), entry.Index, entry.OldUniq))
}
