package mem

// StoreRelease32 writes the 32-bit value at a after everything that was written before: what unlocking needs. On amd64
// every store does that; an atomic store would be an exchange, which costs twenty times as much.
func StoreRelease32(a uintptr, v uint32) { Store32(a, v) }
