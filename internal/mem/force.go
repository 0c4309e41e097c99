package mem

// AllocForced is Alloc without regard to the limit, for the few words of what tells others that a process has
// run out of memory. n is at most MaxSmall. It returns 0 only when the system itself gives no memory.
func (c *Cache) AllocForced(n int) uintptr {
	size := int64(classWords(classOf(n)) * WordSize)
	c.balance[KindProcess] -= size // so that Alloc books nothing
	a := c.Alloc(n)
	c.balance[KindProcess] += size
	return a
}
