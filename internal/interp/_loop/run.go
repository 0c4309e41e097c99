package loop

import (
	"math"
	"unsafe"

	"joist/internal/code"
	"joist/internal/term"
)

// run runs instructions until one must be done outside. It makes no calls: pc, heap top, stack pointer
// and reductions stay in machine registers, and the switch is a jump table. Measured: three calls of
// slow paths inside it cost 35 %, leaving and coming back 1 to 6 ns. It is one function, longer than
// any other, for that reason alone; what is not fast goes to a handler.
func run(state *regs) exit {
	var (
		pc         = state.pc
		x          = state.x
		htop       = state.heap.Top
		sp         = state.heap.Stop
		reds       = state.reds
		need, live uintptr
		why        = exitSlow
	)
	store(x-16, uint64(x))
	store(x-8, uint64(sp-code.YFlag))
loop:
	for {
		switch op := code.Op(load16(pc)); op {
		case code.OpInvalid: // here so that the table starts at 0
			slow()
			// The cases.
		}
		break
	}
	goto out
yield:
	why = exitYield
	goto out
collect:
	why = exitCollect
out:
	state.need, state.live = need, int(live)
	state.pc = pc
	state.reds = reds
	state.heap.Top = htop
	state.heap.Stop = sp
	return why
}
