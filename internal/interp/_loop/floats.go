package loop

// floats: floating point.
func floats() {
	switch op {
	case code.OpFLoad:
		v := r(argA(pc))
		if v&tagMask != tagBoxed || load(uintptr(v)-tagBoxed) != uint64(term.FloatHeader) {
			slow()
		}
		setX(argC(pc), load(uintptr(v)-tagBoxed+8))
		next(1)

	case code.OpFConv:
		v := r(argA(pc))
		if v&smallMask == term.TagSmall {
			storeFloat(x+argC(pc), float64(int64(v)>>smallShift))
		} else {
			if v&tagMask != tagBoxed || load(uintptr(v)-tagBoxed) != uint64(term.FloatHeader) {
				slow()
			}
			setX(argC(pc), load(uintptr(v)-tagBoxed+8))
		}
		next(1)

	case code.OpFMove:
		setX(argC(pc), rx(argA(pc)))
		next(1)

	case code.OpFStore:
		store(htop, uint64(term.FloatHeader))
		store(htop+8, rx(argA(pc)))
		set(argC(pc), uint64(htop+tagBoxed))
		htop += 16
		next(1)

	case code.OpFAdd:
		f := loadFloat(x+argA(pc)) + loadFloat(x+argB(pc))
		if f-f != 0 {
			slow()
		}
		storeFloat(x+argC(pc), f)
		next(1)

	case code.OpFSub:
		f := loadFloat(x+argA(pc)) - loadFloat(x+argB(pc))
		if f-f != 0 {
			slow()
		}
		storeFloat(x+argC(pc), f)
		next(1)

	case code.OpFMul:
		f := loadFloat(x+argA(pc)) * loadFloat(x+argB(pc))
		if f-f != 0 {
			slow()
		}
		storeFloat(x+argC(pc), f)
		next(1)

	case code.OpFDiv:
		f := loadFloat(x+argA(pc)) / loadFloat(x+argB(pc))
		if f-f != 0 {
			slow()
		}
		storeFloat(x+argC(pc), f)
		next(1)

	case code.OpFNeg:
		setX(argC(pc), math.Float64bits(loadFloat(x+argA(pc)))^signBit)
		next(1)
	}
}
