// Package loop is the source of the dispatch loop: run.go around it, the cases by families, and here the macros
// that both are written with. It is not compiled; internal/interp/_gen makes loop_gen.go of it.
//
// In a case, pc is the address of the instruction, x the bank of X registers, sp the stack pointer, htop where the
// heap goes on, reds the reductions left. Every case ends in next, branch, enter, returns or slow.
package loop

// Memory.

func load(a uintptr) uint64       { return *(*uint64)(unsafe.Add(unsafe.Pointer(nil), a)) }
func load8(a uintptr) uint8       { return *(*uint8)(unsafe.Add(unsafe.Pointer(nil), a)) }
func load16(a uintptr) uint16     { return *(*uint16)(unsafe.Add(unsafe.Pointer(nil), a)) }
func load32(a uintptr) uint32     { return *(*uint32)(unsafe.Add(unsafe.Pointer(nil), a)) }
func loadPtr(a uintptr) uintptr   { return *(*uintptr)(unsafe.Add(unsafe.Pointer(nil), a)) }
func loadFloat(a uintptr) float64 { return *(*float64)(unsafe.Add(unsafe.Pointer(nil), a)) }

func store(a uintptr, v uint64) {
	*(*uint64)(unsafe.Add(unsafe.Pointer(nil), a)) = v
}

func store8(a uintptr, v uint8) {
	*(*uint8)(unsafe.Add(unsafe.Pointer(nil), a)) = v
}

func storeFloat(a uintptr, v float64) {
	*(*float64)(unsafe.Add(unsafe.Pointer(nil), a)) = v
}

// Operands of the instruction at an address. Reading them one by one from memory takes less than shifting them
// out of the first word.

func argA(at uintptr) uintptr { return uintptr(load16(at + 2)) }
func argB(at uintptr) uintptr { return uintptr(load16(at + 4)) }
func argC(at uintptr) uintptr { return uintptr(load16(at + 6)) }

// far is where a branch goes to where that is all of D; near is its offset where it is the low half.
func far(at uintptr) uintptr  { return loadPtr(at + 8) }
func near(at uintptr) uintptr { return uintptr(int64(int32(load32(at + 8)))) }

// liveOf is the number of live registers where it is in the high half of D.
func liveOf(at uintptr) uintptr { return uintptr(load32(at + 12)) }

// high is the sign-extended constant in the high half of D.
func high(at uintptr) uint64 { return uint64(int64(int32(load32(at + 12)))) }

// r is the value of the register that an operand names, which is any; rx that of an X register, ry of a Y register.

func r(ref uintptr) uint64  { return load(regAt(ref)) }
func rx(ref uintptr) uint64 { return load(x + ref) }
func ry(ref uintptr) uint64 { return load(sp - code.YFlag + ref) }

func set(ref uintptr, v uint64) {
	store(regAt(ref), v)
}

func setX(ref uintptr, v uint64) {
	store(x+ref, v)
}

func setY(ref uintptr, v uint64) {
	store(sp-code.YFlag+ref, v)
}

// regAt is the address of a register of either kind: the bases of the two lie before the bank.
func regAt(ref uintptr) uintptr { return loadPtr(x-16+ref&code.YFlag*8) + ref }

// Where to go on.

func next(instrs uintptr) {
	pc += instrs * code.InstrBytes
	continue
}

func branch(offset uintptr) {
	pc += offset
	continue
}

func jump(to uintptr) {
	pc = to
	continue
}

// slow leaves the instruction at pc to its handler.
func slow() {
	break loop
}

// returns goes to the caller.
func returns() {
	pc = loadPtr(sp)
	continue
}

// enter goes to a function, or out if the slice is spent. n is its arity.
func enter(to uintptr, n uintptr) {
	args := n
	pc = to
	if reds--; reds >= 0 {
		continue
	}
	live = args
	goto yield
}

// returnTo puts the return address of the call at an address in the frame.
func returnTo(at uintptr) {
	store(sp, uint64(at+2*code.InstrBytes))
}

// The stack.

func push(bytes uintptr) {
	sp -= bytes
	store(x-8, uint64(sp-code.YFlag))
}

func pop(bytes uintptr) {
	sp += bytes
	store(x-8, uint64(sp-code.YFlag))
}

// reserve makes sure that bytes bytes are free.
func reserve(bytes, n uintptr) {
	if sp-htop < bytes {
		need, live = bytes, n
		goto collect
	}
}

