package loop

// guards: guard functions.
func guards() {
	switch op {
	case code.OpHd:
		v := uintptr(r(argA(pc)))
		if v&tagMask != tagCons {
			slow()
		}
		set(argC(pc), load(v-tagCons))
		next(1)

	case code.OpTl:
		v := uintptr(r(argA(pc)))
		if v&tagMask != tagCons {
			slow()
		}
		set(argC(pc), load(v-tagCons+8))
		next(1)

	case code.OpTupleSize:
		v := r(argA(pc))
		if v&tagMask != tagBoxed {
			slow()
		}
		h := load(uintptr(v) - tagBoxed)
		if h&subMask != 0 {
			slow()
		}
		set(argC(pc), h>>6<<smallShift|term.TagSmall)
		next(1)

	case code.OpElementC:
		v, n := r(argA(pc)), uint64(argB(pc))
		if v&tagMask != tagBoxed {
			slow()
		}
		h := load(uintptr(v) - tagBoxed)
		if h&subMask != 0 || n > h>>6 {
			slow()
		}
		set(argC(pc), load(uintptr(v)-tagBoxed+uintptr(n)*8))
		next(1)

	case code.OpElement:
		n, v := r(argA(pc)), r(argB(pc))
		if v&tagMask != tagBoxed || n&smallMask != term.TagSmall {
			slow()
		}
		h, i := load(uintptr(v)-tagBoxed), n>>smallShift
		if h&subMask != 0 || i-1 >= h>>6 {
			slow()
		}
		set(argC(pc), load(uintptr(v)-tagBoxed+uintptr(i)*8))
		next(1)

	case code.OpMapSize:
		v := r(argA(pc))
		if v&tagMask != tagBoxed {
			slow()
		}
		h := load(uintptr(v) - tagBoxed)
		if h&(subMask|mapKind) != subMap {
			slow()
		}
		set(argC(pc), (uint64(uint32(h>>6))-1)<<smallShift|term.TagSmall)
		next(1)

	case code.OpByteSize:
		v := r(argA(pc))
		if v&tagMask != tagBoxed {
			slow()
		}
		if h := load(uintptr(v)-tagBoxed) & subMask; h != subHeapBin && h != subRefc {
			slow()
		}
		set(argC(pc), load(uintptr(v)-tagBoxed+8)<<smallShift|term.TagSmall)
		next(1)

	case code.OpLength:
		v := uintptr(r(argA(pc)))
		n := uint64(0)
		for v&tagMask == tagCons && n < 4*maxInlineLength {
			v = loadPtr(v - tagCons + 8)
			n++
		}
		if v != term.TagNil {
			slow()
		}
		reds -= int64(n >> 4)
		set(argC(pc), n<<smallShift|term.TagSmall)
		next(1)

	case code.OpSelf:
		set(argC(pc), state.self)
		next(1)

	case code.OpKeepState:
		if state.kept == 0 {
			slow()
		}
		store(state.kept, rx(0))
		setX(0, uint64(term.AtomOk))
		next(1)

	case code.OpNot:
		v := r(argA(pc))
		if v != uint64(term.AtomTrue) && v != uint64(term.AtomFalse) {
			slow()
		}
		set(argC(pc), v^uint64(term.AtomTrue)^uint64(term.AtomFalse))
		next(1)

	case code.OpExactEqValue:
		a, b := r(argA(pc)), r(argB(pc))
		v := uint64(term.AtomTrue)
		if a != b {
			equal(same, a, b)
			if !same {
				v = uint64(term.AtomFalse)
			}
		}
		set(argC(pc), v)
		next(1)

	case code.OpEqValue:
		a, b := r(argA(pc)), r(argB(pc))
		v := uint64(term.AtomTrue)
		if a != b {
			if a&b&tagMask != tagImm && a&immMask != tagAtom && b&immMask != tagAtom {
				slow()
			}
			v = uint64(term.AtomFalse)
		}
		set(argC(pc), v)
		next(1)

	case code.OpNeValue:
		a, b := r(argA(pc)), r(argB(pc))
		v := uint64(term.AtomFalse)
		if a != b {
			if a&b&tagMask != tagImm && a&immMask != tagAtom && b&immMask != tagAtom {
				slow()
			}
			v = uint64(term.AtomTrue)
		}
		set(argC(pc), v)
		next(1)

	case code.OpLtValue:
		a, b := r(argA(pc)), r(argB(pc))
		if a&b&smallMask != term.TagSmall {
			slow()
		}
		v := uint64(term.AtomFalse)
		if int64(a) < int64(b) {
			v = uint64(term.AtomTrue)
		}
		set(argC(pc), v)
		next(1)

	case code.OpGeValue:
		a, b := r(argA(pc)), r(argB(pc))
		if a&b&smallMask != term.TagSmall {
			slow()
		}
		v := uint64(term.AtomFalse)
		if int64(a) >= int64(b) {
			v = uint64(term.AtomTrue)
		}
		set(argC(pc), v)
		next(1)

	case code.OpExactNeValue:
		a, b := r(argA(pc)), r(argB(pc))
		v := uint64(term.AtomFalse)
		if a != b {
			equal(same, a, b)
			if !same {
				v = uint64(term.AtomTrue)
			}
		}
		set(argC(pc), v)
		next(1)
	}
}
