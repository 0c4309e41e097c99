package loop

// data: lists, tuples, funs, and the marks of handlers on the stack.
func data() {
	switch op {
	case code.OpGetList:
		v := uintptr(r(argA(pc)))
		hd, tl := load(v-tagCons), load(v-tagCons+8)
		set(argB(pc), hd)
		set(argC(pc), tl)
		next(1)

	case code.OpGetHd:
		v := uintptr(r(argA(pc)))
		set(argC(pc), load(v-tagCons))
		next(1)

	case code.OpGetTl:
		v := uintptr(r(argA(pc)))
		set(argC(pc), load(v-tagCons+8))
		next(1)

	case code.OpGetElement:
		v := uintptr(r(argA(pc)))
		set(argC(pc), load(v-tagBoxed+argB(pc)))
		next(1)

	case code.OpSetElement:
		v := uintptr(r(argC(pc)))
		store(v-tagBoxed+argB(pc), r(argA(pc)))
		next(1)

	case code.OpPutList:
		store(htop, r(argA(pc)))
		store(htop+8, r(argB(pc)))
		set(argC(pc), uint64(htop+tagCons))
		htop += 16
		next(1)

	case code.OpPutListCH:
		store(htop, load(pc+8))
		store(htop+8, r(argB(pc)))
		set(argC(pc), uint64(htop+tagCons))
		htop += 16
		next(1)

	case code.OpPutListCT:
		store(htop, r(argA(pc)))
		store(htop+8, load(pc+8))
		set(argC(pc), uint64(htop+tagCons))
		htop += 16
		next(1)

	case code.OpPutTuple2:
		store(htop, 2<<6)
		store(htop+8, r(argA(pc)))
		store(htop+16, r(argB(pc)))
		set(argC(pc), uint64(htop+tagBoxed))
		htop += 24
		next(1)

	case code.OpPutTuple:
		n := uint64(argB(pc))
		start := htop
		store(htop, n<<6)
		htop += 8
		fill(n)
		set(argC(pc), uint64(start+tagBoxed))
		next((1 + uintptr((n+1)/2)))

	case code.OpMakeFun:
		n := uint64(argB(pc))
		start := htop
		store(htop, (n+term.FunEnv-1)<<6|subFun)
		store(htop+term.FunEntry*8, load(pc+8))
		store(htop+term.FunNext*8, 0)
		store(htop+term.FunArity*8, uint64(argA(pc))|n<<8)
		store(htop+term.FunCreator*8, state.self)
		htop += term.FunEnv * 8
		fill(n)
		set(argC(pc), uint64(start+tagBoxed))
		next((1 + uintptr((n+1)/2)))

	case code.OpCatch:
		setY(argA(pc), load(pc+8))
		next(1)

	case code.OpTryEnd:
		setY(argA(pc), term.TagNil)
		next(1)

	case code.OpCatchEnd:
		setY(argA(pc), term.TagNil)
		if rx(0) == noValue {
			slow()
		}
		next(1)

	case code.OpTryCase:
		setY(argA(pc), term.TagNil)
		setX(0, rx(8))
		setX(8, rx(16))
		setX(16, rx(24))
		next(1)
	}
}
