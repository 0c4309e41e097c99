package ets

import "joist/internal/mem"

// Layout of an object in table memory, in bytes: the words before its term, which is a heap.Message.
const (
	objectNext     = 0  // the next object of the bucket's chain
	objectHash     = 8  // the hash of the key
	objectFragment = 16 // where the message has its term's words; 0 for a tuple of immediates, which lies right behind
	objectTerm     = 24 // the tuple
)

// segmentSize is the number of buckets allocated at a time.
const segmentSize = 256

// hashed is the index of a set, bag or duplicate_bag: a linear hash table, which grows by one bucket at a time, so that
// no insertion pays for the others. A chain is kept in the order of (hash, key): the successor of a key that
// has been deleted is thereby well defined, which is what lets a fixed table be traversed without keeping
// deleted objects. Objects with the same key lie together, the newest first.
//
// The buckets and the links lie in table memory: a link is the address of the word that holds the next
// object, be it a bucket or an object.
type hashed struct {
	segments []uintptr
	active   int // buckets in use
	mask     int // 2^k - 1 with 2^k the least power not below active
	objects  int
}

// init allocates the first segment.
func (h *hashed) init(cache *mem.Cache) bool {
	h.active, h.mask = segmentSize, segmentSize-1
	return h.addSegment(cache)
}

func (h *hashed) addSegment(cache *mem.Cache) bool {
	segment := cache.Alloc(segmentSize)
	if segment == 0 {
		return false
	}
	mem.Fill(segment, segmentSize, 0)
	h.segments = append(h.segments, segment)
	return true
}

// free gives the segments back; the objects must be gone.
func (h *hashed) free(cache *mem.Cache) {
	for _, segment := range h.segments {
		cache.Free(segment, segmentSize)
	}
	h.segments, h.active = nil, 0
}

// bucket is the link that begins chain i.
func (h *hashed) bucket(i int) uintptr {
	return h.segments[i/segmentSize] + uintptr(i%segmentSize)*mem.WordSize
}

// index is the bucket of a hash.
func (h *hashed) index(hash uint64) int {
	i := int(hash) & h.mask
	if i >= h.active {
		i &= h.mask >> 1
	}
	return i
}

// search finds the link of the first object with a key. Without such an object the link is where it belongs.
func (h *hashed) search(hash uint64, order *keyOrder) (link uintptr, found bool) {
	link = h.bucket(h.index(hash))
	for {
		object := mem.LoadPtr(link)
		if object == 0 {
			return link, false
		}
		if has := mem.Load(object + objectHash); has >= hash {
			if has > hash {
				return link, false
			}
			if c := order.compare(object); c <= 0 {
				return link, c == 0
			}
		}
		link = object + objectNext
	}
}

// insert puts an object at a link that search gave.
func (h *hashed) insert(link, object uintptr) {
	mem.StorePtr(object+objectNext, mem.LoadPtr(link))
	mem.StorePtr(link, object)
	h.objects++
}

// remove takes the object at a link out of its chain.
func (h *hashed) remove(link uintptr) (object uintptr) {
	object = mem.LoadPtr(link)
	mem.StorePtr(link, mem.LoadPtr(object+objectNext))
	h.objects--
	return object
}

// replace puts another object with an equal key in the place of the one at a link.
func (h *hashed) replace(link, object uintptr) (old uintptr) {
	old = mem.LoadPtr(link)
	mem.StorePtr(object+objectNext, mem.LoadPtr(old+objectNext))
	mem.StorePtr(link, object)
	return old
}

// grow splits a bucket or two where the chains have become long: two, to catch up after the table was fixed, which is when
// it must not be called.
func (h *hashed) grow(cache *mem.Cache) {
	for i := 0; i < 2 && h.objects > h.active; i++ {
		h.splitBucket(cache)
	}
}

func (h *hashed) splitBucket(cache *mem.Cache) {
	if h.active == len(h.segments)*segmentSize && !h.addSegment(cache) {
		return // no memory: the chains just get longer
	}
	if h.active > h.mask {
		h.mask = h.mask*2 + 1
	}
	from := h.bucket(h.active & (h.mask >> 1))
	to := h.bucket(h.active)
	bit := uint64(h.mask+1) >> 1
	h.active++
	for object := mem.LoadPtr(from); object != 0; object = mem.LoadPtr(object + objectNext) {
		if mem.Load(object+objectHash)&bit != 0 {
			mem.StorePtr(to, object)
			to = object + objectNext
		} else {
			mem.StorePtr(from, object)
			from = object + objectNext
		}
	}
	mem.StorePtr(from, 0)
	mem.StorePtr(to, 0)
}

// words is the memory of the index itself, in words.
func (h *hashed) words() int { return len(h.segments) * segmentSize }
