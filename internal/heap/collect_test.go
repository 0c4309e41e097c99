package heap_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"joist/internal/atom"
	"joist/internal/heap"
	"joist/internal/maps"
	"joist/internal/mem"
	"joist/internal/term"
	"joist/internal/testing/terms"
)

func newSpace(t testing.TB) *mem.Space {
	t.Helper()
	space, err := mem.NewSpace(mem.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(space.Close)
	return space
}

// A process is a heap with registers and a stack, and for each of these the text of what it must hold.
type process struct {
	t     *testing.T
	b     *heap.Builder
	g     *heap.Collector
	r     *rand.Rand
	x     uintptr // registers
	entry uintptr // of the funs that are made
	texts []string
	stack []string // the text of each stack word, the top of the stack first
}

const registers = 40

func newProcess(t *testing.T, space *mem.Space, atoms *atom.Table, r *rand.Rand) *process {
	c := space.NewCache()
	h := new(heap.Heap)
	if !h.Init(c, 0) {
		t.Fatal("no memory")
	}
	p := &process{t: t, r: r, b: &heap.Builder{H: h, Mem: c, Atoms: atoms},
		g: &heap.Collector{Mem: c, Poison: true, Check: true}, x: space.Alloc(mem.KindSystem, registers),
		entry: space.LiteralAlloc(3)}
	mem.StoreAt(p.entry, term.FunEntryModule, uint64(term.AtomLists))
	mem.StoreAt(p.entry, term.FunEntryIndex, 3)
	mem.StoreAt(p.entry, term.FunEntryUniq, 17)
	for i := range registers {
		p.set(i, term.Nil)
	}
	return p
}

func (p *process) get(i int) term.Term { return term.Term(mem.LoadAt(p.x, i)) }

func (p *process) set(i int, t term.Term) {
	mem.StoreAt(p.x, i, uint64(t))
	if len(p.texts) <= i {
		p.texts = append(p.texts, "")
	}
	p.texts[i] = term.Format(t, p.b.Atoms)
}

func (p *process) check(what string) {
	p.t.Helper()
	for i, want := range p.texts {
		if got := term.Format(p.get(i), p.b.Atoms); got != want {
			p.t.Fatalf("after %s register %d is %s, want %s", what, i, got, want)
		}
	}
	for i, want := range p.stack {
		got := term.Term(mem.LoadAt(p.b.H.Stop, i))
		if text := term.Format(got, p.b.Atoms); text != want {
			p.t.Fatalf("after %s stack word %d is %s, want %s", what, i, text, want)
		}
	}
}

func (p *process) collect(need int) {
	p.g.Root(p.x, registers)
	what, st := "a collection", heap.Collected
	switch p.r.IntN(12) {
	case 0:
		what, st = "a major collection", p.g.Major(p.b.H, need)
	case 1:
		what = "compaction"
		p.g.Compact(p.b.H)
		p.g.Root(p.x, registers)
		st = p.g.Collect(p.b.H, need)
	default:
		st = p.g.Collect(p.b.H, need)
	}
	if st != heap.Collected || p.b.H.FreeWords() < need {
		p.t.Fatalf("%s: status %d, %d words free of %d", what, st, p.b.H.FreeWords(), need)
	}
	p.check(what)
}

func (p *process) push(t term.Term) {
	if p.b.H.FreeWords() < 1 {
		p.collect(1)
		return
	}
	p.b.H.Push(t)
	p.stack = append([]string{term.Format(t, p.b.Atoms)}, p.stack...)
}

// step does something at random that a process might do.
func (p *process) step(other *process) {
	gen := terms.Generator{B: p.b, R: p.r}
	i, j, k := p.r.IntN(registers), p.r.IntN(registers), p.r.IntN(registers)
	switch p.r.IntN(14) {
	case 0, 1, 2:
		p.set(i, gen.Term(4).Term)
	case 3:
		p.set(i, p.b.Tuple2(p.get(j), gen.Term(2).Term))
		p.set(j, term.Nil)
	case 4:
		p.set(i, p.b.Cons(gen.Term(1).Term, p.get(j)))
		p.set(j, term.Nil)
	case 5:
		p.set(i, p.b.Fun(p.entry, 1, term.Pid(1, 0), []term.Term{p.get(j), gen.Term(1).Term}))
	case 6:
		if m := p.get(j); m.IsMap() {
			p.set(i, maps.Put(p.b, m, gen.Key().Term, gen.Term(1).Term))
			break
		}
		p.set(j, maps.Empty(p.b))
	case 7:
		p.appendTo(i, j)
	case 8:
		if s := p.get(j); s.IsBitstring() && s.BitSize() > 3 {
			off := p.r.IntN(s.BitSize())
			p.set(i, p.b.SubBinary(s, off, p.r.IntN(s.BitSize()-off+1)))
		}
	case 9:
		p.push(p.get(i))
	case 10:
		if n := len(p.stack); n > 0 {
			drop := 1 + p.r.IntN(n)
			p.b.H.Stop += uintptr(drop) * mem.WordSize
			p.stack = p.stack[drop:]
		}
	case 11:
		m := p.b.NewMessage(7, p.get(i))
		mem.Fill(m.Node, 7, heap.PoisonWord)
		other.set(k, other.b.H.AdoptMessage(other.b.Mem, 7, m))
	case 12:
		p.set(i, p.b.Binary(make([]byte, 40+p.r.IntN(200))))
	case 13:
		p.collect(p.r.IntN(100))
	}
}

// appendTo appends bits to the bitstring in register j, giving register i.
func (p *process) appendTo(i, j int) {
	s := p.get(j)
	if !s.IsBitstring() {
		p.set(j, p.b.WritableBinary(10))
		return
	}
	n := p.r.IntN(50) * (1 + 7*p.r.IntN(2))
	want := make([]byte, (s.BitSize()+n+7)/8)
	term.CopyBits(want, 0, s.Bits())
	result, base, at := p.b.Append(s, n)
	added := p.b.Binary([]byte("the bits that are added, as many as there are asked for, at most"))
	v := added.Bits()
	v.Size = n
	term.CopyBits(mem.Bytes(base, (at+n+7)/8), at, v)
	term.CopyBits(want, s.BitSize(), v)
	if whole := p.b.Bitstring(want, s.BitSize()+n); !term.ExactEqual(whole, result) {
		p.t.Fatalf("appended %s, want %s", term.Format(result, p.b.Atoms), term.Format(whole, p.b.Atoms))
	}
	p.set(i, result)
}

func TestRandomProcesses(t *testing.T) {
	for seed := range uint64(20) {
		t.Run(fmt.Sprint("seed", seed), func(t *testing.T) { runProcesses(t, seed, 1500) })
	}
}

func FuzzProcesses(f *testing.F) {
	f.Add(uint64(1), uint16(100))
	f.Fuzz(func(t *testing.T, seed uint64, steps uint16) { runProcesses(t, seed, int(steps%3000)) })
}

// runProcesses lets two processes do things at random, one under stress when the seed is odd.
func runProcesses(t *testing.T, seed uint64, steps int) {
	space := newSpace(t)
	atoms := atom.NewTable(0)
	r := rand.New(rand.NewPCG(seed, 9))
	ps := []*process{newProcess(t, space, atoms, r), newProcess(t, space, atoms, r)}
	ps[1].g.Stress = seed%2 == 1
	for i := range steps {
		ps[i%2].step(ps[1-i%2])
		if p := ps[i%2]; p.b.H.ShouldCollect() {
			p.collect(10)
		}
	}
	for _, p := range ps {
		p.check("everything")
		p.b.H.Free(p.b.Mem)
		p.b.Mem.Sync()
	}
	space.Free(mem.KindSystem, ps[0].x, registers)
	space.Free(mem.KindSystem, ps[1].x, registers)
	if st := space.Stats(); st.Total != st.Used[mem.KindLiteral] {
		t.Errorf("in use after everything is freed: %v", st.Used)
	}
}

func TestMatchContextSurvives(t *testing.T) {
	space := newSpace(t)
	p := newProcess(t, space, atom.NewTable(0), rand.New(rand.NewPCG(1, 1)))
	for _, n := range []int{10, 100} {
		data := make([]byte, n)
		for i := range data {
			data[i] = byte(i)
		}
		root := []term.Term{p.b.MatchContext(p.b.Binary(data))}
		for range 5 {
			p.g.RootTerms(root)
			p.g.Collect(p.b.H, 50)
			v := root[0].Bits()
			if v.Size != n*8 || v.Byte(8*9) != 9 || v.Base != term.BinaryData(v.Binary) {
				t.Fatalf("the context of %d bytes is damaged", n)
			}
		}
	}
}

func TestDeepTerms(t *testing.T) {
	space := newSpace(t)
	b := &heap.Builder{Mem: space.NewCache(), Atoms: atom.NewTable(0)}
	const depth = 300_000
	build := func() term.Term {
		deep := term.Nil
		for range depth {
			deep = b.Tuple2(b.List([]term.Term{deep}, term.Nil), term.AtomOk)
		}
		return deep
	}
	x, y := build(), build()
	if !term.ExactEqual(x, y) || term.Compare(x, y, b.Atoms) != 0 || term.Hash(x) != term.Hash(y) ||
		term.PHash2(x, b.Atoms) != term.PHash2(y, b.Atoms) {
		t.Error("equal deep terms are not equal")
	}
	if n := b.FlatSize(x); n != depth*5 {
		t.Errorf("flat size %d", n)
	}
	if z := b.Copy(x); !term.Equal(x, z) {
		t.Error("the copy is not equal")
	}
	h := new(heap.Heap)
	h.Init(b.Mem, 0)
	m := b.NewMessage(3, x)
	roots := []term.Term{h.AdoptMessage(b.Mem, 3, m)}
	g := heap.Collector{Mem: b.Mem}
	g.RootTerms(roots)
	if g.Collect(h, 100) != heap.Collected || !term.Equal(roots[0], y) {
		t.Error("a deep term does not survive")
	}
	_ = len(term.Format(x, b.Atoms))
}

func TestLiteralsAreShared(t *testing.T) {
	space := newSpace(t)
	p := newProcess(t, space, atom.NewTable(0), rand.New(rand.NewPCG(1, 1)))
	built := p.b.Tuple(p.b.Binary(make([]byte, 1000)), p.b.String("héllo"), p.b.Float(1.5))
	lit, words := p.b.CopyLiteral(built)
	if !space.IsLiteral(lit.Addr()) || !term.ExactEqual(lit, built) {
		t.Fatal("not a literal copy")
	}
	p.set(0, p.b.Cons(lit, term.Nil))
	p.collect(1000)
	if p.get(0).Car() != lit || p.b.FlatSize(p.get(0)) != 2 {
		t.Error("the literal was copied")
	}
	p.b.H.Free(p.b.Mem)
	p.b.Mem.Sync()
	if n := space.Stats().Used[mem.KindBinary]; n == 0 {
		t.Error("the literal's binary is gone")
	}
	p.b.FreeLiteral(lit, words)
	p.b.Mem.Sync()
	if n := space.Stats().Used[mem.KindBinary]; n != 0 {
		t.Errorf("%d bytes of binaries are left", n)
	}
}

func TestMemoryLimit(t *testing.T) {
	space, err := mem.NewSpace(mem.Options{Limit: 4 << 20})
	if err != nil {
		t.Fatal(err)
	}
	defer space.Close()
	c := space.NewCache()
	h := new(heap.Heap)
	h.Init(c, 0)
	b := &heap.Builder{H: h, Mem: c}
	g := heap.Collector{Mem: c, Check: true}
	root := []term.Term{term.Nil}
	for {
		if h.FreeWords() < 2 {
			g.RootTerms(root)
			if st := g.Collect(h, 2); st == heap.OutOfMemory {
				break
			}
		}
		root[0] = b.Cons(term.AtomOk, root[0])
	}
	n := 0
	for l := root[0]; l.IsCons(); l = l.Cdr() {
		n++
	}
	if n < 50000 {
		t.Errorf("only %d cells fit into 4 MB", n)
	}
	func() {
		defer func() {
			if _, ok := recover().(heap.NoMemory); !ok {
				t.Error("no panic with NoMemory")
			}
		}()
		for {
			b.Binary(make([]byte, 1<<16))
		}
	}()
	h.Free(c)
	c.Sync()
	if st := space.Stats(); st.Total != 0 {
		t.Errorf("in use after the heap is freed: %v", st.Used)
	}
}

func TestMaxHeap(t *testing.T) {
	space := newSpace(t)
	c := space.NewCache()
	h := new(heap.Heap)
	h.Init(c, 0)
	h.MaxWords = 10000
	b := &heap.Builder{H: h, Mem: c}
	g := heap.Collector{Mem: c}
	root := []term.Term{term.Nil}
	for n := 0; ; n++ {
		if h.FreeWords() < 2 {
			g.RootTerms(root)
			if g.Collect(h, 2) == heap.MaxHeap {
				if n < 1000 || n > 5000 {
					t.Errorf("max_heap_size reached with %d cells", n)
				}
				return
			}
		}
		root[0] = b.Cons(term.AtomOk, root[0])
	}
}

func TestBigBinariesAskForCollection(t *testing.T) {
	space := newSpace(t)
	p := newProcess(t, space, atom.NewTable(0), rand.New(rand.NewPCG(1, 1)))
	for range 10 {
		for !p.b.H.ShouldCollect() {
			p.b.Binary(make([]byte, 10000))
		}
		p.collect(10)
		p.b.Mem.Sync()
		if n := space.Stats().Used[mem.KindBinary]; n != 0 {
			t.Fatalf("%d bytes of garbage binaries are left", n)
		}
	}
}

func TestOldBinariesAreReleased(t *testing.T) {
	space := newSpace(t)
	p := newProcess(t, space, atom.NewTable(0), rand.New(rand.NewPCG(1, 1)))
	p.g.Check = false
	for range 300 { // a window of ten binaries, each of which lives long enough to become old
		for i := range 10 {
			p.b.Tuple(p.get(0), p.get(1))
			mem.StoreAt(p.x, i, uint64(p.b.Binary(make([]byte, 100_000))))
			p.g.Root(p.x, registers)
			p.g.Collect(p.b.H, 50)
		}
	}
	p.b.Mem.Sync()
	if n := space.Stats().Used[mem.KindBinary]; n > 8_000_000 {
		t.Errorf("%d bytes of binaries are held, one million is in use", n)
	}
}
