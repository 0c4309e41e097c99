package bif

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"
	"time"

	"joist/internal/ets"
	"joist/internal/proc"
	"joist/internal/term"
)

// tableUnderTest drives one table by natives and keeps what it should hold.
type tableUnderTest struct {
	t     *testing.T
	c     *proc.Ctx
	id    term.Term
	model map[int64][]int64 // key to values, oldest first
	bag   bool
}

func (tt *tableUnderTest) do(function string, args ...term.Term) string {
	return call(tt.c, "ets", function, append([]term.Term{tt.id}, args...))
}

func (tt *tableUnderTest) pair(key, value int64) term.Term {
	return tt.c.Tuple2(term.Small(key), term.Small(value))
}

// show prints what lookup gives for the values of a key.
func show(key int64, values []int64) string {
	text := "["
	for i, value := range values {
		if i > 0 {
			text += ","
		}
		text += fmt.Sprintf("{%d,%d}", key, value)
	}
	return text + "]"
}

// TestTablesAgainstModel does random operations on tables of every kind, some of them while the table is fixed, and compares with
// a map.
func TestTablesAgainstModel(t *testing.T) {
	for _, options := range []string{"[]", "[ordered_set]", "[bag]", "[{write_concurrency,true}]", "[bag,{write_concurrency,true}]"} {
		t.Run(options, func(t *testing.T) {
			withProcess(t, func(c *proc.Ctx) {
				r := termReader{c: c, text: options}
				id := c.CallNative(etsNew, atomOf(c.Node, "t"), r.term())
				tt := &tableUnderTest{t: t, c: c, id: id, model: map[int64][]int64{}, bag: options[1] == 'b'}
				random := rand.New(rand.NewPCG(9, 9))
				for step := range 20000 {
					tt.step(random, step)
				}
				tt.check()
			})
		})
	}
}

func (tt *tableUnderTest) step(random *rand.Rand, step int) {
	key, value := int64(random.IntN(700)), int64(random.IntN(4))
	switch random.IntN(10) {
	case 0, 1, 2, 3:
		tt.do("insert", tt.pair(key, value))
		switch {
		case !tt.bag:
			tt.model[key] = []int64{value}
		case !slices.Contains(tt.model[key], value):
			tt.model[key] = append(tt.model[key], value)
		}
	case 4:
		tt.do("delete", term.Small(key))
		delete(tt.model, key)
	case 5:
		tt.do("delete_object", tt.pair(key, value))
		tt.model[key] = slices.DeleteFunc(tt.model[key], func(v int64) bool { return v == value })
	case 6:
		if got, want := tt.do("take", term.Small(key)), show(key, tt.model[key]); got != want {
			tt.t.Fatalf("step %d: take %d: got %s, want %s", step, key, got, want)
		}
		delete(tt.model, key)
	case 7:
		tt.do("safe_fixtable", term.Bool(step%3 != 0))
	default:
		if got, want := tt.do("lookup", term.Small(key)), show(key, tt.model[key]); got != want {
			tt.t.Fatalf("step %d: lookup %d: got %s, want %s", step, key, got, want)
		}
	}
}

// check compares the whole table: by its size, by traversing it, and by selecting everything.
func (tt *tableUnderTest) check() {
	size := 0
	var keys []int64
	for key, values := range tt.model {
		if len(values) > 0 {
			size += len(values)
			keys = append(keys, key)
		}
	}
	slices.Sort(keys)
	if got, want := tt.do("info", term.AtomSize), fmt.Sprint(size); got != want {
		tt.t.Fatalf("size: got %s, want %s", got, want)
	}
	var visited []int64
	for key := tt.c.CallNative(etsStep1((*ets.Table).First), tt.id); key.IsSmall(); key = tt.c.CallNative(etsStep2((*ets.Table).Next), tt.id, key) {
		visited = append(visited, key.SmallValue())
	}
	slices.Sort(visited)
	if !slices.Equal(visited, keys) {
		tt.t.Fatalf("first and next visited %d keys, want %d", len(visited), len(keys))
	}
	if n, _ := walk(tt.c.CallNative(tableToList, tt.id), noLimit); n != size {
		tt.t.Fatalf("tab2list gives %d objects, want %d", n, size)
	}
	tt.checkChunks(size)
}

