package loop

// binaries: matching.
func binaries() {
	switch op {
	case code.OpBsGetByte:
		o := uintptr(r(argA(pc))) - tagBoxed
		at := load(o + term.MatchOffset*8)
		if load(o+term.MatchEnd*8)-at < 8 {
			branch(near(pc))
		}
		p := loadPtr(o+term.MatchBase*8) + uintptr(at>>3)
		v := uint64(load8(p))
		if at&7 != 0 {
			v = (v<<8 | uint64(load8(p+1))) >> (8 - at&7) & 0xFF
		}
		store(o+term.MatchOffset*8, at+8)
		set(argC(pc), v<<smallShift|term.TagSmall)
		next(1)

	case code.OpBsGetBytes:
		o := uintptr(r(argA(pc))) - tagBoxed
		at, n := load(o+term.MatchOffset*8), uint64(argB(pc))
		if load(o+term.MatchEnd*8)-at < n*8 {
			branch(near(pc))
		}
		if at&7 != 0 {
			slow()
		}
		v := uint64(0)
		p := loadPtr(o+term.MatchBase*8) + uintptr(at>>3)
		for end := p + uintptr(n); p < end; p++ {
			v = v<<8 | uint64(load8(p))
		}
		store(o+term.MatchOffset*8, at+n*8)
		set(argC(pc), v<<smallShift|term.TagSmall)
		next(1)

	case code.OpBsGetLittle:
		o := uintptr(r(argA(pc))) - tagBoxed
		at, n := load(o+term.MatchOffset*8), uint64(argB(pc))
		if load(o+term.MatchEnd*8)-at < n*8 {
			branch(near(pc))
		}
		if at&7 != 0 {
			slow()
		}
		v := uint64(0)
		base := loadPtr(o+term.MatchBase*8) + uintptr(at>>3)
		for p := base + uintptr(n); p > base; {
			p--
			v = v<<8 | uint64(load8(p))
		}
		store(o+term.MatchOffset*8, at+n*8)
		set(argC(pc), v<<smallShift|term.TagSmall)
		next(1)

	case code.OpBsSkipC:
		o := uintptr(r(argA(pc))) - tagBoxed
		at, n := load(o+term.MatchOffset*8), uint64(load32(pc+12))
		if load(o+term.MatchEnd*8)-at < n {
			branch(near(pc))
		}
		store(o+term.MatchOffset*8, at+n)
		next(1)

	case code.OpBsTestMask:
		o := uintptr(r(argA(pc))) - tagBoxed
		if (load(o+term.MatchEnd*8)-load(o+term.MatchOffset*8))&(uint64(argB(pc))) != 0 {
			branch(near(pc))
		}
		next(1)

	case code.OpBsGetUtf8:
		o := uintptr(r(argA(pc))) - tagBoxed
		at := load(o + term.MatchOffset*8)
		if at&7 != 0 || load(o+term.MatchEnd*8)-at < 8 {
			slow()
		}
		p := loadPtr(o+term.MatchBase*8) + uintptr(at>>3)
		v, n := uint64(load8(p)), uint64(8)
		if v >= 0x80 {
			left := load(o+term.MatchEnd*8) - at
			if v < 0xC2 || v >= 0xF0 || left < 24 {
				slow()
			}
			second := uint64(load8(p+1)) ^ 0x80
			v, n = v<<6&0x7C0|second, 16
			if load8(p) >= 0xE0 {
				third := uint64(load8(p+2)) ^ 0x80
				v, n = v<<6&0xFFFF|third, 24
				second |= third
				if v < 0x800 || v&0xF800 == 0xD800 {
					slow()
				}
			}
			if second > 0x3F {
				slow()
			}
		}
		store(o+term.MatchOffset*8, at+n)
		set(argC(pc), v<<smallShift|term.TagSmall)
		next(1)

	case code.OpBsMatchString:
		o := uintptr(r(argA(pc))) - tagBoxed
		at, n := load(o+term.MatchOffset*8), uint64(argB(pc))
		if (at|n)&7 != 0 {
			slow()
		}
		if load(o+term.MatchEnd*8)-at < n {
			branch(near(pc))
		}
		p, q := loadPtr(o+term.MatchBase*8)+uintptr(at>>3), loadPtr(pc+code.InstrBytes)
		end := p + uintptr(n>>3)
		for p < end && load8(p) == load8(q) {
			p++
			q++
		}
		if p < end {
			branch(near(pc))
		}
		store(o+term.MatchOffset*8, at+n)
		next(2)

	case code.OpBsStartMatch, code.OpBsStartMatchX:
		v := r(argA(pc))
		if v&tagMask != tagBoxed {
			slow()
		}
		o := uintptr(v) - tagBoxed
		h := load(o) & subMask
		if h != subMatch {
			if sp-htop < term.MatchWords*8 {
				slow()
			}
			at, end := uint64(0), load(o+8)*8
			switch h {
			case subHeapBin, subRefc:
			case subSubBin:
				bits := load(o + term.SubBinBits*8)
				at = load(o+term.SubBinOffset*8)*8 + bits>>8&0xFF
				end += at + bits&0xFF
				v = load(o + term.SubBinParent*8)
				o = uintptr(v) - tagBoxed
			default:
				slow()
			}
			base := o + term.HeapBinData*8
			if load(o)&subMask == subRefc {
				base = loadPtr(o+term.RefcBinData*8) + term.OffHeapData*8
			}
			store(htop, uint64(term.MatchHeader))
			store(htop+term.MatchBinary*8, v)
			store(htop+term.MatchBase*8, uint64(base))
			store(htop+term.MatchOffset*8, at)
			store(htop+term.MatchEnd*8, end)
			v = uint64(htop + tagBoxed)
			htop += term.MatchWords * 8
		}
		set(argC(pc), v)
		next(1)

	case code.OpBsGetTail:
		o := uintptr(r(argA(pc))) - tagBoxed
		at, end := load(o+term.MatchOffset*8), load(o+term.MatchEnd*8)
		partOf(o, at, end-at)
		next(1)

	case code.OpBsGetBinaryAll:
		o := uintptr(r(argA(pc))) - tagBoxed
		at, end := load(o+term.MatchOffset*8), load(o+term.MatchEnd*8)
		unit := uint64(argB(pc))
		if unit&(unit-1) != 0 || sp-htop < term.SubBinWords*8 {
			slow()
		}
		if (end-at)&(unit-1) != 0 {
			branch(near(pc))
		}
		store(o+term.MatchOffset*8, end)
		partOf(o, at, end-at)
		next(1)

	case code.OpBsGetBinary:
		o := uintptr(r(argA(pc))) - tagBoxed
		fetch(size, pc+code.InstrBytes)
		at, n := load(o+term.MatchOffset*8), size>>smallShift*uint64(argB(pc)>>code.BsUnitShift)
		if size&smallMask != term.TagSmall || size>>32 != 0 || sp-htop < term.SubBinWords*8 {
			slow()
		}
		if load(o+term.MatchEnd*8)-at < n {
			branch(near(pc))
		}
		store(o+term.MatchOffset*8, at+n)
		partOf(o, at, n)
		next(2)

	case code.OpBsSkip:
		o := uintptr(r(argA(pc))) - tagBoxed
		fetch(size, pc+code.InstrBytes)
		at, n := load(o+term.MatchOffset*8), size>>smallShift*uint64(argB(pc))
		if size&smallMask != term.TagSmall || size>>32 != 0 {
			slow()
		}
		if load(o+term.MatchEnd*8)-at < n {
			branch(near(pc))
		}
		store(o+term.MatchOffset*8, at+n)
		next(2)

	case code.OpBsGetBits:
		o := uintptr(r(argA(pc))) - tagBoxed
		at, n := load(o+term.MatchOffset*8), uint64(argB(pc))
		if load(o+term.MatchEnd*8)-at < n {
			branch(near(pc))
		}
		v := uint64(0)
		p, last := loadPtr(o+term.MatchBase*8)+uintptr(at>>3), loadPtr(o+term.MatchBase*8)+uintptr((at+n-1)>>3)
		for ; p <= last; p++ {
			v = v<<8 | uint64(load8(p))
		}
		v = v >> (-(at + n) & 7) & (1<<(n&63) - 1)
		store(o+term.MatchOffset*8, at+n)
		set(argC(pc), v<<smallShift|term.TagSmall)
		next(1)

	case code.OpBsAppendByte: // to the one binary that has room behind it
		fetch(bin, pc+code.InstrBytes+8)
		fetch(v, pc+code.InstrBytes+32)
		o := uintptr(bin) - tagBoxed
		if bin&tagMask != tagBoxed || load(o) != uint64(term.SubBinHeader) || load(o+term.SubBinBits*8) != term.SubBinWritable || v&smallMask != term.TagSmall {
			slow()
		}
		size, parent := load(o+term.SubBinSize*8), loadPtr(o+term.SubBinParent*8)-tagBoxed
		data := loadPtr(parent + term.RefcBinData*8)
		if load(o+term.SubBinOffset*8) != 0 || size >= load(data+term.OffHeapCapacity*8) {
			slow()
		}
		reserve(uintptr(load32(pc+12)>>code.RoomShift+term.SubBinWords)*8, uintptr(load32(pc+12)&(1<<code.RoomShift-1)))
		store8(data+term.OffHeapData*8+uintptr(size), uint8(v>>smallShift))
		store(parent+term.RefcBinSize*8, size+1)
		store(o+term.SubBinBits*8, 0)
		store(htop, uint64(term.SubBinHeader))
		store(htop+term.SubBinSize*8, size+1)
		store(htop+term.SubBinOffset*8, 0)
		store(htop+term.SubBinBits*8, term.SubBinWritable)
		store(htop+term.SubBinParent*8, uint64(parent+tagBoxed))
		set(argC(pc), uint64(htop+tagBoxed))
		htop += term.SubBinWords * 8
		next(4)

	case code.OpBsTestTail:
		o := uintptr(r(argA(pc))) - tagBoxed
		if load(o+term.MatchEnd*8)-load(o+term.MatchOffset*8) != uint64(load32(pc+12)) {
			branch(near(pc))
		}
		next(1)

	case code.OpBsGetPosition:
		o := uintptr(r(argA(pc))) - tagBoxed
		set(argC(pc), load(o+term.MatchOffset*8)<<smallShift|term.TagSmall)
		next(1)

	case code.OpBsSetPosition:
		o := uintptr(r(argA(pc))) - tagBoxed
		store(o+term.MatchOffset*8, r(argB(pc))>>smallShift)
		next(1)
	}
}
