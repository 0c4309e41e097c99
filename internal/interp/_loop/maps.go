package loop

// maps: keys that are immediates in flat maps. Searching a hash map here gained nothing, and took a machine register from all.
func maps() {
	switch op {
	case code.OpGetMapElement:
		m, key := r(argA(pc)), r(argB(pc))
		o := uintptr(m) - tagBoxed
		if m&tagMask != tagBoxed || key&tagMask != tagImm || load(o)&(subMask|mapKind) != subMap {
			slow()
		}
		flatFind(i, n, o, key)
		if i == n {
			branch(near(pc))
		}
		set(argC(pc), load(o+term.FlatMapValues*8+i))
		next(1)

	case code.OpGetMapElementsC:
		m := r(argA(pc))
		o := uintptr(m) - tagBoxed
		if m&tagMask != tagBoxed || load(o)&(subMask|mapKind) != subMap {
			slow()
		}
		p := pc + code.InstrBytes
		end := p + argB(pc)*16
		for p < end {
			flatFind(i, n, o, load(p))
			if i == n {
				break
			}
			set(loadPtr(p+8), load(o+term.FlatMapValues*8+i))
			p += 16
		}
		if p < end {
			branch(near(pc))
		}
		next(1 + argB(pc))

	case code.OpHasMapFieldsC:
		m := r(argA(pc))
		o := uintptr(m) - tagBoxed
		if m&tagMask != tagBoxed || load(o)&(subMask|mapKind) != subMap {
			slow()
		}
		p := pc + code.InstrBytes
		end := p + argB(pc)*8
		for p < end {
			flatFind(i, n, o, load(p))
			if i == n {
				break
			}
			p += 8
		}
		if p < end {
			branch(near(pc))
		}
		next(1 + (argB(pc)+1)/2)

	case code.OpGetMapElementC:
		m := r(argA(pc))
		o := uintptr(m) - tagBoxed
		if m&tagMask != tagBoxed || load(o)&(subMask|mapKind) != subMap {
			slow()
		}
		flatFind(i, n, o, load(pc+8))
		if i == n {
			next(uintptr(int64(int16(argB(pc)))))
		}
		set(argC(pc), load(o+term.FlatMapValues*8+i))
		next(1)

	case code.OpPutMapExact: // of a flat map, with keys that are immediates
		v := r(argA(pc))
		o := uintptr(v) - tagBoxed
		if v&tagMask != tagBoxed || load(o)&(subMask|mapKind) != subMap {
			slow()
		}
		n := uintptr(uint32(load(o)>>6)-1) * 8
		reserve(term.FlatMapValues*8+n, liveOf(pc))
		for i := uintptr(0); i < term.FlatMapValues*8+n; i += 8 {
			store(htop+i, load(o+i))
		}
		keys := loadPtr(o+term.FlatMapKeys*8) - tagBoxed + term.TupleElems*8
		p := pc + code.InstrBytes
		for end := p + argB(pc)*16; p < end; p += 16 {
			key, at := load(p), p+8
			i := uintptr(0)
			for i < n && load(keys+i) != key {
				i += 8
			}
			if key&tagMask != tagImm || i == n {
				slow()
			}
			if w := load(at); w&tagMask == 0 {
				at = regAt(uintptr(w >> 2))
			}
			store(htop+term.FlatMapValues*8+i, load(at))
		}
		set(argC(pc), uint64(htop+tagBoxed))
		htop += term.FlatMapValues*8 + n
		next(1 + argB(pc))
	}
}
