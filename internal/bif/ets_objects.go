package bif

import (
	"joist/internal/arith"
	"joist/internal/ets"
	"joist/internal/proc"
	"joist/internal/term"
)

func etsObjectNatives() []Native {
	return []Native{
		{"ets", "insert", 2, etsInsert, 0},
		{"ets", "insert_new", 2, etsInsertNew, 0},
		{"ets", "lookup", 2, etsLookup, 0},
		{"ets", "lookup_element", 3, etsLookupElement, 0},
		{"ets", "lookup_element", 4, etsLookupElement, 0},
		{"ets", "member", 2, etsMember, 0},
		{"ets", "delete", 2, etsDeleteKey, 0},
		{"ets", "delete_object", 2, etsDeleteObject, 0},
		{"ets", "take", 2, etsTake, 0},
		{"ets", "update_counter", 3, etsUpdateCounter, 0},
		{"ets", "update_counter", 4, etsUpdateCounter, 0},
		{"ets", "update_element", 3, etsUpdateElement, 0},
		{"ets", "update_element", 4, etsUpdateElement, 0},
		{"ets", "first", 1, etsStep1((*ets.Table).First), 0},
		{"ets", "last", 1, etsStep1((*ets.Table).Last), 0},
		{"ets", "next", 2, etsStep2((*ets.Table).Next), 0},
		{"ets", "prev", 2, etsStep2((*ets.Table).Prev), 0},
		{"ets", "first_lookup", 1, etsStepLookup1((*ets.Table).First), 0},
		{"ets", "last_lookup", 1, etsStepLookup1((*ets.Table).Last), 0},
		{"ets", "next_lookup", 2, etsStepLookup2((*ets.Table).Next), 0},
		{"ets", "prev_lookup", 2, etsStepLookup2((*ets.Table).Prev), 0},
	}
}

func etsInsert(c *proc.Ctx, args []term.Term) term.Term {
	t := writable(c, args[0])
	if t == nil {
		return term.None
	}
	if args[1].IsTuple() {
		if !t.HasKey(args[1]) {
			return c.Badarg()
		}
		c.Charge(4)
		if fault := t.Insert(c, args[1]); fault != ets.None {
			return etsFail(c, fault)
		}
		return term.AtomTrue
	}
	return insertList(c, t, args[1], false)
}

func etsInsertNew(c *proc.Ctx, args []term.Term) term.Term {
	t := writable(c, args[0])
	if t == nil {
		return term.None
	}
	list := args[1]
	if list.IsTuple() {
		list = c.Cons(list, term.Nil)
	}
	return insertList(c, t, list, true)
}

func insertList(c *proc.Ctx, t *ets.Table, list term.Term, ifNew bool) term.Term {
	insert := func(c *proc.Ctx, args []term.Term) term.Term {
		n, rest := 0, args[0]
		for ; rest.IsCons(); rest = rest.Cdr() {
			if !t.HasKey(rest.Car()) {
				return c.Badarg()
			}
			n++
		}
		if !rest.IsNil() {
			return c.Badarg()
		}
		c.Charge(4 * n)
		inserted, fault := t.InsertList(c, args[0], ifNew)
		if fault != ets.None {
			return etsFail(c, fault)
		}
		return term.Bool(inserted)
	}
	if _, rest := walk(list, cellLimit/100); rest.IsCons() {
		return c.Dirty(insert, list)
	}
	return insert(c, []term.Term{list})
}

func etsLookup(c *proc.Ctx, args []term.Term) term.Term {
	t := readable(c, args[0])
	if t == nil {
		return term.None
	}
	list, fault := t.Lookup(c, args[1])
	if fault != ets.None {
		return etsFail(c, fault)
	}
	c.Charge(2)
	return list
}

func etsLookupElement(c *proc.Ctx, args []term.Term) term.Term {
	t := readable(c, args[0])
	if t == nil {
		return term.None
	}
	if !args[2].IsSmall() || args[2].SmallValue() < 1 {
		return c.Badarg()
	}
	value, fault := t.LookupElement(c, args[1], int(args[2].SmallValue()))
	if fault == ets.NoKey && len(args) == 4 {
		return args[3]
	}
	if fault != ets.None {
		return etsFail(c, fault)
	}
	return value
}

