package mem

import (
	"math/bits"
	"sync"
	"sync/atomic"
	"time"
)

const (
	pageBytes  = 16 << 10
	pageWords  = pageBytes / WordSize
	blockBytes = 2 << 20 // what is committed at a time: a huge page
	blockPages = blockBytes / pageBytes
	maxRegions = 40

	// exactBins lists free runs by their exact length; longer ones share a bin per power of two.
	exactBins = blockPages
	numBins   = exactBins + 32
)

// A region is reserved address space. Pages below next are handed out or in free runs, those below
// backed have memory behind them or are about to, those below committed may be used, the rest is only
// reserved.
type region struct {
	area      reservation
	next      int
	backed    int
	committed int
	pages     []pageInfo
}

// pageInfo describes a page. span is the address of the span that the page is in, if it is in one. free is the length of a free run in its first and last page and 0 in
// pages that are in use; prev and next link the first pages of the free runs of a bin. trimmed tells of the first page of a
// free run that it has no memory behind it.
type pageInfo struct {
	span       uintptr
	prev, next uintptr
	free       int32
	trimmed    bool
}

// pageHeap hands out runs of pages: best fit among what was freed, then fresh memory.
type pageHeap struct {
	mu        sync.Mutex
	regions   [maxRegions]region
	count     atomic.Int32
	bins      [numBins]uintptr
	full      [(numBins + 63) / 64]uint64 // which bins are not empty
	committed int                         // pages
	idle      int                         // pages in free runs
	trimmable int                         // pages in those that trim would give back
	ahead     sync.WaitGroup              // goroutines of faultAhead
	slow      atomic.Bool                 // huge pages have turned out to be slow
}

// regionOf finds the region that a lies in.
func (h *pageHeap) regionOf(a uintptr) *region {
	for i := int(h.count.Load()) - 1; i >= 0; i-- {
		if r := &h.regions[i]; a-r.area.base < r.area.size {
			return r
		}
	}
	return nil
}

func (h *pageHeap) info(a uintptr) *pageInfo {
	r := h.regionOf(a)
	return &r.pages[(a-r.area.base)/pageBytes]
}

// spanOf is the span that the object at a was carved from.
func (h *pageHeap) spanOf(a uintptr) uintptr { return h.info(a).span }

func (h *pageHeap) setSpan(a uintptr, n int, sp uintptr) {
	r := h.regionOf(a)
	first := int((a - r.area.base) / pageBytes)
	for i := first; i < first+n; i++ {
		r.pages[i].span = sp
	}
}

// alloc returns a run of n pages, or 0.
func (h *pageHeap) alloc(n int) uintptr {
	h.mu.Lock()
	defer h.mu.Unlock()
	if a := h.bestFit(n); a != 0 {
		length := int(h.info(a).free)
		h.unlink(a, length)
		if length > n {
			h.link(a+uintptr(n)*pageBytes, length-n)
		}
		return a
	}
	return h.fresh(n)
}

// free takes back a run of n pages and joins it with its free neighbours.
func (h *pageHeap) free(a uintptr, n int) {
	h.mu.Lock()
	defer h.mu.Unlock()
	r := h.regionOf(a)
	i := int((a - r.area.base) / pageBytes)
	if n >= blockPages && h.idle > h.committed/2+(64<<20)/pageBytes {
		decommit(a, uintptr(n)*pageBytes)
	}
	if i+n < r.next {
		if after := int(r.pages[i+n].free); after > 0 {
			h.unlink(a+uintptr(n)*pageBytes, after)
			n += after
		}
	}
	if i > 0 {
		if before := int(r.pages[i-1].free); before > 0 {
			a -= uintptr(before) * pageBytes
			h.unlink(a, before)
			n += before
		}
	}
	h.link(a, n)
}

func binOf(n int) int {
	if n < exactBins {
		return n
	}
	return exactBins + bits.Len(uint(n/exactBins)) - 1
}

// bestFit finds the shortest free run of at least n pages, or 0.
func (h *pageHeap) bestFit(n int) uintptr {
	b := binOf(n)
	if b >= exactBins {
		if a := h.bestIn(b, n); a != 0 {
			return a
		}
		b++
	}
	for w := b / 64; w < len(h.full); w++ {
		set := h.full[w]
		if w == b/64 {
			set &= ^uint64(0) << (b % 64)
		}
		if set != 0 {
			return h.bestIn(w*64+bits.TrailingZeros64(set), n)
		}
	}
	return 0
}

func (h *pageHeap) bestIn(bin, n int) uintptr {
	var best uintptr
	size := int32(0)
	for a := h.bins[bin]; a != 0; {
		p := h.info(a)
		if int(p.free) >= n && (best == 0 || p.free < size) {
			best, size = a, p.free
			if int(size) == n || bin < exactBins {
				break
			}
		}
		a = p.next
	}
	return best
}

func (h *pageHeap) link(a uintptr, n int) {
	first, last := h.info(a), h.info(a+uintptr(n-1)*pageBytes)
	first.free, last.free = int32(n), int32(n)
	first.trimmed = false
	b := binOf(n)
	first.prev, first.next = 0, h.bins[b]
	if first.next != 0 {
		h.info(first.next).prev = a
	}
	h.bins[b] = a
	h.full[b/64] |= 1 << (b % 64)
	h.idle += n
	if n >= trimPages {
		h.trimmable += n
	}
}

