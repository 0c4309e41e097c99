package bif

import (
	"joist/internal/ets"
	"joist/internal/proc"
	"joist/internal/term"
)

func etsNatives() []Native {
	return append([]Native{
		{"ets", "new", 2, etsNew, 0},
		{"ets", "delete", 1, etsDeleteTable, 0},
		{"ets", "delete_all_objects", 1, etsDeleteAll, 0},
		{"ets", "internal_delete_all", 2, etsInternalDeleteAll, 0},
		{"ets", "rename", 2, etsRename, 0},
		{"ets", "whereis", 1, etsWhereis, 0},
		{"ets", "all", 0, etsAll, 0},
		{"ets", "info", 1, etsInfo, 0},
		{"ets", "info", 2, etsInfoItem, 0},
		{"ets", "safe_fixtable", 2, etsFix, 0},
		{"ets", "give_away", 3, etsGiveAway, 0},
		{"ets", "setopts", 2, etsSetOptions, 0},
	}, append(etsObjectNatives(), etsSelectNatives()...)...)
}

// etsFail raises badarg with the cause that stack traces report.
func etsFail(c *proc.Ctx, fault ets.Fault) term.Term {
	cause := term.None
	switch fault {
	case ets.NoTable:
		cause = term.AtomId
	case ets.NoAccess:
		cause = term.AtomAccess
	case ets.NoKey:
		cause = term.AtomBadkey
	case ets.KeyPos:
		cause = term.AtomKeypos
	case ets.Position:
		cause = term.AtomPosition
	case ets.Exists:
		cause = term.AtomAlreadyExists
	case ets.IsOwner:
		cause = term.AtomOwner
	case ets.NotOwner:
		cause = term.AtomNotOwner
	case ets.NotInteger:
		cause = term.AtomNotAnInteger
	case ets.WrongKind:
		cause = term.AtomType
	case ets.Limit:
		return c.SystemLimit()
	}
	if cause == term.None {
		return c.Badarg()
	}
	return c.ErrorInfo(term.AtomBadarg, buildMap(c, []term.Term{
		term.AtomCause, cause, term.AtomModule, term.AtomErlStdlibErrors,
	}))
}

func etsNew(c *proc.Ctx, args []term.Term) term.Term {
	if !args[0].IsAtom() {
		return c.Badarg()
	}
	o, ok := tableOptions(args[1])
	if !ok {
		return c.Badarg()
	}
	id, fault := ets.Of(c.Node).New(c, args[0], o)
	if fault != ets.None {
		return etsFail(c, fault)
	}
	return id
}

func tableOptions(list term.Term) (o ets.Options, ok bool) {
	o = ets.Options{KeyPos: 1}
	for ; list.IsCons(); list = list.Cdr() {
		if !tableOption(&o, list.Car()) {
			return o, false
		}
	}
	return o, list.IsNil()
}

func tableOption(o *ets.Options, t term.Term) bool {
	switch t {
	case term.AtomSet:
		o.Kind = ets.Set
	case term.AtomOrderedSet:
		o.Kind = ets.OrderedSet
	case term.AtomBag:
		o.Kind = ets.Bag
	case term.AtomDuplicateBag:
		o.Kind = ets.DuplicateBag
	case term.AtomPublic:
		o.Access = ets.Public
	case term.AtomProtected:
		o.Access = ets.Protected
	case term.AtomPrivate:
		o.Access = ets.Private
	case term.AtomNamedTable:
		o.Named = true
	case term.AtomCompressed:
		o.Compressed = true
	default:
		return t.IsTuple() && tupleOption(o, t.TupleElems())
	}
	return true
}

func tupleOption(o *ets.Options, e []term.Term) (ok bool) {
	if len(e) == 3 && e[0] == term.AtomHeir && e[1].IsPidImm() {
		o.Heir, o.HeirData = e[1], e[2]
		return true
	}
	if len(e) != 2 {
		return false
	}
	switch e[0] {
	case term.AtomKeypos:
		if !e[1].IsSmall() || e[1].SmallValue() < 1 {
			return false
		}
		o.KeyPos = int(e[1].SmallValue())
		return true
	case term.AtomHeir:
		return e[1] == term.AtomNone
	case term.AtomReadConcurrency:
		o.ReadConcurrency, ok = boolOf(e[1])
		return ok
	case term.AtomWriteConcurrency:
		o.WriteConcurrency = e[1] == term.AtomTrue || e[1] == term.AtomAuto
		return o.WriteConcurrency || e[1] == term.AtomFalse
	case term.AtomDecentralizedCounters:
		_, ok = boolOf(e[1])
		return ok
	}
	return false
}

