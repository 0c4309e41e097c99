package loop

// natives: the usual cases of some natives. The arguments are in the first X registers, the result goes to X0. All else is left
// to the native itself.
func natives() {
	switch op {
	case code.OpNativeMax:
		a, b := rx(0), rx(8)
		if a&b&smallMask != term.TagSmall {
			slow()
		}
		setX(0, uint64(max(int64(a), int64(b))))
		done()

	case code.OpNativeMin:
		a, b := rx(0), rx(8)
		if a&b&smallMask != term.TagSmall {
			slow()
		}
		setX(0, uint64(min(int64(a), int64(b))))
		done()

	case code.OpNativeAdd:
		a, b := rx(0), rx(8)
		s := a + (b &^ smallMask)
		if a&b&smallMask != term.TagSmall || (a^s)&(b^s)&signBit != 0 {
			slow()
		}
		setX(0, s)
		done()

	case code.OpNativeSub:
		a, b := rx(0), rx(8)
		s := a - (b &^ smallMask)
		if a&b&smallMask != term.TagSmall || (a^b)&(a^s)&signBit != 0 {
			slow()
		}
		setX(0, s)
		done()

	case code.OpNativeLt:
		compared(int64(a) < int64(b))

	case code.OpNativeGe:
		compared(int64(a) >= int64(b))

	case code.OpNativeGt:
		compared(int64(a) > int64(b))

	case code.OpNativeLe:
		compared(int64(a) <= int64(b))

	case code.OpNativeEq: // == and =:=
		a, b := rx(0), rx(8)
		if a != b && a&b&tagMask != tagImm {
			slow()
		}
		answer(a == b)

	case code.OpNativeNe:
		a, b := rx(0), rx(8)
		if a != b && a&b&tagMask != tagImm {
			slow()
		}
		answer(a != b)

	case code.OpNativeSetElement:
		n, v := rx(0), rx(8)
		if v&tagMask != tagBoxed || n&smallMask != term.TagSmall {
			slow()
		}
		o, i := uintptr(v)-tagBoxed, n>>smallShift
		h := load(o)
		size := uintptr(h>>6) + 1
		if h&subMask != 0 || i-1 >= h>>6 || size > maxInlineLength {
			slow()
		}
		reserve(size*8, 3)
		copyWords(o, size*8)
		store(htop+uintptr(i)*8, rx(16))
		setX(0, uint64(htop+tagBoxed))
		htop += size * 8
		done()

	case code.OpNativePutMap: // maps:put/3 and maps:update/3 of a key that a flat map has
		key, v := rx(0), rx(16)
		o := uintptr(v) - tagBoxed
		if v&tagMask != tagBoxed || key&tagMask != tagImm || load(o)&(subMask|mapKind) != subMap {
			slow()
		}
		flatFind(i, n, o, key)
		if i == n {
			slow()
		}
		reserve(term.FlatMapValues*8+n, 3)
		copyWords(o, term.FlatMapValues*8+n)
		store(htop+term.FlatMapValues*8+i, rx(8))
		setX(0, uint64(htop+tagBoxed))
		htop += term.FlatMapValues*8 + n
		done()

	case code.OpNativeIsKey: // maps:is_key/2
		key, m := rx(0), rx(8)
		o := uintptr(m) - tagBoxed
		if m&tagMask != tagBoxed || key&tagMask != tagImm || load(o)&(subMask|mapKind) != subMap {
			slow()
		}
		flatFind(i, n, o, key)
		answer(i < n)

	case code.OpNativeGetMap: // maps:get/2
		key, m := rx(0), rx(8)
		o := uintptr(m) - tagBoxed
		if m&tagMask != tagBoxed || key&tagMask != tagImm || load(o)&(subMask|mapKind) != subMap {
			slow()
		}
		flatFind(i, n, o, key)
		if i == n {
			slow()
		}
		setX(0, load(o+term.FlatMapValues*8+i))
		done()

	case code.OpNativeReverse: // lists:reverse/1
		reverse(term.TagNil, 1)

	case code.OpNativeReverseOnto: // lists:reverse/2
		reverse(rx(8), 2)

	case code.OpNativeAppend: // erlang:'++'/2
		shortList(bytes, 2)
		if bytes == 0 {
			setX(0, rx(8))
			done()
		}
		list, start := uintptr(rx(0)), htop
		for end := htop + bytes; htop < end; htop += 16 {
			store(htop, load(list-tagCons))
			store(htop+8, uint64(htop+16+tagCons))
			list = loadPtr(list - tagCons + 8)
		}
		store(htop-8, rx(8))
		setX(0, uint64(start+tagCons))
		done()

	case code.OpNativeMember: // lists:member/2
		v, list := rx(0), uintptr(rx(8))
		if v&tagMask != tagImm {
			slow()
		}
		n := uint(0)
		for list&tagMask == tagCons && load(list-tagCons) != v && n < maxInlineLength {
			list = loadPtr(list - tagCons + 8)
			n++
		}
		if n == maxInlineLength || list&tagMask != tagCons && list != term.TagNil {
			slow()
		}
		answer(list != term.TagNil)

	case code.OpNativeKeyFind: // lists:keyfind/3
		keyFind(list, tuple)
		v := uint64(term.AtomFalse)
		if list != term.TagNil {
			v = tuple
		}
		setX(0, v)
		done()

	case code.OpNativeKeyMember: // lists:keymember/3
		keyFind(list, tuple)
		answer(list != term.TagNil)

	case code.OpNativeSqrt:
		v := rx(0)
		float(f, v)
		root := math.Sqrt(f)
		if root-root != 0 {
			slow()
		}
		reserve(term.FloatWords*8, 1)
		store(htop, uint64(term.FloatHeader))
		storeFloat(htop+8, root)
		setX(0, uint64(htop+tagBoxed))
		htop += term.FloatWords * 8
		done()

	case code.OpNativeDecimal: // erlang:integer_to_binary/1 of up to eight digits
		v := rx(0)
		n := v >> smallShift
		if v&smallMask != term.TagSmall || n > 99999999 {
			slow()
		}
		reserve(24, 1)
		digits, size := uint64(0), uint64(0)
		for {
			digits = digits<<8 | (n%10 + '0')
			size++
			if n /= 10; n == 0 {
				break
			}
		}
		store(htop, 2<<6|subHeapBin)
		store(htop+term.HeapBinSize*8, size)
		store(htop+term.HeapBinData*8, digits)
		setX(0, uint64(htop+tagBoxed))
		htop += 24
		done()
	}
}
