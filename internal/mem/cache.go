package mem

// flushAt is how many bytes per kind a cache may be ahead of the space's books.
const flushAt = 32 << 10

// A Cache is one goroutine's access to a Space. See the package comment.
type Cache struct {
	// OnRelease, when set, is told of the last reference to an off-heap object of the VM's that names
	// something outside this memory by a number.
	OnRelease func(id uint64)

	s       *Space
	balance [NumKinds]int64 // bytes allocated less bytes freed since the books were last written
	mags    [numClasses]magazine
}

// A magazine holds free objects of one class: a list being used, when spare is set one full batch, and a run of
// objects that were never used.
type magazine struct {
	head  uintptr
	spare uintptr
	n     int32
	batch int32 // the length of a full batch
	fresh run
}

// NewCache returns an empty cache. The zero Cache is of no use.
func (s *Space) NewCache() *Cache {
	c := new(Cache)
	c.init(s)
	return c
}

func (c *Cache) init(s *Space) {
	c.s = s
	for class := range c.mags {
		c.mags[class].batch = int32(batchOf(class))
	}
}

// Space is the space that the cache belongs to.
func (c *Cache) Space() *Space { return c.s }

// Alloc allocates n words for a process: 16-byte aligned, not zeroed. It returns 0 when the limit is
// reached.
func (c *Cache) Alloc(n int) uintptr { return c.AllocKind(KindProcess, n) }

// Free frees what Alloc returned for n words.
func (c *Cache) Free(a uintptr, n int) { c.FreeKind(KindProcess, a, n) }

// AllocKind allocates n words of a kind: 16-byte aligned, not zeroed. It returns 0 when the limit is
// reached.
func (c *Cache) AllocKind(kind Kind, n int) uintptr {
	if n > MaxSmall {
		return c.allocLarge(kind, n)
	}
	if n <= 0 {
		n = 1
	}
	class := classOf(n)
	size := int64(classWords(class) * WordSize)
	if b := c.balance[kind] + size; b <= flushAt {
		c.balance[kind] = b
	} else if !c.book(kind, size) {
		return 0
	}
	m := &c.mags[class]
	if a := m.head; a != 0 {
		m.head = LoadPtr(a)
		m.n--
		return a
	}
	a := c.refill(m, class)
	if a == 0 {
		c.balance[kind] -= size
	}
	return a
}

// FreeKind frees what AllocKind returned for n words of that kind.
func (c *Cache) FreeKind(kind Kind, a uintptr, n int) {
	if n > MaxSmall {
		c.freeLarge(kind, a, n)
		return
	}
	if n <= 0 {
		n = 1
	}
	class := classOf(n)
	size := int64(classWords(class) * WordSize)
	if b := c.balance[kind] - size; b >= -flushAt {
		c.balance[kind] = b
	} else {
		c.book(kind, -size)
	}
	m := &c.mags[class]
	if m.n >= m.batch {
		c.shed(m, class)
	}
	StorePtr(a, m.head)
	m.head = a
	m.n++
}

// refill finds an object when the list of a magazine is empty, or returns 0.
func (c *Cache) refill(m *magazine, class int) uintptr {
	if m.spare != 0 {
		m.head, m.n, m.spare = m.spare, m.batch, 0
	} else if m.fresh.empty() {
		m.head, m.n, m.fresh = c.s.central[class].take(c.s)
	}
	if a := m.head; a != 0 {
		m.head = LoadPtr(a)
		m.n--
		return a
	}
	return m.fresh.first(class)
}

// shed makes room in a full magazine.
func (c *Cache) shed(m *magazine, class int) {
	if m.spare != 0 {
		c.s.central[class].give(c.s, m.spare)
	}
	m.spare, m.head, m.n = m.head, 0, 0
}

// book writes the balance of a kind plus size into the space's books, or returns false and leaves the
// balance as it was when the limit is reached.
func (c *Cache) book(kind Kind, size int64) bool {
	if !c.s.charge(kind, c.balance[kind]+size) {
		return false
	}
	c.balance[kind] = 0
	return true
}

// Charge books bytes, which may be negative, that a kind uses without having allocated them here.
func (c *Cache) Charge(kind Kind, bytes int64) bool { return c.book(kind, bytes) }

// maxLarge is more words than any machine has: such a request is refused before anything is computed from it.
const maxLarge = 1 << 36

func (c *Cache) allocLarge(kind Kind, n int) uintptr {
	if n > maxLarge {
		return 0
	}
	pages := (n + pageWords - 1) / pageWords
	size := int64(pages) * pageBytes
	if !c.book(kind, size) {
		return 0
	}
	a := c.s.pages.alloc(pages)
	if a == 0 {
		c.book(kind, -size)
	}
	return a
}

func (c *Cache) freeLarge(kind Kind, a uintptr, n int) {
	pages := (n + pageWords - 1) / pageWords
	c.book(kind, -int64(pages)*pageBytes)
	c.s.pages.free(a, pages)
}

func (c *Cache) flushBooks() {
	for k := range c.balance {
		if b := c.balance[k]; b != 0 {
			c.s.total.Add(b)
			c.s.used[k].Add(b)
			c.balance[k] = 0
		}
	}
}

// Flush brings the books up to date and gives every free object back to the space. The cache can be
// used further.
func (c *Cache) Flush() {
	c.flushBooks()
	for class := range c.mags {
		m := &c.mags[class]
		if m.spare != 0 {
			c.s.central[class].giveObjects(c.s, m.spare)
		}
		if m.head != 0 {
			c.s.central[class].giveObjects(c.s, m.head)
		}
		if !m.fresh.empty() {
			c.s.central[class].giveRun(c.s, m.fresh)
		}
		m.head, m.spare, m.n, m.fresh = 0, 0, 0, run{}
	}
}

// Sync brings the books up to date without giving up free objects.
func (c *Cache) Sync() { c.flushBooks() }