// readable and writable find the table that the first argument names; nil means that the error is raised.
func readable(c *proc.Ctx, id term.Term) *ets.Table {
	t, fault := ets.Of(c.Node).Readable(c, id)
	if fault != ets.None {
		etsFail(c, fault)
		return nil
	}
	return t
}

func writable(c *proc.Ctx, id term.Term) *ets.Table {
	t, fault := ets.Of(c.Node).Writable(c, id)
	if fault != ets.None {
		etsFail(c, fault)
		return nil
	}
	return t
}

// manyObjects is the size from which emptying a table leaves the schedulers.
const manyObjects = 2000

func etsDeleteTable(c *proc.Ctx, args []term.Term) term.Term {
	t := writable(c, args[0])
	if t == nil {
		return term.None
	}
	if !ets.Of(c.Node).Delete(c, t) {
		return etsFail(c, ets.NoTable)
	}
	return term.AtomTrue
}

func etsDeleteAll(c *proc.Ctx, args []term.Term) term.Term {
	t := writable(c, args[0])
	if t == nil {
		return term.None
	}
	remove := func(c *proc.Ctx, _ []term.Term) term.Term {
		if _, fault := t.Clear(c); fault != ets.None {
			return etsFail(c, fault)
		}
		return term.AtomTrue
	}
	if t.Size() > manyObjects {
		return c.Dirty(remove)
	}
	return remove(c, nil)
}

func etsInternalDeleteAll(c *proc.Ctx, args []term.Term) term.Term {
	t := writable(c, args[0])
	if t == nil {
		return term.None
	}
	return c.Dirty(func(c *proc.Ctx, _ []term.Term) term.Term {
		removed, fault := t.Clear(c)
		if fault != ets.None {
			return etsFail(c, fault)
		}
		return term.Small(int64(removed))
	})
}

func etsRename(c *proc.Ctx, args []term.Term) term.Term {
	t := writable(c, args[0])
	if t == nil {
		return term.None
	}
	if !args[1].IsAtom() {
		return c.Badarg()
	}
	if fault := ets.Of(c.Node).Rename(t, args[1]); fault != ets.None {
		return etsFail(c, fault)
	}
	return t.Identifier(c)
}

func etsWhereis(c *proc.Ctx, args []term.Term) term.Term {
	if !args[0].IsAtom() {
		return c.Badarg()
	}
	t := ets.Of(c.Node).Find(args[0])
	if t == nil {
		return term.AtomUndefined
	}
	return t.Reference(c)
}

func etsAll(c *proc.Ctx, _ []term.Term) term.Term {
	return c.List(ets.Of(c.Node).All(c), term.Nil)
}

func etsInfo(c *proc.Ctx, args []term.Term) term.Term {
	t := ets.Of(c.Node).Find(args[0])
	if t == nil {
		return noInfo(c, args[0])
	}
	items := []term.Term{
		term.AtomId, term.AtomDecentralizedCounters, term.AtomReadConcurrency, term.AtomWriteConcurrency,
		term.AtomCompressed, term.AtomMemory, term.AtomOwner, term.AtomHeir, term.AtomName, term.AtomSize,
		term.AtomNode, term.AtomNamedTable, term.AtomType, term.AtomKeypos, term.AtomProtection,
	}
	pairs := make([]term.Term, len(items))
	for i, item := range items {
		pairs[i] = c.Tuple2(item, etsItem(c, t, item))
	}
	return c.List(pairs, term.Nil)
}

// noInfo is the answer for a table that is not there: undefined, where the name could be one.
func noInfo(c *proc.Ctx, id term.Term) term.Term {
	if !id.IsAtom() && !id.IsRef() {
		return c.Badarg()
	}
	return term.AtomUndefined
}

func etsInfoItem(c *proc.Ctx, args []term.Term) term.Term {
	if !args[1].IsAtom() {
		return c.Badarg()
	}
	t := ets.Of(c.Node).Find(args[0])
	if t == nil {
		return noInfo(c, args[0])
	}
	value := etsItem(c, t, args[1])
	if value == term.None {
		return c.Badarg()
	}
	return value
}

