package loop

// moves between registers.
func moves() {
	switch op {
	case code.OpMove:
		set(argC(pc), r(argA(pc)))
		next(1)

	case code.OpMoveC:
		set(argC(pc), load(pc+8))
		next(1)

	case code.OpSwap:
		a, b := regAt(argA(pc)), regAt(argB(pc))
		v := load(a)
		store(a, load(b))
		store(b, v)
		next(1)
	}
}
