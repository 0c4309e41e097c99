package loader_test

import (
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"joist/internal/atom"
	"joist/internal/beam"
	"joist/internal/code"
	"joist/internal/loader"
	"joist/internal/mem"
	"joist/internal/opcode"
)

func newTable(t testing.TB) *code.Table {
	t.Helper()
	space, err := mem.NewSpace(mem.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(space.Close)
	table, err := code.NewTable(space, atom.NewTable(0))
	if err != nil {
		t.Fatal(err)
	}
	return table
}

// TestLoadsForeignModules loads what an installed Erlang has; running some of it is left to package interp.
func TestLoadsForeignModules(t *testing.T) {
	files, _ := filepath.Glob("/usr/lib/erlang/lib/*/ebin/*.beam")
	if len(files) == 0 {
		t.Skip("SKIPPED: no Erlang installation to take modules from")
	}
	table := newTable(t)
	for _, file := range files {
		if testing.Short() && !strings.Contains(file, "/stdlib-") {
			continue
		}
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		m, err := beam.Read(data)
		if err == nil {
			_, err = loader.Prepare(table, m)
		}
		if err != nil {
			t.Errorf("%s: %v", file, err)
		}
	}
}

func u(n int64) beam.Operand { return beam.Operand{Kind: beam.Uint, N: n} }
func x(n int64) beam.Operand { return beam.Operand{Kind: beam.X, N: n} }
func y(n int64) beam.Operand { return beam.Operand{Kind: beam.Y, N: n} }
func f(n int64) beam.Operand { return beam.Operand{Kind: beam.Label, N: n} }
func a(name string) beam.Operand {
	return beam.Operand{Kind: beam.Atom, N: int64(slices.Index(atoms, name))}
}

// atoms are those of the modules made here; every list is empty or has the atom integer.
var (
	atoms = []string{"m", "f", "integer"}
	lists = [][]beam.Operand{{}, {a("integer")}}
)

func in(op opcode.Op, args ...beam.Operand) beam.Instr { return beam.Instr{Op: op, Args: args} }

// function is a module with one function of one argument whose body is given.
func function(body ...beam.Instr) *beam.Module {
	head := []beam.Instr{in(opcode.Label, u(1)), in(opcode.FuncInfo, a("m"), a("f"), u(1)), in(opcode.Label, u(2))}
	return &beam.Module{
		Name: "m", NumLabels: 5, Atoms: atoms, Lists: lists,
		Functions: []*beam.Function{{Name: "f", Arity: 1, Entry: 2, Exported: true, Code: append(head, body...)}},
	}
}

func TestRefusesWrongCode(t *testing.T) {
	ret := in(opcode.Return)
	cases := []struct {
		name string
		m    *beam.Module
		want string
	}{
		{"x register out of range", function(in(opcode.Move, x(1024), x(0)), ret), "register expected"},
		{"y register beyond the frame", function(in(opcode.Allocate, u(1), u(1)), in(opcode.Move, x(0), y(1)), ret), "y1 in a frame of 1"},
		{"y register without a frame", function(in(opcode.Move, y(0), x(0)), ret), "y0 in a frame of -1"},
		{"missing label", function(in(opcode.Jump, f(4))), "label 4 is missing"},
		{"label twice", function(in(opcode.Label, u(2)), ret), "there twice"},
		{"label 0", function(in(opcode.Jump, f(0))), "label 0"},
		{"unknown instruction", function(in(opcode.Max+1), ret), "no such instruction"},
		{"obsolete instruction", function(in(opcode.PutString, u(0), u(0), x(0)), ret), "not supported"},
		{"too few operands", function(in(opcode.Move, x(0)), ret), "1 operands, want 2"},
		{"literal out of range", function(in(opcode.Move, beam.Operand{Kind: beam.Literal, N: 3}, x(0)), ret), "literal 3 of 0"},
		{"fun out of range", function(in(opcode.MakeFun3, u(0), x(0), beam.Operand{Kind: beam.List, N: 0}), ret), "number from 0 to -1"},
		{"wrong frame size", function(in(opcode.Allocate, u(1), u(1)), in(opcode.Deallocate, u(2)), ret), "frame of 1 released as one of 2"},
		{"string pool", function(in(opcode.BsMatchString, f(1), x(0), u(8), u(5)), ret), "string pool of 0"},
		{"atom out of range", function(in(opcode.Move, beam.Operand{Kind: beam.Atom, N: 3}, x(0)), ret), "atom 3 of 3"},
		{"import out of range", function(in(opcode.CallExt, u(1), beam.Operand{Kind: beam.MFA}), ret), "imported function expected"},
		{"bs_match command", function(in(opcode.BsMatch, f(1), x(0), beam.Operand{Kind: beam.List, N: 1})), `command "integer"`},
		{"damaged literal", &beam.Module{Name: "m", Literals: [][]byte{{131, 104}}}, "literal 0"},
		{"no func_info", &beam.Module{Name: "m", Functions: []*beam.Function{{Name: "f"}}}, "no func_info"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			_, err := loader.Prepare(newTable(t), c.m)
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("error %v, want one with %q", err, c.want)
			}
		})
	}
}

func FuzzLoad(f *testing.F) {
	for _, m := range []string{"data", "bits", "bits_old", "failing", "funs", "mapping", "messages"} {
		data, err := os.ReadFile("../interp/testdata/" + m + ".beam")
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	table := newTable(f)
	f.Fuzz(func(t *testing.T, data []byte) {
		m, err := beam.Read(data)
		if err != nil {
			return
		}
		if m, err := loader.Prepare(table, m); err == nil && m.Bytes == 0 {
			t.Error("a module without code")
		}
	})
}

// TestDamagedModules changes some bytes of modules at random; whatever comes of it must be an error or a
// module.
func TestDamagedModules(t *testing.T) {
	table := newTable(t)
	random := rand.New(rand.NewPCG(1, 2))
	for _, m := range []string{"data", "bits", "bits_old", "failing", "funs", "mapping", "messages"} {
		whole, err := os.ReadFile("../interp/testdata/" + m + ".beam")
		if err != nil {
			t.Fatal(err)
		}
		for range 300 {
			data := slices.Clone(whole)
			for range 1 + random.IntN(4) {
				data[random.IntN(len(data))] = byte(random.IntN(256))
			}
			if damaged, err := beam.Read(data); err == nil {
				if mod, err := loader.Prepare(table, damaged); err == nil && mod.Bytes == 0 {
					t.Errorf("%s became a module without code", m)
				}
			}
		}
	}
}
