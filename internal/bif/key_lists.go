package bif

import (
	"joist/internal/proc"
	"joist/internal/term"
)

func keyListNatives() []Native {
	return []Native{
		{"lists", "keyfind", 3, keyFind, 0},
		{"lists", "keymember", 3, keyMember, 0},
		{"lists", "keysearch", 3, keySearch, 0},
		{"lists", "sort", 1, sortList, 0},
		{"lists", "usort", 1, sortUnique, 0},
		{"lists", "keysort", 2, sortByKey, 0},
		{"lists", "ukeysort", 2, sortUniqueByKey, 0},
	}
}

func keyFind(c *proc.Ctx, args []term.Term) term.Term {
	return searchKey(c, args, keyFind, func(found term.Term) term.Term {
		if found == term.None {
			return term.AtomFalse
		}
		return found
	})
}

func keyMember(c *proc.Ctx, args []term.Term) term.Term {
	return searchKey(c, args, keyMember, func(found term.Term) term.Term {
		return term.Bool(found != term.None)
	})
}

func keySearch(c *proc.Ctx, args []term.Term) term.Term {
	return searchKey(c, args, keySearch, func(found term.Term) term.Term {
		if found == term.None {
			return term.AtomFalse
		}
		return c.Tuple(term.AtomValue, found)
	})
}

// searchKey looks for the first tuple whose element at a position equals a key (as == does). A long list is
// searched in several slices, by calling again with what is left.
func searchKey(c *proc.Ctx, args []term.Term, again proc.Native, answer func(found term.Term) term.Term) term.Term {
	key, list := args[0], args[2]
	if !args[1].IsSmall() || args[1].SmallValue() < 1 {
		return c.Badarg()
	}
	index := args[1].SmallValue() - 1
	// Only numbers equal something that is not the same word.
	simple := key.IsImmediate() && !key.IsSmall()
	n := 0
	for ; list.IsCons() && n < cellLimit; list = list.Cdr() {
		n++
		t := list.Car()
		if !t.IsTuple() || index >= int64(t.TupleSize()) {
			continue
		}
		if e := t.TupleElem(int(index)); e == key || !simple && term.Equal(e, key) {
			chargeCells(c, n)
			return answer(t)
		}
	}
	chargeCells(c, n)
	switch {
	case list.IsNil():
		return answer(term.None)
	case list.IsCons():
		return c.TrapNative(again, key, args[1], list)
	}
	return c.Badarg()
}
