package loop

// arithmetic. A small integer is 16 times its value plus 15.
func arithmetic() {
	switch op {
	case code.OpAdd:
		a, b := r(argA(pc)), r(argB(pc))
		s := a + (b &^ smallMask)
		if a&b&smallMask != term.TagSmall || (a^s)&(b^s)&signBit != 0 {
			slow()
		}
		set(argC(pc), s)
		next(1)

	case code.OpSub:
		a, b := r(argA(pc)), r(argB(pc))
		s := a - (b &^ smallMask)
		if a&b&smallMask != term.TagSmall || (a^b)&(a^s)&signBit != 0 {
			slow()
		}
		set(argC(pc), s)
		next(1)

	case code.OpAddC:
		a := r(argA(pc))
		s := a + load(pc+8)
		if a&smallMask != term.TagSmall || int64(s) < int64(a) {
			slow()
		}
		set(argC(pc), s)
		next(1)

	case code.OpSubC:
		a := r(argA(pc))
		s := a - load(pc+8)
		if a&smallMask != term.TagSmall || int64(s) > int64(a) {
			slow()
		}
		set(argC(pc), s)
		next(1)

	case code.OpMul:
		a, b := r(argA(pc)), r(argB(pc))
		i, j := int64(a)>>smallShift, int64(b)>>smallShift
		p := i * j
		if a&b&smallMask != term.TagSmall || i != int64(int32(i)) || j != int64(int32(j)) || p<<smallShift>>smallShift != p {
			slow()
		}
		set(argC(pc), uint64(p<<smallShift|term.TagSmall))
		next(1)

	case code.OpMulC:
		a := r(argA(pc))
		i := int64(a) >> smallShift
		p := i * (int64(load(pc+8)) >> smallShift)
		if a&smallMask != term.TagSmall || i != int64(int32(i)) || p<<smallShift>>smallShift != p {
			slow()
		}
		set(argC(pc), uint64(p<<smallShift|term.TagSmall))
		next(1)

	case code.OpIntDiv:
		a, b := r(argA(pc)), r(argB(pc))
		j := int64(b) >> smallShift
		if a&b&smallMask != term.TagSmall || j <= 0 {
			slow()
		}
		set(argC(pc), uint64(int64(a)>>smallShift/j<<smallShift|term.TagSmall))
		next(1)

	case code.OpRem:
		a, b := r(argA(pc)), r(argB(pc))
		j := int64(b) >> smallShift
		if a&b&smallMask != term.TagSmall || j <= 0 {
			slow()
		}
		set(argC(pc), uint64(int64(a)>>smallShift%j<<smallShift|term.TagSmall))
		next(1)

	case code.OpIntDivC:
		a, j := r(argA(pc)), int64(load(pc+8))>>smallShift
		if a&smallMask != term.TagSmall || j <= 0 {
			slow()
		}
		set(argC(pc), uint64(int64(a)>>smallShift/j<<smallShift|term.TagSmall))
		next(1)

	case code.OpRemC:
		a, j := r(argA(pc)), int64(load(pc+8))>>smallShift
		if a&smallMask != term.TagSmall || j <= 0 {
			slow()
		}
		set(argC(pc), uint64(int64(a)>>smallShift%j<<smallShift|term.TagSmall))
		next(1)

	case code.OpBand:
		a, b := r(argA(pc)), r(argB(pc))
		if a&b&smallMask != term.TagSmall {
			slow()
		}
		set(argC(pc), a&b)
		next(1)

	case code.OpBandC:
		a := r(argA(pc))
		if a&smallMask != term.TagSmall {
			slow()
		}
		set(argC(pc), a&load(pc+8))
		next(1)

	case code.OpBor:
		a, b := r(argA(pc)), r(argB(pc))
		if a&b&smallMask != term.TagSmall {
			slow()
		}
		set(argC(pc), a|b)
		next(1)

	case code.OpBxor:
		a, b := r(argA(pc)), r(argB(pc))
		if a&b&smallMask != term.TagSmall {
			slow()
		}
		set(argC(pc), (a^b)|term.TagSmall)
		next(1)

	case code.OpBnot:
		a := r(argA(pc))
		if a&smallMask != term.TagSmall {
			slow()
		}
		set(argC(pc), ^a|term.TagSmall)
		next(1)

	case code.OpNeg:
		a := r(argA(pc))
		if a&smallMask != term.TagSmall || a == signBit|term.TagSmall {
			slow()
		}
		set(argC(pc), -(a&^smallMask)|term.TagSmall)
		next(1)

	case code.OpBsrC:
		a := r(argA(pc))
		if a&smallMask != term.TagSmall {
			slow()
		}
		set(argC(pc), uint64(int64(a)>>smallShift>>(load(pc+8)&63)<<smallShift|term.TagSmall))
		next(1)

	case code.OpBslC:
		a, n := r(argA(pc)), load(pc+8)&63
		i := int64(a) &^ smallMask
		if s := i << n; a&smallMask != term.TagSmall || s>>n != i {
			slow()
		}
		set(argC(pc), uint64(i<<n|term.TagSmall))
		next(1)

	case code.OpBsr:
		a, b := r(argA(pc)), r(argB(pc))
		n := b >> smallShift
		if a&b&smallMask != term.TagSmall || n > 63 {
			slow()
		}
		set(argC(pc), uint64(int64(a)>>smallShift>>(n&63)<<smallShift|term.TagSmall))
		next(1)

	case code.OpBsl:
		a, b := r(argA(pc)), r(argB(pc))
		n := b >> smallShift
		i := int64(a) &^ smallMask
		if s := i << (n & 63); a&b&smallMask != term.TagSmall || n > 59 || s>>(n&63) != i {
			slow()
		}
		set(argC(pc), uint64(i<<(n&63)|term.TagSmall))
		next(1)
	}
}