func etsMember(c *proc.Ctx, args []term.Term) term.Term {
	t := readable(c, args[0])
	if t == nil {
		return term.None
	}
	is, fault := t.Member(c, args[1])
	if fault != ets.None {
		return etsFail(c, fault)
	}
	return term.Bool(is)
}

func etsDeleteKey(c *proc.Ctx, args []term.Term) term.Term {
	t := writable(c, args[0])
	if t == nil {
		return term.None
	}
	if fault := t.DeleteKey(c, args[1]); fault != ets.None {
		return etsFail(c, fault)
	}
	return term.AtomTrue
}

func etsDeleteObject(c *proc.Ctx, args []term.Term) term.Term {
	t := writable(c, args[0])
	if t == nil {
		return term.None
	}
	if !args[1].IsTuple() {
		return c.Badarg()
	}
	if fault := t.DeleteObject(c, args[1]); fault != ets.None {
		return etsFail(c, fault)
	}
	return term.AtomTrue
}

func etsTake(c *proc.Ctx, args []term.Term) term.Term {
	t := writable(c, args[0])
	if t == nil {
		return term.None
	}
	list, fault := t.Take(c, args[1])
	if fault != ets.None {
		return etsFail(c, fault)
	}
	return list
}

// oneObjectAKey finds a writable table of a kind whose objects can be updated.
func oneObjectAKey(c *proc.Ctx, id term.Term) *ets.Table {
	t := writable(c, id)
	if t != nil && t.Kind != ets.Set && t.Kind != ets.OrderedSet {
		etsFail(c, ets.WrongKind)
		return nil
	}
	return t
}

// initialObject checks the object that an update begins with where there is none: a tuple with a key.
func initialObject(t *ets.Table, args []term.Term) (object term.Term, ok bool) {
	if len(args) < 4 {
		return term.None, true
	}
	return args[3], t.HasKey(args[3])
}

func etsUpdateCounter(c *proc.Ctx, args []term.Term) term.Term {
	t := oneObjectAKey(c, args[0])
	if t == nil {
		return term.None
	}
	initial, ok := initialObject(t, args)
	if !ok {
		return c.Badarg()
	}
	if op, ok := counterOp(args[2], t.KeyPos+1); ok && op.increment.IsSmall() && op.threshold == term.None {
		if sum, done := t.Add(c, args[1], op.position, op.increment.SmallValue()); done {
			return sum
		}
	}
	ops, single := args[2], false
	if !ops.IsList() {
		ops, single = c.Cons(ops, term.Nil), true
	}
	var edits []ets.Edit
	var results []term.Term
	for ; ops.IsCons(); ops = ops.Cdr() {
		op, ok := counterOp(ops.Car(), t.KeyPos+1)
		if !ok {
			return c.Badarg()
		}
		edits = append(edits, ets.Edit{Position: op.position, Value: func(old term.Term) (term.Term, ets.Fault) {
			value, fault := op.apply(c, old)
			results = append(results, value)
			return value, fault
		}})
	}
	if !ops.IsNil() {
		return c.Badarg()
	}
	if fault := t.Update(c, args[1], initial, edits); fault != ets.None {
		return etsFail(c, fault)
	}
	if single {
		return results[0]
	}
	return c.List(results, term.Nil)
}

// counterUpdate adds to an element, and sets it to another value where it passes a threshold.
type counterUpdate struct {
	position             int
	increment            term.Term
	threshold, resetting term.Term
}

// counterOp reads Increment, {Position, Increment} or {Position, Increment, Threshold, SetValue}.
func counterOp(t term.Term, position int) (op counterUpdate, ok bool) {
	if t.IsInteger() {
		return counterUpdate{position: position, increment: t}, true
	}
	if !t.IsTuple() || t.TupleSize() != 2 && t.TupleSize() != 4 {
		return op, false
	}
	for _, e := range t.TupleElems() {
		if !e.IsInteger() {
			return op, false
		}
	}
	if !t.TupleElem(0).IsSmall() {
		return op, false
	}
	op = counterUpdate{position: int(t.TupleElem(0).SmallValue()), increment: t.TupleElem(1)}
	if t.TupleSize() == 4 {
		op.threshold, op.resetting = t.TupleElem(2), t.TupleElem(3)
	}
	return op, op.position >= 1
}

