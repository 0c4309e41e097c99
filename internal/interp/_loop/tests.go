package loop

// tests fall through or branch.
func tests() {
	switch op {
	case code.OpIsInteger:
		v := rx(argA(pc))
		if v&smallMask != term.TagSmall && (v&tagMask != tagBoxed || load(uintptr(v)-tagBoxed)&(subMask^4) != subBig) {
			jump(far(pc))
		}
		next(1)

	case code.OpIsFloat:
		v := rx(argA(pc))
		if v&tagMask != tagBoxed || load(uintptr(v)-tagBoxed)&subMask != subFloat {
			jump(far(pc))
		}
		next(1)

	case code.OpIsNumber:
		v := rx(argA(pc))
		if v&smallMask != term.TagSmall {
			if v&tagMask != tagBoxed {
				jump(far(pc))
			}
			if h := load(uintptr(v)-tagBoxed) & subMask; h != subFloat && h&^4 != subBig {
				jump(far(pc))
			}
		}
		next(1)

	case code.OpIsAtom:
		if rx(argA(pc))&immMask != tagAtom {
			jump(far(pc))
		}
		next(1)

	case code.OpIsBoolean:
		v := rx(argA(pc))
		if v != uint64(term.AtomTrue) && v != uint64(term.AtomFalse) {
			jump(far(pc))
		}
		next(1)

	case code.OpIsPid:
		v := rx(argA(pc))
		if v&smallMask != term.TagPid {
			if v&tagMask == tagBoxed {
				slow()
			}
			jump(far(pc))
		}
		next(1)

	case code.OpIsReference:
		v := rx(argA(pc))
		if v&tagMask != tagBoxed {
			jump(far(pc))
		}
		if load(uintptr(v)-tagBoxed)&subMask != subRef {
			slow()
		}
		next(1)

	case code.OpIsNil:
		if rx(argA(pc)) != term.TagNil {
			jump(far(pc))
		}
		next(1)

	case code.OpIsList:
		v := rx(argA(pc))
		if v&tagMask != tagCons && v != term.TagNil {
			jump(far(pc))
		}
		next(1)

	case code.OpIsNonemptyList:
		if rx(argA(pc))&tagMask != tagCons {
			jump(far(pc))
		}
		next(1)

	case code.OpIsTuple:
		v := rx(argA(pc))
		if v&tagMask != tagBoxed || load(uintptr(v)-tagBoxed)&subMask != 0 {
			jump(far(pc))
		}
		next(1)

	case code.OpIsTupleOf:
		v := rx(argA(pc))
		if v&tagMask != tagBoxed || load(uintptr(v)-tagBoxed) != uint64(load32(pc+12)) {
			branch(near(pc))
		}
		next(1)

	case code.OpTestArity:
		v := rx(argA(pc))
		if load(uintptr(v)-tagBoxed) != uint64(load32(pc+12)) {
			branch(near(pc))
		}
		next(1)

	case code.OpIsTaggedTuple:
		v := rx(argA(pc))
		if v&tagMask != tagBoxed || load(uintptr(v)-tagBoxed) != uint64(argB(pc)) || load(uintptr(v)-tagBoxed+8) != uint64(load32(pc+12)) {
			branch(near(pc))
		}
		next(1)

	case code.OpIsBinary:
		v := rx(argA(pc))
		if v&tagMask != tagBoxed {
			jump(far(pc))
		}
		h := load(uintptr(v)-tagBoxed) & subMask
		if h != subHeapBin && h != subRefc && (h != subSubBin || load8(uintptr(v)-tagBoxed+term.SubBinBits*8) != 0) {
			jump(far(pc))
		}
		next(1)

	case code.OpIsBitstring:
		v := rx(argA(pc))
		if v&tagMask != tagBoxed || load(uintptr(v)-tagBoxed)&subMask-subRefc > subSubBin-subRefc {
			jump(far(pc))
		}
		next(1)

	case code.OpIsMap:
		v := rx(argA(pc))
		if v&tagMask != tagBoxed || load(uintptr(v)-tagBoxed)&subMask != subMap {
			jump(far(pc))
		}
		next(1)

	case code.OpIsFunction:
		v := rx(argA(pc))
		if v&tagMask != tagBoxed || load(uintptr(v)-tagBoxed)&subMask&^8 != subFun {
			jump(far(pc))
		}
		next(1)

	case code.OpIsFunction2:
		v := r(argA(pc))
		n := r(argB(pc))
		if n&smallMask != term.TagSmall || int64(n) < 0 {
			slow()
		}
		if v&tagMask != tagBoxed {
			jump(far(pc))
		}
		o, arity := uintptr(v)-tagBoxed, ^uint64(0)
		switch load(o) & subMask {
		case subFun:
			arity = load(o+term.FunArity*8) & 0xFF
		case subExport:
			arity = load(loadPtr(o+term.ExportEntry*8) + term.ExportEntryArity*8)
		}
		if arity != n>>smallShift {
			jump(far(pc))
		}
		next(1)

	case code.OpIsEqExactC:
		if rx(argA(pc)) != high(pc) {
			branch(near(pc))
		}
		next(1)

	case code.OpIsNeExactC:
		if rx(argA(pc)) == high(pc) {
			branch(near(pc))
		}
		next(1)

	case code.OpIsEqExact:
		a, b := r(argA(pc)), r(argB(pc))
		if a != b {
			equal(same, a, b)
			if !same {
				jump(far(pc))
			}
		}
		next(1)

	case code.OpIsNeExact:
		a, b := r(argA(pc)), r(argB(pc))
		if a == b {
			jump(far(pc))
		}
		equal(same, a, b)
		if same {
			jump(far(pc))
		}
		next(1)

	case code.OpIsEq:
		a, b := r(argA(pc)), r(argB(pc))
		if a != b {
			if a&b&tagMask != tagImm && a&immMask != tagAtom && b&immMask != tagAtom {
				slow()
			}
			jump(far(pc))
		}
		next(1)

	case code.OpIsNe:
		a, b := r(argA(pc)), r(argB(pc))
		if a == b {
			jump(far(pc))
		}
		if a&b&tagMask != tagImm && a&immMask != tagAtom && b&immMask != tagAtom {
			slow()
		}
		next(1)

	case code.OpIsLt:
		a, b := r(argA(pc)), r(argB(pc))
		if a&b&smallMask != term.TagSmall {
			if (a|b)&tagMask != tagBoxed {
				slow()
			}
			float(f, a)
			float(g, b)
			if f >= g {
				jump(far(pc))
			}
			next(1)
		}
		if int64(a) >= int64(b) {
			jump(far(pc))
		}
		next(1)

	case code.OpIsGe:
		a, b := r(argA(pc)), r(argB(pc))
		if a&b&smallMask != term.TagSmall {
			if (a|b)&tagMask != tagBoxed {
				slow()
			}
			float(f, a)
			float(g, b)
			if f < g {
				jump(far(pc))
			}
			next(1)
		}
		if int64(a) < int64(b) {
			jump(far(pc))
		}
		next(1)

	case code.OpIsLtC:
		a := rx(argA(pc))
		if a&smallMask != term.TagSmall {
			slow()
		}
		if int64(a) >= int64(high(pc)) {
			branch(near(pc))
		}
		next(1)

	case code.OpIsGeC:
		a := rx(argA(pc))
		if a&smallMask != term.TagSmall {
			slow()
		}
		if int64(a) < int64(high(pc)) {
			branch(near(pc))
		}
		next(1)

	case code.OpIsGtC:
		a := rx(argA(pc))
		if a&smallMask != term.TagSmall {
			slow()
		}
		if int64(a) <= int64(high(pc)) {
			branch(near(pc))
		}
		next(1)

	case code.OpIsLeC:
		a := rx(argA(pc))
		if a&smallMask != term.TagSmall {
			slow()
		}
		if int64(a) > int64(high(pc)) {
			branch(near(pc))
		}
		next(1)

	case code.OpSelect:
		v := rx(argA(pc))
		to := pc + near(pc)
		p := pc + code.InstrBytes
		for end := p + uintptr(load32(pc+12))*16; p < end; p += 16 {
			if load(p) == v {
				to = loadPtr(p + 8)
				break
			}
		}
		jump(to)

	case code.OpSelectBinary:
		v := rx(argA(pc))
		to := pc + near(pc)
		lo, hi := uintptr(0), uintptr(load32(pc+12))
		for lo < hi {
			mid := (lo + hi) / 2
			k := load(pc + code.InstrBytes + mid*16)
			if k == v {
				to = loadPtr(pc + code.InstrBytes + mid*16 + 8)
				break
			}
			if k < v {
				lo = mid + 1
			} else {
				hi = mid
			}
		}
		jump(to)

	case code.OpSelectTable:
		v := rx(argA(pc))
		to := pc + near(pc)
		i := uint64(int64(v)>>smallShift) - load(pc+code.InstrBytes)
		if v&smallMask == term.TagSmall && i < uint64(load32(pc+12)) {
			to = loadPtr(pc + code.InstrBytes + 8 + uintptr(i)*8)
		}
		jump(to)

	case code.OpSelectArity:
		v := rx(argA(pc))
		to := pc + near(pc)
		if v&tagMask == tagBoxed {
			h := load(uintptr(v) - tagBoxed)
			p := pc + code.InstrBytes
			for end := p + uintptr(load32(pc+12))*16; p < end; p += 16 {
				if load(p) == h {
					to = loadPtr(p + 8)
					break
				}
			}
		}
		jump(to)
	}
}