// callFun calls f with n arguments in the X registers.
func callFun(f uint64, n uintptr) {
	v, arity := f, n
	if v&tagMask != tagBoxed {
		slow()
	}
	o := uintptr(v) - tagBoxed
	entry, all := loadPtr(o+term.FunEntry*8), arity
	switch load(o) & subMask {
	case subFun:
		info := loadPtr(o + term.FunArity*8)
		if info&0xFF != arity {
			slow()
		}
		to := x + arity*8
		for from, end := o+term.FunEnv*8, o+term.FunEnv*8+info>>8*8; from < end; from += 8 {
			store(to, load(from))
			to += 8
		}
		all += info >> 8
	case subExport:
		if loadPtr(entry+16) != arity {
			slow()
		}
	default:
		slow()
	}
	if frame := argC(pc); frame == 0 {
		returnTo(pc)
	} else {
		pop(frame)
	}
	enter(loadPtr(entry+code.FunCode), all)
}

// fill puts the n packed operands of the instruction at pc on the heap.
func fill(n uint64) {
	p := pc + code.InstrBytes
	for end := p + uintptr(n)*8; p < end; p += 8 {
		at, v := p, load(p)
		if v&tagMask == 0 {
			at = regAt(uintptr(v >> 2))
		}
		store(htop, load(at))
		htop += 8
	}
}

// equal declares same as whether two words that are not the same are the same term. Of objects it knows binaries on the heap.
func equal(same bool, a, b uint64) {
	same := false
	if (a^b)&tagMask == 0 && a&tagMask != tagImm {
		p, q := uintptr(a)-tagBoxed, uintptr(b)-tagBoxed
		if a&tagMask != tagBoxed || load(p)&subMask != subHeapBin || load(q)&subMask != subHeapBin {
			slow()
		}
		if bits := load(p+term.HeapBinSize*8) * 8; load(q+term.HeapBinSize*8)*8 == bits {
			same = true
			for bits > 0 && same {
				p += 8
				q += 8
				differ := load(p+(term.HeapBinData-1)*8) ^ load(q+(term.HeapBinData-1)*8)
				if bits < 64 {
					differ <<= 64 - bits
				}
				same = differ == 0
				bits -= min(bits, 64)
			}
		}
	}
}

// fetch declares v as the packed operand at an address.
func fetch(v uint64, at uintptr) {
	v := load(at)
	if v&tagMask == 0 {
		v = r(uintptr(v >> 2))
	}
}

// partOf makes the result a part of the binary of the match context at o: n bits from bit at. Short ones are copied.
func partOf(o uintptr, at, n uint64) {
	if sp-htop < term.SubBinWords*8 {
		slow()
	}
	start := htop
	if (n|at)&7 == 0 && n <= 128 {
		store(htop, (n+63)>>6<<6+(1<<6|subHeapBin))
		store(htop+term.HeapBinSize*8, n>>3)
		htop += term.HeapBinData * 8
		p, left := loadPtr(o+term.MatchBase*8)+uintptr(at>>3), n
		for left > 0 {
			v, k := uint64(0), min(left, 64)
			for i := uint64(0); i < k; i += 8 {
				v |= uint64(load8(p)) << (i & 63)
				p++
			}
			store(htop, v)
			htop += 8
			left -= k
		}
	} else {
		store(htop, uint64(term.SubBinHeader))
		store(htop+term.SubBinSize*8, n>>3)
		store(htop+term.SubBinOffset*8, at>>3)
		store(htop+term.SubBinBits*8, n&7|at&7<<8)
		store(htop+term.SubBinParent*8, load(o+term.MatchBinary*8))
		htop += term.SubBinWords * 8
	}
	set(argC(pc), uint64(start+tagBoxed))
}

// Numbers other than small integers.

// float declares f as the value of v, a float or a small integer.
func float(f float64, v uint64) {
	var f float64
	if v&smallMask == term.TagSmall {
		f = float64(int64(v) >> smallShift)
	} else {
		if v&tagMask != tagBoxed || load(uintptr(v)-tagBoxed) != uint64(term.FloatHeader) {
			slow()
		}
		f = loadFloat(uintptr(v) - tagBoxed + 8)
	}
}

// putFloat makes a float the result of the instruction, which has n live registers.
func putFloat(v float64, n uintptr) {
	result := v
	if result-result != 0 {
		slow()
	}
	reserve(term.FloatWords*8, n)
	store(htop, uint64(term.FloatHeader))
	storeFloat(htop+8, result)
	set(argC(pc), uint64(htop+tagBoxed))
	htop += term.FloatWords * 8
	next(1)
}

