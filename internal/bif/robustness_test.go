package bif

import (
	"fmt"
	"math/big"
	"math/rand/v2"
	"runtime/debug"
	"testing"

	"joist/internal/arith"
	"joist/internal/code"
	"joist/internal/heap"
	"joist/internal/proc"
	"joist/internal/term"
)

// oddTerms are terms of every kind, among them those at the edges.
func oddTerms(c *proc.Ctx) []term.Term {
	text := []string{
		"0", "1", "-1", "2", "7", "255", "256", "576460752303423487", "-576460752303423488", "1114112", "55296",
		"1.5", "-0.0", "1.0e308", "true", "false", "undefined", "utf8", "global", "trim", "nil", "normal", "kill", "all",
		"native", "second", "'$1'", "'_'", "set", "bag", "[]", "[1|2]", "[a,b,c]", "[[1,[2]],[3|4]]", "\"text\"", "[{a,1},{b,2}]",
		"[{keypos,2}]", "[named_table]", "[{'$1',[],['$_']}]", "[{{'$1','$2'},[{'>','$1',1}],[{{'$2'}}]}]", "[short]",
		"[{decimals,4}]", "[{scope,{0,1}}]", "[-1,300]", "<<>>", "<<1,2,3>>", "<<\"hello world\">>", "<<5:3>>", "<<1,2,3,7:5>>",
		"<<255,254>>", "<<131,104,255>>", "{}", "{1}", "{a,b}", "{0,3}", "{a,b,c}", "{error,x,[]}", "{utf16,little}", "#{}",
		"#{a=>1}", "#{size=>300}", "fun erlang:self/0", "fun a:b/255", "{{2024,1,2},{3,4,5}}", "{wordsize,external}",
	}
	var terms []term.Term
	for _, s := range text {
		r := termReader{c: c, text: s}
		terms = append(terms, r.term())
	}
	huge, _ := arith.FromBig(&c.Builder, new(big.Int).Lsh(big.NewInt(-3), 300))
	large := make([]term.Term, 0, 200)
	for i := range int64(100) {
		large = append(large, term.Small(i), c.Tuple2(term.Small(i), huge))
	}
	unaligned := c.SubBinary(c.Binary([]byte("some bytes that begin within a byte")), 3, 200)
	id := c.CallNative(etsNew, atomOf(c.Node, "odd"), term.Nil)
	c.CallNative(etsInsert, id, c.List([]term.Term{c.Tuple2(term.AtomA, term.Small(1)), c.Tuple2(huge, huge)}, term.Nil))
	counters := c.CallNative(newCounters, term.Small(3), term.Nil)
	return append(terms, huge, buildMap(c, large), unaligned, id, counters, c.Self(), c.NewRef(), term.Port(3), c.List(large, term.Nil))
}

// TestNativesSurviveOddArguments calls every native that does not touch the world with arguments of all kinds: each gives a term or
// raises an exception.
func TestNativesSurviveOddArguments(t *testing.T) {
	apart := map[string]bool{"prim_file": true, "joist_os": true}
	for _, native := range All() {
		name := fmt.Sprintf("%s:%s/%d", native.Module, native.Function, native.Arity)
		switch {
		case apart[native.Module], native.Function == "halt", native.Function == "cmd", native.Function == "find_executable":
			continue // these end the node, or reach outside
		case native.Function == "suspend_process", native.Function == "hibernate":
			continue // these stop the process
		}
		t.Run(name, func(t *testing.T) { callWithOddArguments(t, native, name) })
	}
}

func callWithOddArguments(t *testing.T, native Native, name string) {
	withProcess(t, func(c *proc.Ctx) {
		random := rand.New(rand.NewPCG(uint64(len(name)), 7))
		terms := oddTerms(c)
		for range 15 * native.Arity * native.Arity {
			args := make([]term.Term, native.Arity)
			for i := range args {
				args[i] = terms[random.IntN(len(terms))]
			}
			survive(t, c, native, name, args)
		}
	})
}

// wordsOf is what a NoMemory panic asked for.
func wordsOf(r any) int {
	noMemory, _ := r.(heap.NoMemory)
	return noMemory.Words
}

func survive(t *testing.T, c *proc.Ctx, native Native, name string, args []term.Term) {
	t.Helper()
	shown := term.Format(c.List(args, term.Nil), c.Node.Atoms)
	defer func() {
		if r := recover(); r != nil && r != (heap.NoMemory{Words: wordsOf(r)}) {
			t.Errorf("%s%s: %v\n%s", name, shown, r, debug.Stack())
		}
	}()
	if native.Flags&code.Guard != 0 {
		copied := append([]term.Term(nil), args...)
		native.Run(c, copied)
	}
	value := c.CallNative(native.Run, args...)
	if value == term.None && c.Exc.Class == proc.ClassNone {
		t.Errorf("%s%s: neither a value nor an exception", name, shown)
	}
	if value != term.None && c.FlatSize(value) < 100_000 {
		_ = term.Format(value, c.Node.Atoms) // walks all of it
	}
}