func (h *pageHeap) unlink(a uintptr, n int) {
	first, last := h.info(a), h.info(a+uintptr(n-1)*pageBytes)
	if n >= trimPages && !first.trimmed {
		h.trimmable -= n
	}
	first.free, last.free = 0, 0
	b := binOf(n)
	if first.prev != 0 {
		h.info(first.prev).next = first.next
	} else {
		h.bins[b] = first.next
		if first.next == 0 {
			h.full[b/64] &^= 1 << (b % 64)
		}
	}
	if first.next != 0 {
		h.info(first.next).prev = first.prev
	}
	h.idle -= n
}

// fresh takes n pages that were never used. The very first block is backed at once, which takes a fifth of a millisecond: touched one by
// one its pages cost 2 to 4 microseconds each, and a process of a high priority that collects its garbage for the first
// time was 20 late for that.
func (h *pageHeap) fresh(n int) uintptr {
	r := &h.regions[max(int(h.count.Load())-1, 0)]
	if r.next+n > len(r.pages) {
		if r = h.addRegion(n); r == nil {
			return 0
		}
	}
	a := r.area.base + uintptr(r.next)*pageBytes
	fast := h.committed >= aheadAfter*blockPages
	if r.next+n > r.committed {
		more := (r.next + n - r.committed + blockPages - 1) / blockPages * blockPages
		if fast {
			more = max(more, min(commitBlocks*blockPages, len(r.pages)-r.committed))
		}
		if !commit(r.area.base+uintptr(r.committed)*pageBytes, uintptr(more)*pageBytes) {
			return 0
		}
		if r.committed == 0 && r == &h.regions[0] {
			populate(r.area.base, blockBytes)
		}
		r.committed += more
	}
	r.next += n
	if r.next > r.backed {
		h.back(r, (r.next-r.backed+blockPages-1)/blockPages*blockPages)
	}
	if fast && r.backed-r.next < aheadBlocks*blockPages {
		h.faultAhead(r, min(aheadBlocks*blockPages, r.committed-r.backed))
	}
	return a
}

// back counts n more pages of a region as backed.
func (h *pageHeap) back(r *region, n int) {
	r.backed += n
	h.committed += n
}

// Where memory grows fast, most of what a new page costs is the system's zeroing it. So beyond aheadAfter blocks
// some blocks ahead are touched on another goroutine: a process that spawns a million others does not wait for the
// zeroing as long as there is a core to do it. More is committed at a time then, because committing waits for
// faults in progress.
//
// Huge pages are asked for there, as long as they are cheap. Measured on a virtual machine, 640 MiB cost 260 to 340 ms
// of system time in pages of 4 KiB, always; in huge pages 100 ms when the guest's memory was backed, and 600 to 1300 when
// the host had taken it back, as it does with what lies free in large pieces. So each huge block is timed, and
// the first slow one ends it. A program that stays small gets no huge pages: starting took 35 ms of
// system time with them and 9 without.
const (
	aheadAfter   = 16
	aheadBlocks  = 4
	commitBlocks = 64
	// slowBlock is when a huge block costs more than its small pages would.
	slowBlock = 800 * time.Microsecond
)

// faultAhead has the system back the next n pages of a region before they are used.
func (h *pageHeap) faultAhead(r *region, n int) {
	if n <= 0 {
		return
	}
	a, end := r.area.base+uintptr(r.backed)*pageBytes, r.area.base+uintptr(r.backed+n)*pageBytes
	h.back(r, n)
	h.ahead.Add(1)
	go func() {
		defer h.ahead.Done()
		for ; a < end; a += blockBytes {
			huge, start := !h.slow.Load(), time.Now()
			if huge {
				adviseHuge(a, blockBytes)
			}
			populate(a, blockBytes)
			if huge && time.Since(start) > slowBlock {
				h.slow.Store(true)
			}
		}
	}()
}

// addRegion reserves a region for at least n pages. What is left of the last one becomes a free run.
func (h *pageHeap) addRegion(n int) *region {
	k := int(h.count.Load())
	if k == maxRegions {
		return nil
	}
	if k > 0 {
		last := &h.regions[k-1]
		if rest := last.committed - last.next; rest > 0 {
			h.back(last, last.committed-last.backed)
			a := last.area.base + uintptr(last.next)*pageBytes
			last.next = last.committed
			h.link(a, rest)
		}
	}
	size := min(uintptr(regionBytes)<<min(k, 6), 4<<30)
	size = max(size, (uintptr(n)*pageBytes+blockBytes-1)/blockBytes*blockBytes)
	area, err := reserve(size)
	if err != nil {
		return nil
	}
	h.regions[k] = region{area: area, pages: make([]pageInfo, size/pageBytes)}
	h.count.Store(int32(k + 1))
	return &h.regions[k]
}

// trimPages is the least length of a free run that is worth giving back: what lives long and small lies between them
// everywhere, and few whole blocks are free.
const trimPages = 4

// trim gives free runs back to the system, until it has given back most bytes, and tells how many those were. They are
// used again like others.
func (h *pageHeap) trim(most int64) (bytes int64) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for b := len(h.bins) - 1; b >= 0; b-- {
		for a := h.bins[b]; a != 0; {
			run := h.info(a)
			if run.free >= trimPages && !run.trimmed {
				size := uintptr(run.free) * pageBytes
				decommit(a, size)
				run.trimmed = true
				h.trimmable -= int(run.free)
				if bytes += int64(size); bytes >= most {
					return bytes
				}
			}
			a = run.next
		}
	}
	return bytes
}

func (h *pageHeap) close() {
	h.ahead.Wait()
	for i := range h.regions[:h.count.Load()] {
		h.regions[i].area.release()
		h.regions[i] = region{}
	}
	h.count.Store(0)
	h.committed, h.idle = 0, 0
}
