package timer

import (
	"math"
	"math/rand/v2"
	"testing"

	"joist/internal/mem"
)

func newNodes(t *testing.T, n int) []Node {
	t.Helper()
	space, err := mem.NewSpace(mem.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { space.Close() })
	a := space.Alloc(mem.KindSystem, n*4)
	if a == 0 {
		t.Fatal("no memory")
	}
	return mem.Slice[Node](a, n)
}

// Entries fire never early, at most a tick late when the wheel is advanced in small steps, and
// all of them, whatever the distance.
func TestWheelFiresInTime(t *testing.T) {
	const n = 20000
	nodes := newNodes(t, n)
	var w Wheel
	start := int64(1_000_000_007)
	w.Init(3, start)
	rng := rand.New(rand.NewPCG(1, 2))
	for i := range nodes {
		span := int64(1) << rng.IntN(48)
		w.Start(&nodes[i], start+rng.Int64N(span)-100)
	}
	fired, last := 0, start
	now := start
	for w.Len() > 0 {
		next := w.Next()
		if next < now {
			t.Fatalf("next event %d lies before now %d", next, now)
		}
		step := now + rng.Int64N(1<<18)
		if next > step && rng.IntN(4) > 0 {
			step = next
		}
		last, now = now, step
		w.Advance(now, math.MaxInt, func(n *Node) {
			fired++
			if n.Deadline > now {
				t.Fatalf("fired %d ns early", n.Deadline-now)
			}
			if n.Deadline+1<<TickBits <= last-1<<TickBits {
				t.Fatalf("fired late: due %d, advanced to %d before", n.Deadline, last)
			}
		})
	}
	if fired != n {
		t.Fatalf("%d of %d fired", fired, n)
	}
	if w.Next() != math.MaxInt64 {
		t.Error("an empty wheel has a next event")
	}
}

func TestWheelCancelAndOrder(t *testing.T) {
	const n = 1000
	nodes := newNodes(t, n)
	var w Wheel
	w.Init(0, 0)
	for i := range nodes {
		w.Start(&nodes[i], 5_000_000)
	}
	for i := 0; i < n; i += 3 {
		if !w.Cancel(&nodes[i]) || w.Cancel(&nodes[i]) {
			t.Fatal("an entry can be cancelled once")
		}
	}
	var order []int64
	base := mem.AddressOf(&nodes[0])
	note := func(n *Node) { order = append(order, int64(mem.AddressOf(n)-base)) }
	for w.Advance(6_000_000, 10, note) > 0 { // a limit leaves the rest for the next call
		if w.Next() > 6_000_000 && w.Len() > 0 {
			t.Fatal("what is due is not the next event")
		}
	}
	if len(order) != n-(n+2)/3 {
		t.Fatalf("%d fired", len(order))
	}
	for i := 1; i < len(order); i++ {
		if order[i] <= order[i-1] {
			t.Fatal("entries of one tick did not fire in the order in which they were started")
		}
	}
}

// A limit that is hit at the first tick of a turn must not lose the rest of that tick.
func TestWheelLimitAtTurn(t *testing.T) {
	nodes := newNodes(t, 10)
	var w Wheel
	w.Init(0, 0)
	for i := range nodes {
		w.Start(&nodes[i], 512<<TickBits)
	}
	fired := 0
	for range 10 {
		fired += w.Advance(600<<TickBits, 1, func(*Node) {})
	}
	if fired != 10 {
		t.Fatalf("%d of 10 fired", fired)
	}
}

func BenchmarkStartCancel(b *testing.B) {
	space, err := mem.NewSpace(mem.Options{})
	if err != nil {
		b.Fatal(err)
	}
	defer space.Close()
	n := mem.View[Node](space.Alloc(mem.KindSystem, 4))
	var w Wheel
	w.Init(0, 0)
	for i := 0; b.Loop(); i++ {
		w.Start(n, int64(i)+5_000_000_000)
		w.Cancel(n)
	}
}