// checkChunks selects in chunks, and with few reductions, so that the traversal is interrupted.
func (tt *tableUnderTest) checkChunks(size int) {
	r := termReader{c: tt.c, text: "[{{'$1','$2'},[],['$_']}]"}
	spec := r.term()
	total := 0
	for answer := tt.c.CallNative(selectingSome(false), tt.id, spec, term.Small(7)); answer.IsTuple(); answer = tt.c.CallNative(selectMore, answer.TupleElem(1)) {
		n, _ := walk(answer.TupleElem(0), noLimit)
		if n > 7 || n == 0 {
			tt.t.Fatalf("a chunk of %d", n)
		}
		total += n
	}
	if total != size {
		tt.t.Fatalf("chunks gave %d objects, want %d", total, size)
	}
	tt.c.Reds = 1
	all := tt.c.CallNative(selecting(ets.ModeCount, false), tt.id, (&termReader{c: tt.c, text: "[{'_',[],[true]}]"}).term())
	if all != term.Small(int64(size)) {
		tt.t.Fatalf("an interrupted count gives %s, want %d", term.Format(all, tt.c.Node.Atoms), size)
	}
}

// TestTableMemoryIsGivenBack fills and deletes tables of every kind: nothing stays.
func TestTableMemoryIsGivenBack(t *testing.T) {
	n, _ := newNode(t)
	used := func() int64 {
		var total int64
		n.Host(func(c *proc.Ctx) {
			c.Mem.Flush()
			total = n.Space.Stats().Total
		})
		return total
	}
	fill := func(options string) {
		n.Host(func(c *proc.Ctx) {
			spawn(c)
			id := c.CallNative(etsNew, atomOf(n, "t"), (&termReader{c: c, text: options}).term())
			big := c.Binary(make([]byte, 1000))
			for i := range int64(1500) {
				c.CallNative(etsInsert, id, c.Tuple(term.Small(i), big, c.Tuple(term.AtomOk, big)))
				c.CallNative(etsInsert, id, c.Tuple(term.Small(i/2), term.Small(i)))
				c.CallNative(etsUpdateElement, id, term.Small(i), c.Tuple2(term.Small(2), c.Tuple()))
			}
			c.CallNative(etsDeleteTable, id)
			c.P.Heap.Free(c.Mem)
			c.P.Heap.Init(c.Mem, 0)
			c.P, c.H = nil, nil
		})
	}
	for _, options := range []string{"[]", "[ordered_set]", "[bag]", "[duplicate_bag]", "[{write_concurrency,true}]"} {
		fill(options)
		time.Sleep(50 * time.Millisecond) // a large table is freed on a goroutine of its own
		before := used()
		fill(options)
		grown := used() - before
		for try := 0; grown > 4096 && try < 6000; try++ {
			time.Sleep(10 * time.Millisecond)
			grown = used() - before
		}
		if grown > 4096 {
			t.Errorf("%s: %d bytes are not given back", options, grown)
		}
	}
}

// TestTablesInParallel hammers shared tables from several goroutines; it is for the race detector.
func TestTablesInParallel(t *testing.T) {
	for _, options := range []string{"[public]", "[public,{write_concurrency,true}]", "[public,ordered_set]", "[public,bag]"} {
		n, _ := newNode(t)
		var table *ets.Table
		n.Host(func(c *proc.Ctx) {
			spawn(c)
			id := c.CallNative(etsNew, atomOf(n, "t"), (&termReader{c: c, text: options}).term())
			table = ets.Of(n).Find(id)
			c.P, c.H = nil, nil
		})
		var wg sync.WaitGroup
		for worker := range uint64(4) {
			wg.Go(func() {
				n.Host(func(c *proc.Ctx) {
					random := rand.New(rand.NewPCG(worker, 0))
					for range 3000 {
						key := term.Small(int64(random.IntN(50)))
						switch random.IntN(5) {
						case 0, 1:
							table.Insert(c, c.Tuple2(key, c.Tuple2(term.AtomOk, key)))
						case 2:
							table.DeleteKey(c, key)
						case 3:
							table.Take(c, key)
						default:
							if list, _ := table.Lookup(c, key); list.IsCons() && list.Car().TupleElem(1).TupleElem(1) != key {
								t.Error("an object of another key")
							}
						}
					}
				})
			})
		}
		wg.Wait()
	}
}

// BenchmarkInsertAndLookup does with one table what 11j_ets.exs does: 100,000 of each.
func BenchmarkInsertAndLookup(b *testing.B) {
	withProcess(b, func(c *proc.Ctx) {
		for b.Loop() {
			id := c.CallNative(etsNew, atomOf(c.Node, "t"), term.Nil)
			for i := range int64(100_000) {
				etsInsert(c, []term.Term{id, c.Tuple2(term.Small(i), term.Small(i))})
			}
			for i := range int64(100_000) {
				etsLookup(c, []term.Term{id, term.Small(i)})
			}
			etsDeleteTable(c, []term.Term{id})
			c.P.Heap.Free(c.Mem)
			c.P.Heap.Init(c.Mem, 0)
		}
	})
}
