package proc

import (
	"testing"
	"unsafe"
)

// Constants that stand for sizes and places of fields.
func TestProcessLayout(t *testing.T) {
	if got := unsafe.Sizeof(Process{}); got != sizeOfProcess {
		t.Errorf("a Process has %d bytes, sizeOfProcess says %d", got, sizeOfProcess)
	}
	if unsafe.Offsetof(Process{}.inbox) != inboxWord*8 {
		t.Error("inboxWord is wrong")
	}
	if unsafe.Offsetof(Process{}.Timer) != 0 {
		t.Error("Timer is not the first field")
	}
	if got := unsafe.Sizeof(signal{}); got != signalWords*8 {
		t.Errorf("a signal has %d bytes", got)
	}
	if got := unsafe.Sizeof(Relation{}); got != relationWords*8 {
		t.Errorf("a relation has %d bytes", got)
	}
	if got := unsafe.Sizeof(bifTimer{}); got != bifTimerWords*8 {
		t.Errorf("a bifTimer has %d bytes", got)
	}
}
