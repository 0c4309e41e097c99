package code

// Flags of binary segments, and where the unit lies above them in an operand.
const (
	BsLittle    = 2
	BsSigned    = 4
	BsUnitShift = 5
)

// The segments of OpBsCreateBin: three words each. The first has the kind in its lowest byte, the
// flags in the next, the unit in 16 bits, the number of the segment in the source above; then packed value and packed size. SegString has the raw address
// of its bytes for the value and their number for the size.
const (
	SegAppend uint64 = iota
	SegPrivateAppend
	SegBinary
	SegFloat
	SegInteger
	SegString
	SegUtf8
	SegUtf16
	SegUtf32
)

// The commands of OpBsMatch: three words each. The first has the command in its lowest byte and the
// flags in the next, the second a number of bits, the third a unit, a register operand or a value.
const (
	MatchAtLeast uint64 = iota // third: unit of the rest
	MatchExactly
	MatchSkip
	MatchBinary  // third: register
	MatchInteger // third: register
	MatchTail    // second: unit; third: register
	MatchEqual   // third: value
)

// Instructions that make binaries have in H the words that must be free on the heap after them, above
// RoomShift, and the live registers below.
const (
	RoomShift = 10
	MaxRoom   = 1<<22 - 1
)
