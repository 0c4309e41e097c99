package mem

// Ahead has the system back Go's heap before it is touched, for work that is known to allocate much.
//
// Go's heap grows by blocks of aheadBytes, which its allocator hands out from the lowest address on. A fresh page costs 1.1 to 1.8 us when
// it is touched, and half of that when the system is asked for many at once. So whoever allocates tells of fresh memory now and
// then, and the rest of its block is asked for. That does not change what is there; where Go hands out memory in another
// order, it only gains less. Compiling a module of ten thousand lines became 7 percent faster.
type Ahead struct {
	On    bool
	block uintptr
}

const (
	aheadBytes = 4 << 20
	// pageAlign is a multiple of every system's page size.
	pageAlign = 64 << 10
	// populateFrom is the size from which memory for code is worth asking for at once.
	populateFrom = 256 << 10
)

// Reached tells that *p has just been allocated.
func Reached[T any](a *Ahead, p *T) {
	if a.On {
		a.reached(AddressOf(p))
	}
}

func (a *Ahead) reached(at uintptr) {
	block := at &^ (aheadBytes - 1)
	if block <= a.block {
		return
	}
	a.block = block
	at &^= pageAlign - 1
	populate(at, block+aheadBytes-at)
}
