package loop

// maps: the parts of maps that need no search.
func maps() {
	switch op {
	case code.OpGetMapElementC:
		v := r(argA(pc))
		o := uintptr(v) - tagBoxed
		if v&tagMask != tagBoxed || load(o)&(subMask|mapKind) != subMap {
			slow()
		}
		key := load(pc + 8)
		keys := loadPtr(o+term.FlatMapKeys*8) - tagBoxed + term.TupleElems*8
		i := uintptr(0)
		n := uintptr(uint32(load(o)>>6)-1) * 8
		for i < n && load(keys+i) != key {
			i += 8
		}
		if i == n {
			next(uintptr(int64(int16(argB(pc)))))
		}
		set(argC(pc), load(o+term.FlatMapValues*8+i))
		next(1)
	}
}
