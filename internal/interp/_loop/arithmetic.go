package loop

// arithmetic. A small integer is 16 times its value plus 15.
func arithmetic() {
	switch op {
	case code.OpAdd:
		a, b := r(argA(pc)), r(argB(pc))
		s := a + (b &^ smallMask)
		if a&b&smallMask != term.TagSmall {
			float(f, a)
			float(g, b)
			putFloat(f+g, liveOf(pc))
		}
		if (a^s)&(b^s)&signBit != 0 {
			slow()
		}
		set(argC(pc), s)
		next(1)

	case code.OpSub:
		a, b := r(argA(pc)), r(argB(pc))
		s := a - (b &^ smallMask)
		if a&b&smallMask != term.TagSmall {
			float(f, a)
			float(g, b)
			putFloat(f-g, liveOf(pc))
		}
		if (a^b)&(a^s)&signBit != 0 {
			slow()
		}
		set(argC(pc), s)
		next(1)

	case code.OpAddC:
		a := r(argA(pc))
		s := a + load(pc+8)
		if a&smallMask != term.TagSmall {
			limb(l, a)
			k := load(pc+8) >> smallShift
			if l+k < l {
				slow()
			}
			putLimb(l+k, false, argB(pc))
		}
		if int64(s) < int64(a) {
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
		if a&b&smallMask != term.TagSmall {
			float(f, a)
			float(g, b)
			putFloat(f*g, liveOf(pc))
		}
		multiply(p, int64(a)>>smallShift, int64(b)>>smallShift, liveOf(pc))
		set(argC(pc), uint64(p<<smallShift|term.TagSmall))
		next(1)

	case code.OpMulC:
		a := r(argA(pc))
		if a&smallMask != term.TagSmall {
			slow()
		}
		multiply(p, int64(a)>>smallShift, int64(load(pc+8))>>smallShift, argB(pc))
		set(argC(pc), uint64(p<<smallShift|term.TagSmall))
		next(1)

	case code.OpDiv:
		a, b := r(argA(pc)), r(argB(pc))
		float(f, a)
		float(g, b)
		putFloat(f/g, liveOf(pc))

	case code.OpAbs:
		a := r(argA(pc))
		if a&smallMask != term.TagSmall {
			float(f, a)
			putFloat(math.Float64frombits(math.Float64bits(f)&^signBit), liveOf(pc))
		}
		v := int64(a) >> smallShift
		if v < 0 {
			v = -v
		}
		if v > term.MaxSmall {
			slow()
		}
		set(argC(pc), uint64(v<<smallShift|term.TagSmall))
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
		if j <= 0 { // for Go: the loader has seen to it
			slow()
		}
		if a&smallMask != term.TagSmall {
			limb(l, a)
			set(argC(pc), l%uint64(j)<<smallShift|term.TagSmall)
			next(1)
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
			limb(l, a)
			set(argC(pc), l<<smallShift&load(pc+8)|term.TagSmall)
			next(1)
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
