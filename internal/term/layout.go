package term

// Subtag is the kind of a boxed object: bits 2 to 5 of its header.
type Subtag uint64

const (
	SubTuple    Subtag = 0x0
	SubMatch    Subtag = 0x1
	SubBigPos   Subtag = 0x2
	SubBigNeg   Subtag = 0x3
	SubRef      Subtag = 0x4
	SubFun      Subtag = 0x5
	SubFloat    Subtag = 0x6
	SubExport   Subtag = 0x7
	SubRefcBin  Subtag = 0x8
	SubHeapBin  Subtag = 0x9
	SubSubBin   Subtag = 0xA
	SubReserved Subtag = 0xB
	SubExtPid   Subtag = 0xC
	SubExtPort  Subtag = 0xD
	SubExtRef   Subtag = 0xE
	SubMap      Subtag = 0xF
)

// A Header is the first word of a boxed object:
//
//	bits  0..1   00
//	bits  2..5   subtag
//	bits  6..37  arity: the words that follow the header
//	bits 38..39  maps only: kind
//	bits 40..55  maps only: bitmap of a hash node's children
//
// Every object's length is therefore 1 + Arity words.
type Header uint64

const (
	subtagShift    = 2
	arityShift     = 6
	mapKindShift   = 38
	mapBitmapShift = 40

	// SubtagMask selects a header's tag and subtag bits.
	SubtagMask = 0x3F
)

// Kinds of map objects.
const (
	MapFlat      = 0 // a flat map
	MapNode      = 1 // an inner node of a hash map
	MapRoot      = 2 // the top node of a hash map: a value
	MapCollision = 3 // keys with the same hash
)

// MakeHeader is the header of an object with that subtag and arity words after the header.
func MakeHeader(s Subtag, arity int) Header {
	return Header(uint64(s)<<subtagShift | uint64(arity)<<arityShift)
}

// TupleHeader is the header of a tuple of n elements.
func TupleHeader(n int) Header { return Header(uint64(n) << arityShift) }

// MapHeader is the header of a map object.
func MapHeader(kind int, bitmap uint16, arity int) Header {
	return MakeHeader(SubMap, arity) | Header(kind)<<mapKindShift | Header(bitmap)<<mapBitmapShift
}

// Subtag is the kind of object.
func (h Header) Subtag() Subtag { return Subtag(h>>subtagShift) & 0xF }

// Arity is the number of words after the header.
func (h Header) Arity() int { return int(uint32(h >> arityShift)) }

// IsTuple tells whether the object is a tuple.
func (h Header) IsTuple() bool { return h&SubtagMask == 0 }

// MapKind is the kind of a map object.
func (h Header) MapKind() int { return int(h>>mapKindShift) & 3 }

// MapBitmap tells which of a hash node's 16 children exist.
func (h Header) MapBitmap() uint16 { return uint16(h >> mapBitmapShift) }

// Words of the objects, by offset from the header. "raw" words are not terms; the collector knows them
// by the subtag.
//
// Tuple: header, elements.
const TupleElems = 1

// Flat map: header of arity 1+n, the tuple of the keys in term order, n values. The size is the
// header's arity less one.
const (
	FlatMapKeys   = 1
	FlatMapValues = 2
	// MaxFlatMap is the most pairs that a flat map has.
	MaxFlatMap = 32
)

// Hash map root: header with bitmap, the size as a small integer, children in the order of their bits.
// Inner node: header with bitmap, children. Collision node: header, leaves. A child is a node (boxed)
// or a leaf (a cons of key and value).
const (
	HashMapSize      = 1
	HashRootChildren = 2
	HashNodeChildren = 1
)

// Float: header, 64 bits. Bignum: header, limbs, the sign in the subtag.
const (
	FloatWords  = 2
	FloatHeader = Header(SubFloat<<subtagShift | 1<<arityShift)
	BigLimb0    = 1
)

// Heap binary: header, size in bytes (raw), the bytes, padded with zeros to a whole word.
const (
	HeapBinSize = 1
	HeapBinData = 2
	// MaxHeapBin is the most bytes of a binary that lives on a heap.
	MaxHeapBin = 64
)