func (op counterUpdate) apply(c *proc.Ctx, old term.Term) (value term.Term, fault ets.Fault) {
	if !old.IsInteger() {
		return term.None, ets.NotInteger
	}
	value, f := arith.Add(&c.Builder, old, op.increment)
	if f != arith.OK {
		return term.None, ets.Limit
	}
	if op.threshold == term.None {
		return value, ets.None
	}
	order := term.Compare(value, op.threshold, c.Node.Atoms)
	falling := term.Compare(op.increment, term.Small(0), c.Node.Atoms) < 0
	if !falling && order > 0 || falling && order < 0 {
		return op.resetting, ets.None
	}
	return value, ets.None
}

func etsUpdateElement(c *proc.Ctx, args []term.Term) term.Term {
	t := oneObjectAKey(c, args[0])
	if t == nil {
		return term.None
	}
	initial, ok := initialObject(t, args)
	if !ok {
		return c.Badarg()
	}
	list := args[2]
	if list.IsTuple() {
		list = c.Cons(list, term.Nil)
	}
	var edits []ets.Edit
	for ; list.IsCons(); list = list.Cdr() {
		edit := list.Car()
		if !edit.IsTupleOf(2) || !edit.TupleElem(0).IsSmall() || edit.TupleElem(0).SmallValue() < 1 {
			return c.Badarg()
		}
		edits = append(edits, ets.Edit{
			Position: int(edit.TupleElem(0).SmallValue()),
			Value:    func(term.Term) (term.Term, ets.Fault) { return edit.TupleElem(1), ets.None },
		})
	}
	if !list.IsNil() {
		return c.Badarg()
	}
	switch fault := t.Update(c, args[1], initial, edits); fault {
	case ets.None:
		return term.AtomTrue
	case ets.NoKey:
		return term.AtomFalse
	default:
		return etsFail(c, fault)
	}
}

// endOfTable is what first and next give where there is nothing more.
func endOfTable(c *proc.Ctx) term.Term { return atomOf(c.Node, "$end_of_table") }

func stepped(c *proc.Ctx, key term.Term, fault ets.Fault) term.Term {
	switch {
	case fault != ets.None:
		return etsFail(c, fault)
	case key == term.None:
		return endOfTable(c)
	}
	return key
}

func etsStep1(step func(t *ets.Table, c *proc.Ctx) (term.Term, ets.Fault)) proc.Native {
	return func(c *proc.Ctx, args []term.Term) term.Term {
		t := readable(c, args[0])
		if t == nil {
			return term.None
		}
		key, fault := step(t, c)
		return stepped(c, key, fault)
	}
}

func etsStep2(step func(t *ets.Table, c *proc.Ctx, key term.Term) (term.Term, ets.Fault)) proc.Native {
	return func(c *proc.Ctx, args []term.Term) term.Term {
		t := readable(c, args[0])
		if t == nil {
			return term.None
		}
		key, fault := step(t, c, args[1])
		return stepped(c, key, fault)
	}
}

// withObjects is {Key, Objects} for a key that a step gave.
func withObjects(c *proc.Ctx, id, key term.Term) term.Term {
	if key == term.None || key == endOfTable(c) {
		return key
	}
	objects := etsLookup(c, []term.Term{id, key})
	if objects == term.None {
		return term.None
	}
	return c.Tuple2(key, objects)
}

func etsStepLookup1(step func(t *ets.Table, c *proc.Ctx) (term.Term, ets.Fault)) proc.Native {
	native := etsStep1(step)
	return func(c *proc.Ctx, args []term.Term) term.Term { return withObjects(c, args[0], native(c, args)) }
}

func etsStepLookup2(step func(t *ets.Table, c *proc.Ctx, key term.Term) (term.Term, ets.Fault)) proc.Native {
	native := etsStep2(step)
	return func(c *proc.Ctx, args []term.Term) term.Term { return withObjects(c, args[0], native(c, args)) }
}
