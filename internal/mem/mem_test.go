package mem

import (
	"fmt"
	"math/rand/v2"
	"sync"
	"testing"
	"unsafe"
)

func newSpace(t testing.TB, limit int64) *Space {
	t.Helper()
	s, err := NewSpace(Options{Limit: limit})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	return s
}

func TestSizeClasses(t *testing.T) {
	for n := 1; n <= MaxSmall; n++ {
		c := classOf(n)
		if w := classWords(c); w < n || c > 0 && classWords(c-1) >= n || w%2 != 0 {
			t.Fatalf("%d words are in class %d of %d words", n, c, w)
		}
		if RoundUp(RoundUp(n)) != RoundUp(n) || classOf(RoundUp(n)) != c {
			t.Fatalf("RoundUp(%d) = %d", n, RoundUp(n))
		}
	}
	if classOf(MaxSmall) != numClasses-1 {
		t.Fatalf("%d classes, the last is %d", numClasses, classOf(MaxSmall))
	}
}

// A block in use is filled with its own address, so that two that overlap are noticed.
type block struct {
	a uintptr
	n int
}

func mark(b block) {
	for i := range b.n {
		StoreAt(b.a, i, uint64(b.a)+uint64(i))
	}
}

func checkMark(b block) error {
	for i := range b.n {
		if got := LoadAt(b.a, i); got != uint64(b.a)+uint64(i) {
			return fmt.Errorf("word %d of %d words at %#x is %#x", i, b.n, b.a, got)
		}
	}
	return nil
}

func randomSize(r *rand.Rand) int {
	switch r.IntN(20) {
	case 0:
		return 1 + r.IntN(60000)
	case 1, 2:
		return 1 + r.IntN(MaxSmall)
	}
	return 1 + r.IntN(80)
}

func TestSpanHeader(t *testing.T) {
	if n := unsafe.Sizeof(span{}); n > spanHeader || spanHeader%16 != 0 {
		t.Errorf("a span's description takes %d bytes of %d", n, spanHeader)
	}
}

func TestRandomAllocation(t *testing.T) {
	s := newSpace(t, 0)
	c := s.NewCache()
	r := rand.New(rand.NewPCG(1, 2))
	var live []block
	var words int64
	for step := range 60000 {
		if len(live) > 0 && (r.IntN(2) == 0 || len(live) > 2000) {
			i := r.IntN(len(live))
			b := live[i]
			if err := checkMark(b); err != nil {
				t.Fatal(err)
			}
			c.Free(b.a, b.n)
			words -= int64(RoundUp(b.n))
			live[i] = live[len(live)-1]
			live = live[:len(live)-1]
			continue
		}
		b := block{n: randomSize(r)}
		if b.a = c.Alloc(b.n); b.a == 0 || b.a%16 != 0 {
			t.Fatalf("step %d: Alloc(%d) = %#x", step, b.n, b.a)
		}
		words += int64(RoundUp(b.n))
		mark(b)
		live = append(live, b)
	}
	c.Sync()
	if st := s.Stats(); st.Total != words*WordSize || st.Used[KindProcess] != words*WordSize {
		t.Errorf("booked %d bytes, in use are %d", st.Total, words*WordSize)
	}
	for _, b := range live {
		c.Free(b.a, b.n)
	}
	c.Flush()
	s.Trim(func() bool { return false })
	if st := s.Stats(); st.Total != 0 || st.Idle == 0 || st.Trimmable != 0 {
		t.Errorf("after all is freed: %+v", st)
	}
	if err := wholeAgain(s); err != nil {
		t.Error(err)
	}
}

// wholeAgain checks that what was handed out has become one free run per region.
func wholeAgain(s *Space) error {
	for i := range int(s.pages.count.Load()) {
		r := &s.pages.regions[i]
		if n := int(r.pages[0].free); n != r.next {
			return fmt.Errorf("region %d starts with %d free pages of %d", i, n, r.next)
		}
	}
	return nil
}

// What is left of the runs of several caches goes back to the spans, in whatever order.
func TestRunsAreGivenBack(t *testing.T) {
	for class := range numClasses {
		for first := range 2 {
			s := newSpace(t, 0)
			caches := [2]*Cache{s.NewCache(), s.NewCache()}
			n := classWords(class)
			var got []uintptr
			for i := range 40 {
				got = append(got, caches[i%2].Alloc(n))
			}
			for i, a := range got {
				caches[i%2].Free(a, n)
			}
			caches[first].Flush()
			caches[1-first].Flush()
			s.Trim(func() bool { return false })
			if st := s.Stats(); st.Total != 0 {
				t.Errorf("class %d: %d bytes are still booked", class, st.Total)
			}
			if err := wholeAgain(s); err != nil {
				t.Errorf("class %d: %v", class, err)
			}
		}
	}
}

