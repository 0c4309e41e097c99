package joist

import (
	"context"
	"fmt"
	"reflect"
)

// Func makes a Function of a Go function of any signature: its arguments are converted as Unmarshal does, its first result,
// if there is one, as every value that is passed to Elixir. It may take a context.Context first, which is cancelled when the
// calling process is killed, and does not count as an argument; its last result may be an error, which is raised in the
// caller. Without another result it returns :ok.
//
//	joist.Func("area", func(w, h float64) float64 { return w * h })
//
// An argument that cannot be converted raises a RuntimeError that names it. Func panics when fn is not a
// function, is variadic, or has more than one result besides the error.
func Func(name string, fn any) Function {
	f := reflect.ValueOf(fn)
	if f.Kind() != reflect.Func {
		panic(fmt.Sprintf("joist: Func(%q) needs a function, not a %T", name, fn))
	}
	t := f.Type()
	first := 0
	if t.NumIn() > 0 && t.In(0) == reflect.TypeFor[context.Context]() {
		first = 1
	}
	results := t.NumOut()
	fails := results > 0 && t.Out(results-1) == reflect.TypeFor[error]()
	if fails {
		results--
	}
	if t.IsVariadic() || results > 1 {
		panic(fmt.Sprintf("joist: Func(%q) cannot take a function of type %s", name, t))
	}
	run := func(ctx context.Context, args []any) (any, error) {
		in := make([]reflect.Value, t.NumIn())
		if first == 1 {
			in[0] = reflect.ValueOf(ctx)
		}
		for i, a := range args {
			v := reflect.New(t.In(first + i))
			if err := Unmarshal(a, v.Interface()); err != nil {
				return nil, fmt.Errorf("argument %d of %s/%d: %w", i+1, name, len(args), err)
			}
			in[first+i] = v.Elem()
		}
		return goResult(f.Call(in), results == 1, fails)
	}
	return Function{Name: name, Arity: t.NumIn() - first, Run: run}
}

// goResult is what a function's results mean: has tells whether one of them is a value, fails whether the last is an error.
func goResult(out []reflect.Value, has, fails bool) (any, error) {
	if fails {
		if err, _ := out[len(out)-1].Interface().(error); err != nil {
			return nil, err
		}
	}
	if !has {
		return Atom("ok"), nil
	}
	return out[0].Interface(), nil
}
