package proc

import "sync"

// Handles names Go objects by numbers, so that off-heap memory and terms can refer to them. The zero
// Handles is empty and ready.
type Handles struct {
	mu   sync.RWMutex
	objs map[uint64]any
	last uint64
}

// Put keeps v and returns its number, which is not 0.
func (h *Handles) Put(v any) uint64 {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.objs == nil {
		h.objs = map[uint64]any{}
	}
	h.last++
	h.objs[h.last] = v
	return h.last
}

// Get is the object with that number, or nil.
func (h *Handles) Get(id uint64) any {
	h.mu.RLock()
	defer h.mu.RUnlock()
	return h.objs[id]
}

// Take is Get and Drop.
func (h *Handles) Take(id uint64) any {
	h.mu.Lock()
	defer h.mu.Unlock()
	v := h.objs[id]
	delete(h.objs, id)
	return v
}

// Drop forgets the object.
func (h *Handles) Drop(id uint64) {
	h.mu.Lock()
	delete(h.objs, id)
	h.mu.Unlock()
}

// Len is the number of objects kept.
func (h *Handles) Len() int {
	h.mu.RLock()
	defer h.mu.RUnlock()
	return len(h.objs)
}