func TestFreeOnAnotherGoroutine(t *testing.T) {
	s := newSpace(t, 0)
	ch := make(chan block, 100)
	var wg sync.WaitGroup
	for w := range 2 {
		wg.Add(2)
		go func() {
			defer wg.Done()
			c := s.NewCache()
			r := rand.New(rand.NewPCG(uint64(w), 3))
			for range 20000 {
				b := block{n: 1 + r.IntN(50)}
				b.a = c.Alloc(b.n)
				mark(b)
				ch <- b
			}
			c.Flush()
		}()
		go func() {
			defer wg.Done()
			c := s.NewCache()
			for range 20000 {
				b := <-ch
				if err := checkMark(b); err != nil {
					t.Error(err)
					return
				}
				c.Free(b.a, b.n)
			}
			c.Flush()
		}()
	}
	wg.Wait()
	if st := s.Stats(); st.Total != 0 {
		t.Errorf("%d bytes are still booked", st.Total)
	}
}

func TestLimit(t *testing.T) {
	const limit = 1 << 20
	s := newSpace(t, limit)
	c := s.NewCache()
	var live []uintptr
	for {
		a := c.Alloc(100)
		if a == 0 {
			break
		}
		live = append(live, a)
		if len(live) > limit/800 {
			t.Fatal("the limit does not hold")
		}
	}
	if got := len(live) * RoundUp(100) * WordSize; got < limit-2*flushAt {
		t.Errorf("the limit was reached at %d bytes", got)
	}
	if c.Alloc(1<<20) != 0 {
		t.Error("a large allocation passes the limit")
	}
	for _, a := range live {
		c.Free(a, 100)
	}
	c.Sync()
	if c.Alloc(100) == 0 {
		t.Error("freed memory cannot be allocated again")
	}
}

func TestFreedMemoryIsReusedFirst(t *testing.T) {
	s := newSpace(t, 0)
	c := s.NewCache()
	for round := range 20 {
		var live []block
		for range 20000 {
			n := 10 + round*7
			live = append(live, block{c.Alloc(n), n})
		}
		for _, b := range live {
			c.Free(b.a, b.n)
		}
		c.Flush()
		s.Trim(func() bool { return false })
	}
	if st := s.Stats(); st.Committed > 48<<20 {
		t.Errorf("%d MB committed for at most 24 in use", st.Committed>>20)
	}
}

func TestLiterals(t *testing.T) {
	s := newSpace(t, 0)
	a := s.LiteralAlloc(10)
	if !s.IsLiteral(a) || s.IsLiteral(s.Alloc(KindSystem, 10)) || s.IsLiteral(0) {
		t.Error("IsLiteral")
	}
	s.LiteralFree(a, 10)
	if b := s.LiteralAlloc(9); b != a {
		t.Errorf("freed literal memory is not reused: %#x, %#x", a, b)
	}
	big := s.LiteralAlloc(1 << 20)
	StoreAt(big, 1<<20-1, 1)
}

func TestCodeIsAlignedAndZero(t *testing.T) {
	s := newSpace(t, 0)
	for range 100 {
		a := s.CodeAlloc(1000)
		for i := range 125 {
			if a%16 != 0 || LoadAt(a, i) != 0 {
				t.Fatalf("at %#x", a)
			}
			StoreAt(a, i, 1)
		}
		s.CodeFree(a, 1000)
	}
}

func TestManySpaces(t *testing.T) {
	for range 200 {
		s, err := NewSpace(Options{})
		if err != nil {
			t.Fatal(err)
		}
		c := s.NewCache()
		Store(c.Alloc(100000), 1)
		Store(c.Alloc(10), 1)
		s.Close()
	}
}

func BenchmarkAllocFree(b *testing.B) {
	for _, n := range []int{8, 64, 1000, 20000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			c := newSpace(b, 0).NewCache()
			for range b.N {
				c.Free(c.Alloc(n), n)
			}
		})
	}
}

func BenchmarkMillionLive(b *testing.B) {
	c := newSpace(b, 0).NewCache()
	live := make([]uintptr, 1_000_000)
	for range b.N {
		for i := range live {
			live[i] = c.Alloc(96)
		}
		for _, a := range live {
			c.Free(a, 96)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/2e6, "ns/op1")
}