func etsItem(c *proc.Ctx, t *ets.Table, item term.Term) term.Term {
	switch item {
	case term.AtomId:
		return t.Reference(c)
	case term.AtomName:
		return t.Name()
	case term.AtomSize:
		return c.Int(int64(t.Size()))
	case term.AtomMemory:
		return c.Int(int64(t.Words()))
	case term.AtomOwner:
		return t.Owner()
	case term.AtomHeir:
		if t.Heir == term.None {
			return term.AtomNone
		}
		return t.Heir
	case term.AtomNode:
		return term.AtomNonodeNohost
	case term.AtomKeypos:
		return term.Small(int64(t.KeyPos))
	case term.AtomType:
		return kindAtom(t.Kind)
	case term.AtomProtection:
		return accessAtom(t.Access)
	case term.AtomNamedTable:
		return term.Bool(t.Named)
	case term.AtomCompressed:
		return term.Bool(t.Compressed)
	case term.AtomReadConcurrency:
		return term.Bool(t.ReadConcurrency)
	case term.AtomWriteConcurrency:
		return term.Bool(t.WriteConcurrency)
	case term.AtomDecentralizedCounters, term.AtomBinary:
		return term.AtomFalse
	case term.AtomFixed:
		return term.Bool(t.IsFixed())
	case term.AtomSafeFixed:
		return safeFixed(c, t)
	}
	return term.None
}

// safeFixed is false, or who has fixed the table and how often.
func safeFixed(c *proc.Ctx, t *ets.Table) term.Term {
	list := term.Nil
	ets.Of(c.Node).Fixers(t, func(pid term.Term, times int) {
		list = c.Cons(c.Tuple2(pid, term.Small(int64(times))), list)
	})
	if list.IsNil() {
		return term.AtomFalse
	}
	return c.Tuple2(timestamp((*proc.Node).SystemTime)(c, nil), list)
}

func kindAtom(kind ets.Kind) term.Term {
	return [...]term.Term{
		ets.Set: term.AtomSet, ets.OrderedSet: term.AtomOrderedSet,
		ets.Bag: term.AtomBag, ets.DuplicateBag: term.AtomDuplicateBag,
	}[kind]
}

func accessAtom(access ets.Access) term.Term {
	return [...]term.Term{
		ets.Protected: term.AtomProtected, ets.Public: term.AtomPublic, ets.Private: term.AtomPrivate,
	}[access]
}

func etsFix(c *proc.Ctx, args []term.Term) term.Term {
	t := readable(c, args[0])
	if t == nil {
		return term.None
	}
	on, ok := boolOf(args[1])
	if !ok {
		return c.Badarg()
	}
	if on {
		ets.Of(c.Node).Fix(t, c.Self())
	} else {
		ets.Of(c.Node).Unfix(t, c.Self())
	}
	return term.AtomTrue
}

func etsGiveAway(c *proc.Ctx, args []term.Term) term.Term {
	t := ets.Of(c.Node).Find(args[0])
	if t == nil {
		return etsFail(c, ets.NoTable)
	}
	if fault := ets.Of(c.Node).GiveAway(c, t, args[1], args[2]); fault != ets.None {
		return etsFail(c, fault)
	}
	return term.AtomTrue
}

// etsSetOptions knows heir.
func etsSetOptions(c *proc.Ctx, args []term.Term) term.Term {
	t := ets.Of(c.Node).Find(args[0])
	if t == nil {
		return etsFail(c, ets.NoTable)
	}
	options := args[1]
	if options.IsTuple() {
		options = c.Cons(options, term.Nil)
	}
	o := ets.Options{}
	for ; options.IsCons(); options = options.Cdr() {
		option := options.Car()
		if !option.IsTuple() || option.TupleSize() < 2 || option.TupleElem(0) != term.AtomHeir || !tupleOption(&o, option.TupleElems()) {
			return c.Badarg()
		}
	}
	if !options.IsNil() {
		return c.Badarg()
	}
	if t.Owner() != c.Self() {
		return etsFail(c, ets.NotOwner)
	}
	t.SetHeir(c, o.Heir, o.HeirData)
	return term.AtomTrue
}
