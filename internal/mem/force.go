package mem

// AllocForced is Alloc without regard to the limit, for the few words of what tells others that a process has
// run out of memory. n is at most MaxSmall. It returns 0 only when the system itself gives no memory.
func (c *Cache) AllocForced(n int) uintptr {
	before := c.balance[KindProcess]
	c.balance[KindProcess] = -flushAt // so that Alloc books nothing, however far ahead the cache is already
	a := c.Alloc(n)
	c.balance[KindProcess] += before + flushAt
	return a
}