// putLimb makes an integer of one limb, which is not small, the result of an instruction with n live registers.
func putLimb(v uint64, negative bool, n uintptr) {
	reserve(16, n)
	h := uint64(oneLimb)
	if negative {
		h |= 1 << 2
	}
	store(htop, h)
	store(htop+8, v)
	set(argC(pc), uint64(htop+tagBoxed))
	htop += 16
	next(1)
}

// limb declares l as the value of v, a positive integer of one limb.
func limb(l uint64, v uint64) {
	if v&tagMask != tagBoxed || load(uintptr(v)-tagBoxed) != oneLimb {
		slow()
	}
	l := load(uintptr(v) - tagBoxed + 8)
}

// multiply declares p as the product of two small integers if that is small too. Whether it fits 64 bits the product
// as a float tells.
func multiply(p int64, i, j int64, n uintptr) {
	p := i * j
	if i != int64(int32(i)) || j != int64(int32(j)) {
		if f := float64(i) * float64(j); f >= 1<<62 || f <= -1<<62 {
			slow()
		}
	}
	if p<<smallShift>>smallShift != p {
		putLimb(uint64(max(p, -p)), p < 0, n)
	}
}

// Parts of the natives that the loop does.

// done goes on behind a native whose result is in X0.
func done() {
	reds--
	if argC(pc) != code.NativeReturns {
		next(2)
	}
	returns()
}

// answer makes a boolean the result.
func answer(yes bool) {
	truth := uint64(term.AtomFalse)
	if yes {
		truth = uint64(term.AtomTrue)
	}
	setX(0, truth)
	done()
}

// compared makes the result what holds of the first two arguments, a and b, small integers.
func compared(holds bool) {
	a, b := rx(0), rx(8)
	if a&b&smallMask != term.TagSmall {
		slow()
	}
	answer(holds)
}

// copyWords copies an object of n bytes to where the heap goes on.
func copyWords(from, n uintptr) {
	for at := uintptr(0); at < n; at += 8 {
		store(htop+at, load(from+at))
	}
}

// flatFind declares i as the offset of the value for a key, an immediate, in the flat map at o, and n as the one behind the last
// value, which i is when the key is not there.
func flatFind(i, n uintptr, o uintptr, key uint64) {
	keys := loadPtr(o+term.FlatMapKeys*8) - tagBoxed + term.TupleElems*8
	i, n := uintptr(0), uintptr(uint32(load(o)>>6)-1)*8
	for i < n && load(keys+i) != key {
		i += 8
	}
}

// shortList makes room for as many cells as the list in X0 has, which is a proper one and not long. It declares bytes as their size.
// n is the number of arguments.
func shortList(bytes uintptr, n uintptr) {
	bytes := uintptr(0)
	rest := uintptr(rx(0))
	for rest&tagMask == tagCons && bytes < maxInlineLength*16 {
		bytes += 16
		rest = loadPtr(rest - tagCons + 8)
	}
	if rest != term.TagNil {
		slow()
	}
	reserve(bytes, n)
	reds -= int64(bytes >> 8)
}

// reverse makes the result the list in X0 in reverse order, followed by onto. n is the number of arguments.
func reverse(onto uint64, n uintptr) {
	shortList(bytes, n)
	list, to := uintptr(rx(0)), uint64(onto)
	for end := htop + bytes; htop < end; htop += 16 {
		store(htop, load(list-tagCons))
		store(htop+8, to)
		to = uint64(htop + tagCons)
		list = loadPtr(list - tagCons + 8)
	}
	setX(0, to)
	done()
}

// keyFind looks in a list for a tuple with a key, an atom, at a place: the arguments are key, place, list. It declares
// what remains of the list, and the tuple, if that is not nil.
func keyFind(list uintptr, tuple uint64) {
	key, n, list, tuple := rx(0), uintptr(rx(8)>>smallShift), uintptr(rx(16)), uint64(0)
	if key&immMask != tagAtom || rx(8)&smallMask != term.TagSmall || n-1 >= maxInlineLength {
		slow()
	}
	left := uint(maxInlineLength)
	for list&tagMask == tagCons && left > 0 {
		tuple = load(list - tagCons)
		if o := uintptr(tuple) - tagBoxed; tuple&tagMask == tagBoxed && load(o)&subMask == 0 && uintptr(load(o)>>6) >= n && load(o+n*8) == key {
			break
		}
		list = loadPtr(list - tagCons + 8)
		left--
	}
	if left == 0 || list&tagMask != tagCons && list != term.TagNil {
		slow()
	}
}