// Reference-counted binary: header, size in bytes (raw), address of the off-heap binary (raw), next in
// the off-heap list of whoever owns the object (raw address of a header, or 0).
const (
	RefcBinSize  = 1
	RefcBinData  = 2
	RefcBinNext  = 3
	RefcBinWords = 4

	RefcBinHeader = Header(SubRefcBin<<subtagShift | 3<<arityShift)
)

// Off-heap binary: reference count (atomic), capacity in bytes, flags, the bytes. It has no header and
// is never pointed to by a term. The size in use is in the objects that refer to it.
const (
	OffHeapRefs     = 0
	OffHeapCapacity = 1
	OffHeapFlags    = 2
	OffHeapData     = 3

	// OffHeapResource is the flag of an object whose first data word names something of the VM's that
	// is to be let go when the last reference dies.
	OffHeapResource = 1
)

// Sub-binary: header, size in bytes (raw), offset in bytes (raw), bits (raw), the binary that has the
// data: a heap binary or a reference-counted one, never another sub-binary. The bits word has in its
// low byte the number of bits after the last whole byte, above it in a byte the offset in bits, and the
// flag SubBinWritable.
const (
	SubBinSize   = 1
	SubBinOffset = 2
	SubBinBits   = 3
	SubBinParent = 4
	SubBinWords  = 5

	SubBinHeader = Header(SubSubBin<<subtagShift | 4<<arityShift)
	// SubBinWritable marks the one sub-binary whose end may be extended in place.
	SubBinWritable = 1 << 16
)

// Match context: header, address of the binary's first byte (raw), position in bits from there (raw), end
// in bits (raw), the binary that has the data (as for a sub-binary). The collector keeps the address
// right when a heap binary moves.
const (
	MatchBase   = 1
	MatchOffset = 2
	MatchEnd    = 3
	MatchBinary = 4
	MatchWords  = 5

	MatchHeader = Header(SubMatch<<subtagShift | 4<<arityShift)
)

// Fun: header, address of its fun entry (raw), reserved (raw, 0), arity in the low byte and number of
// free variables above (raw), creator's pid, free variables.
const (
	FunEntry   = 1
	FunNext    = 2
	FunArity   = 3
	FunCreator = 4
	FunEnv     = 5
)

// External fun: header, address of its export entry (raw).
const (
	ExportEntry  = 1
	ExportWords  = 2
	ExportHeader = Header(SubExport<<subtagShift | 1<<arityShift)
)

// The first words of fun and export entries, which belong to package code; comparing, hashing and
// printing funs needs them.
const (
	// Fun entry: module atom, index in the module, old unique value.
	FunEntryModule = 0 // Term
	FunEntryIndex  = 1 // raw
	FunEntryUniq   = 2 // raw
	// Export entry: module atom, function atom, arity.
	ExportEntryModule   = 0 // Term
	ExportEntryFunction = 1 // Term
	ExportEntryArity    = 2 // raw
)

// Reference: header, a number unique on the node (raw), the pid of the creating process when the
// reference is an alias or otherwise tied to it, else 0, flags and small data (raw). References are
// equal when their numbers are.
//
// A magic reference, of arity 4, keeps an off-heap binary alive in place of pid and data: its words 2
// and 3 are those of a reference-counted binary, word 4 is free for its owner (raw).
const (
	RefID    = 1
	RefPid   = 2
	RefExtra = 3
	RefWords = 4

	MagicRefData  = RefcBinData
	MagicRefNext  = RefcBinNext
	MagicRefExtra = 4
	MagicRefWords = 5

	RefHeader      = Header(SubRef<<subtagShift | 3<<arityShift)
	MagicRefHeader = Header(SubRef<<subtagShift | 4<<arityShift)
)

// External pid, port and reference: header, node (an atom), creation (raw), number of data words by the
// header: for a pid id and serial, for a port its number, for a reference its words (raw).
const (
	ExtNode     = 1
	ExtCreation = 2
	ExtData     = 3
)
