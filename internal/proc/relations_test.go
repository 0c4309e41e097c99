package proc

import (
	"math/rand/v2"
	"testing"

	"joist/internal/mem"
	"joist/internal/term"
)

func testNode(t *testing.T) *Node {
	t.Helper()
	n, err := NewNode(Config{Schedulers: 1})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(n.Close)
	return n
}

// Relations and dictionaries do what a Go map does.
func TestTablesAgainstMap(t *testing.T) {
	n := testNode(t)
	c := n.NewCtx(-1, nil)
	c.P = mem.View[Process](n.Space.Alloc(mem.KindSystem, processWords))
	*c.P = Process{}
	var r Relations
	model := map[uint64]uint64{}
	rng := rand.New(rand.NewPCG(3, 4))
	for i := range 200_000 {
		key := rng.Uint64N(1<<(1+rng.UintN(11))) + 1
		word := term.Small(int64(key))
		switch e, old := r.find(key), model[key]; {
		case (e != nil) != (old != 0) || e != nil && e.other != old:
			t.Fatalf("step %d: key %d: %v, want %d", i, key, e, old)
		case (c.DictGet(word) != term.None) != (old != 0):
			t.Fatalf("step %d: dictionary", i)
		case e == nil:
			r.add(c.Mem, key).other = uint64(i) + 1
			c.DictPut(word, term.Small(int64(i)))
			model[key] = uint64(i) + 1
		default:
			r.remove(c.Mem, e)
			c.DictErase(word)
			delete(model, key)
		}
		if r.Len() != len(model) || c.P.dict.Len() != len(model) {
			t.Fatalf("step %d: %d relations, %d entries, want %d", i, r.Len(), c.P.dict.Len(), len(model))
		}
	}
	seen := 0
	c.P.Dict(func(k, v term.Term) {
		seen++
		if model[uint64(k.SmallValue())] != uint64(v.SmallValue())+1 {
			t.Errorf("dictionary has %d under %d", v.SmallValue(), k.SmallValue())
		}
	})
	if seen != len(model) {
		t.Errorf("%d entries listed, want %d", seen, len(model))
	}
}

// A pid names one process: when its slot is used again, what was sent to the old pid does not arrive.
func TestSlotsAndSerials(t *testing.T) {
	n := testNode(t)
	n.System = noSystem{}
	c := n.NewCtx(-1, nil)
	seen := map[term.Term]bool{}
	slots := map[uint32]bool{}
	var last term.Term
	for range 10_000 {
		pid, _ := c.Spawn(&SpawnOptions{Fun: term.Small(0)})
		if pid == term.None || seen[pid] {
			t.Fatal("a pid comes twice")
		}
		seen[pid] = true
		slots[pid.PidIndex()] = true
		if last != term.None && pid.PidIndex() == last.PidIndex() {
			t.Fatal("a slot is used again at once")
		}
		if last != term.None && n.Alive(last) {
			t.Fatal("a dead process is alive")
		}
		s := c.newSignal(sigMessage, term.AtomOk, 0)
		if last != term.None && c.post(last, s) {
			t.Fatal("a message to a dead process was delivered")
		}
		c.freeSignal(s)
		p := n.Process(pid)
		c.P = p
		c.kill(p, term.AtomKilled)
		for !c.exit(p) {
		}
		c.P = nil
		last = pid
	}
	if len(slots) > 1000 {
		t.Errorf("10000 short-lived processes used %d slots", len(slots))
	}
	if n.ProcessCount() != 0 {
		t.Errorf("%d processes are left", n.ProcessCount())
	}
}

// noSystem leaves processes where they are.
type noSystem struct{}

func (noSystem) ReadyAny(*Process) {}
func (noSystem) Wake(int)          {}
func (noSystem) Stop()             {}
