package mem

import (
	"sync/atomic"
	"unsafe"
)

// WordSize is the size of a machine word in bytes. joist's words are 64 bits wide everywhere,
// js/wasm included.
const WordSize = 8

// ptr turns an address of off-heap memory into a pointer. Adding to nil instead of converting keeps
// vet and checkptr, which know that the result is no pointer into the Go heap, content.
func ptr(a uintptr) unsafe.Pointer { return unsafe.Add(unsafe.Pointer(nil), a) }

// Load reads the word at a.
func Load(a uintptr) uint64 { return *(*uint64)(ptr(a)) }

// Store writes the word at a.
func Store(a uintptr, v uint64) { *(*uint64)(ptr(a)) = v }

// LoadAt reads word i of the object at a.
func LoadAt(a uintptr, i int) uint64 { return *(*uint64)(ptr(a + uintptr(i)*WordSize)) }

// StoreAt writes word i of the object at a.
func StoreAt(a uintptr, i int, v uint64) { *(*uint64)(ptr(a + uintptr(i)*WordSize)) = v }

// Load32 reads the 32-bit value at a.
func Load32(a uintptr) uint32 { return *(*uint32)(ptr(a)) }

// Store32 writes the 32-bit value at a.
func Store32(a uintptr, v uint32) { *(*uint32)(ptr(a)) = v }

// Load16 reads the 16-bit value at a.
func Load16(a uintptr) uint16 { return *(*uint16)(ptr(a)) }

// Store16 writes the 16-bit value at a.
func Store16(a uintptr, v uint16) { *(*uint16)(ptr(a)) = v }

// Load8 reads the byte at a.
func Load8(a uintptr) uint8 { return *(*uint8)(ptr(a)) }

// Store8 writes the byte at a.
func Store8(a uintptr, v uint8) { *(*uint8)(ptr(a)) = v }

// LoadFloat reads the float at a.
func LoadFloat(a uintptr) float64 { return *(*float64)(ptr(a)) }

// StoreFloat writes the float at a.
func StoreFloat(a uintptr, v float64) { *(*float64)(ptr(a)) = v }

// LoadPtr reads the address stored at a.
func LoadPtr(a uintptr) uintptr { return *(*uintptr)(ptr(a)) }

// StorePtr stores the address v at a.
func StorePtr(a uintptr, v uintptr) { *(*uintptr)(ptr(a)) = v }

// AtomicLoad reads the word at a atomically.
func AtomicLoad(a uintptr) uint64 { return atomic.LoadUint64((*uint64)(ptr(a))) }

// AtomicStore writes the word at a atomically.
func AtomicStore(a uintptr, v uint64) { atomic.StoreUint64((*uint64)(ptr(a)), v) }

// AtomicSwap writes the word at a and returns what was there.
func AtomicSwap(a uintptr, v uint64) uint64 { return atomic.SwapUint64((*uint64)(ptr(a)), v) }

// AtomicCAS replaces old by v at a and tells whether it did.
func AtomicCAS(a uintptr, old, v uint64) bool {
	return atomic.CompareAndSwapUint64((*uint64)(ptr(a)), old, v)
}

// AtomicAdd adds v to the word at a and returns the sum.
func AtomicAdd(a uintptr, v uint64) uint64 { return atomic.AddUint64((*uint64)(ptr(a)), v) }

// AtomicLoad32 reads the 32-bit value at a atomically.
func AtomicLoad32(a uintptr) uint32 { return atomic.LoadUint32((*uint32)(ptr(a))) }

// AtomicStore32 writes the 32-bit value at a atomically.
func AtomicStore32(a uintptr, v uint32) { atomic.StoreUint32((*uint32)(ptr(a)), v) }

// AtomicCAS32 replaces old by v at a and tells whether it did.
func AtomicCAS32(a uintptr, old, v uint32) bool {
	return atomic.CompareAndSwapUint32((*uint32)(ptr(a)), old, v)
}

// AtomicOr32 sets bits in the 32-bit value at a and returns what was there before.
func AtomicOr32(a uintptr, bits uint32) uint32 { return atomic.OrUint32((*uint32)(ptr(a)), bits) }

// AtomicAnd32 keeps only mask's bits in the value at a and returns what was there before.
func AtomicAnd32(a uintptr, mask uint32) uint32 { return atomic.AndUint32((*uint32)(ptr(a)), mask) }

// Bytes views n bytes at a. The view is valid as long as the memory is.
func Bytes(a uintptr, n int) []byte {
	if n == 0 {
		return nil
	}
	return unsafe.Slice((*byte)(ptr(a)), n)
}

// Words views n words at a. The view is valid as long as the memory is.
func Words(a uintptr, n int) []uint64 {
	if n == 0 {
		return nil
	}
	return unsafe.Slice((*uint64)(ptr(a)), n)
}

// View overlays a Go value of type T, which must hold no Go pointers, on the memory at a. It is how
// structures of the VM that live off-heap are named from Go.
func View[T any](a uintptr) *T { return (*T)(ptr(a)) }

// Slice overlays n values of type T, which must hold no Go pointers, on the memory at a.
func Slice[T any](a uintptr, n int) []T {
	if n == 0 {
		return nil
	}
	return unsafe.Slice((*T)(ptr(a)), n)
}

// AddressOf is the address of an off-heap value seen through View. It must not be used on values in
// Go's own memory, which may move.
func AddressOf[T any](p *T) uintptr { return uintptr(unsafe.Pointer(p)) }

// Copy copies n words from src to dst; the areas may overlap.
func Copy(dst, src uintptr, n int) {
	if n < 8 && (dst <= src || dst >= src+uintptr(n)*WordSize) {
		for i := uintptr(0); i < uintptr(n)*WordSize; i += WordSize {
			Store(dst+i, Load(src+i))
		}
		return
	}
	copy(Words(dst, n), Words(src, n))
}

// Fill stores v into n words at a.
func Fill(a uintptr, n int, v uint64) {
	w := Words(a, n)
	if v == 0 {
		clear(w)
		return
	}
	for i := range w {
		w[i] = v
	}
}
