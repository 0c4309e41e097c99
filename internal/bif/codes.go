package bif

import (
	"joist/internal/code"
	"joist/internal/proc"
	"joist/internal/term"
)

func codeNatives() []Native {
	return []Native{
		{"erlang", "function_exported", 3, functionExported, 0},
		{"erlang", "is_builtin", 3, isBuiltin, 0},
		{"erlang", "module_loaded", 1, moduleLoaded, 0},
		{"erlang", "loaded", 0, loadedModules, 0},
		{"erlang", "pre_loaded", 0, func(*proc.Ctx, []term.Term) term.Term { return term.Nil }, 0},
		{"erlang", "get_module_info", 1, moduleInfo1, 0},
		{"erlang", "get_module_info", 2, moduleInfo2, 0},
		{"erlang", "delete_module", 1, deleteModule, 0},
		{"erlang", "purge_module", 1, purgeModule, 0},
		{"erts_internal", "purge_module", 2, purgeModule, 0},
		{"erlang", "check_old_code", 1, checkOldCode, 0},
	}
}

func functionExported(c *proc.Ctx, args []term.Term) term.Term {
	if !args[0].IsAtom() || !args[1].IsAtom() || !args[2].IsSmall() {
		return c.Badarg()
	}
	if args[2].SmallValue() < 0 || args[2].SmallValue() > maxArity {
		return term.AtomFalse
	}
	mfa := code.MFA{Module: args[0], Function: args[1], Arity: int(args[2].SmallValue())}
	return term.Bool(c.Node.Code.Exists(mfa))
}

func isBuiltin(c *proc.Ctx, args []term.Term) term.Term {
	if !args[0].IsAtom() || !args[1].IsAtom() || !isCount(args[2]) {
		return c.Badarg()
	}
	_, _, ok := c.Node.Code.Native(code.MFA{Module: args[0], Function: args[1], Arity: int(args[2].SmallValue())})
	return term.Bool(ok)
}

func moduleLoaded(c *proc.Ctx, args []term.Term) term.Term {
	if !args[0].IsAtom() {
		return c.Badarg()
	}
	return term.Bool(c.Node.Code.Module(args[0]) != nil)
}

func loadedModules(c *proc.Ctx, _ []term.Term) term.Term {
	return c.List(c.Node.Code.Modules(), term.Nil)
}

func moduleInfo1(c *proc.Ctx, args []term.Term) term.Term {
	module := loadedModule(c, args[0])
	if module == nil {
		return c.Badarg()
	}
	items := []term.Term{term.AtomModule, term.AtomExports, term.AtomAttributes, term.AtomCompile, term.AtomMd5}
	pairs := make([]term.Term, len(items))
	for i, item := range items {
		pairs[i] = c.Tuple2(item, moduleItem(c, module, item))
	}
	return c.List(pairs, term.Nil)
}

func moduleInfo2(c *proc.Ctx, args []term.Term) term.Term {
	module := loadedModule(c, args[0])
	if module == nil {
		return c.Badarg()
	}
	value := moduleItem(c, module, args[1])
	if value == term.None {
		return c.Badarg()
	}
	return value
}

func loadedModule(c *proc.Ctx, name term.Term) *code.Module {
	if !name.IsAtom() {
		return nil
	}
	return c.Node.Code.Module(name)
}

func moduleItem(c *proc.Ctx, module *code.Module, item term.Term) term.Term {
	switch item {
	case term.AtomModule:
		return module.Name
	case term.AtomMd5:
		return c.Binary(module.MD5[:])
	case term.AtomAttributes:
		return orNil(module.Attributes)
	case term.AtomCompile:
		return orNil(module.CompileInfo)
	case term.AtomExports, term.AtomFunctions:
		list := term.Nil
		for i := len(module.Declared) - 1; i >= 0; i-- {
			list = c.Cons(c.Tuple2(module.Declared[i].Function, term.Small(int64(module.Declared[i].Arity))), list)
		}
		if module.Declared != nil {
			return list
		}
		for i := len(module.Functions) - 1; i >= 0; i-- {
			if f := module.Functions[i]; f.Exported || item == term.AtomFunctions {
				list = c.Cons(c.Tuple2(f.Name, term.Small(int64(f.Arity))), list)
			}
		}
		return list
	case term.AtomNative:
		return term.AtomFalse
	case term.AtomNifs:
		return term.Nil
	}
	return term.None
}

func orNil(t term.Term) term.Term {
	if t == term.None {
		return term.Nil
	}
	return t
}

// deleteModule makes the current code of a module old.
func deleteModule(c *proc.Ctx, args []term.Term) term.Term {
	if !args[0].IsAtom() {
		return c.Badarg()
	}
	if c.Node.Code.Module(args[0]) == nil {
		return term.AtomUndefined
	}
	if c.Node.Code.OldModule(args[0]) != nil {
		return c.Badarg()
	}
	c.Node.Code.Delete(args[0])
	return term.AtomTrue
}

// purgeModule removes the old code of a module.
func purgeModule(c *proc.Ctx, args []term.Term) term.Term {
	if !args[0].IsAtom() {
		return c.Badarg()
	}
	if !c.Node.Code.Purge(args[0]) {
		return c.Badarg()
	}
	return term.AtomTrue
}

func checkOldCode(c *proc.Ctx, args []term.Term) term.Term {
	if !args[0].IsAtom() {
		return c.Badarg()
	}
	return term.Bool(c.Node.Code.OldModule(args[0]) != nil)
}
