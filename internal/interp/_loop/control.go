package loop

// control: calls, returns, frames.
func control() {
	switch op {
	case code.OpJump:
		jump(far(pc))

	case code.OpCall:
		returnTo(pc)
		enter(far(pc), argA(pc))

	case code.OpCallOnly:
		enter(far(pc), argA(pc))

	case code.OpCallLast:
		pop(argB(pc))
		enter(far(pc), argA(pc))

	case code.OpCallExt:
		returnTo(pc)
		enter(loadPtr(loadPtr(pc+8)+code.ExportCode), argA(pc))

	case code.OpCallExtOnly:
		enter(loadPtr(loadPtr(pc+8)+code.ExportCode), argA(pc))

	case code.OpCallExtLast:
		pop(argB(pc))
		enter(loadPtr(loadPtr(pc+8)+code.ExportCode), argA(pc))

	case code.OpCallFun:
		callFun(rx(argA(pc)*8), argA(pc))

	case code.OpCallFun2:
		callFun(r(argB(pc)), argA(pc))

	case code.OpReturn:
		returns()

	case code.OpAllocate:
		frame := argA(pc)
		reserve(frame+loadPtr(pc+8), argB(pc))
		push(frame)
		store(sp, 0)
		next(1)

	case code.OpDeallocate:
		pop(argA(pc))
		next(1)

	case code.OpTestHeap:
		reserve(loadPtr(pc+8), argB(pc))
		next(1)

	case code.OpInitY:
		setY(argA(pc), term.TagNil)
		setY(argB(pc), term.TagNil)
		setY(argC(pc), term.TagNil)
		next(1)
	}
}
