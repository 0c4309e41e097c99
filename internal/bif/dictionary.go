package bif

import (
	"joist/internal/proc"
	"joist/internal/term"
)

func dictionaryNatives() []Native {
	return []Native{
		{"erlang", "get", 0, dictionary, 0},
		{"erlang", "get", 1, dictionaryGet, 0},
		{"erlang", "put", 2, dictionaryPut, 0},
		{"erlang", "erase", 0, dictionaryClear, 0},
		{"erlang", "erase", 1, dictionaryErase, 0},
		{"erlang", "get_keys", 0, dictionaryKeys, 0},
		{"erlang", "get_keys", 1, dictionaryKeysOf, 0},
	}
}

// orUndefined is a value, or the atom undefined where there is none.
func orUndefined(t term.Term) term.Term {
	if t == term.None {
		return term.AtomUndefined
	}
	return t
}

func dictionary(c *proc.Ctx, _ []term.Term) term.Term {
	list := term.Nil
	c.P.Dict(func(key, value term.Term) { list = c.Cons(c.Tuple2(key, value), list) })
	return list
}

func dictionaryGet(c *proc.Ctx, args []term.Term) term.Term { return orUndefined(c.DictGet(args[0])) }

func dictionaryPut(c *proc.Ctx, args []term.Term) term.Term {
	return orUndefined(c.DictPut(args[0], args[1]))
}

func dictionaryClear(c *proc.Ctx, args []term.Term) term.Term {
	all := dictionary(c, args)
	c.DictClear()
	return all
}

func dictionaryErase(c *proc.Ctx, args []term.Term) term.Term {
	return orUndefined(c.DictErase(args[0]))
}

func dictionaryKeys(c *proc.Ctx, _ []term.Term) term.Term {
	list := term.Nil
	c.P.Dict(func(key, _ term.Term) { list = c.Cons(key, list) })
	return list
}

func dictionaryKeysOf(c *proc.Ctx, args []term.Term) term.Term {
	list := term.Nil
	c.P.Dict(func(key, value term.Term) {
		if term.ExactEqual(value, args[0]) {
			list = c.Cons(key, list)
		}
	})
	return list
}
