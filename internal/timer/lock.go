package timer

import (
	"runtime"
	"sync/atomic"
)

// spinLock guards a wheel for the few nanoseconds that an operation takes. It is almost never
// contended; a holder that lost its processor is waited for by giving up one's own.
type spinLock struct{ held atomic.Uint32 }

func (l *spinLock) Lock() {
	for n := 0; !l.held.CompareAndSwap(0, 1); n++ {
		if n > 100 {
			runtime.Gosched()
		}
	}
}

func (l *spinLock) Unlock() { l.held.Store(0) }
