// Package opcode is the BEAM's generic instruction set up to OTP 27, one table for everybody: the
// code generator, the reader and writer of .beam files, the printer and the loader.
//
// An instruction that current compilers no longer produce and current loaders refuse is kept in the
// table, marked obsolete, so that numbers and names stay dense and messages can name it.
package opcode

// Op is the number of a generic instruction as it stands in the Code chunk of a .beam file.
type Op uint8

// The generic instructions, named after the instruction (bs_create_bin is BsCreateBin).
const (
	Label             Op = 1
	FuncInfo          Op = 2
	IntCodeEnd        Op = 3
	Call              Op = 4
	CallLast          Op = 5
	CallOnly          Op = 6
	CallExt           Op = 7
	CallExtLast       Op = 8
	Bif0              Op = 9
	Bif1              Op = 10
	Bif2              Op = 11
	Allocate          Op = 12
	AllocateHeap      Op = 13
	AllocateZero      Op = 14
	AllocateHeapZero  Op = 15
	TestHeap          Op = 16
	Init              Op = 17
	Deallocate        Op = 18
	Return            Op = 19
	Send              Op = 20
	RemoveMessage     Op = 21
	Timeout           Op = 22
	LoopRec           Op = 23
	LoopRecEnd        Op = 24
	Wait              Op = 25
	WaitTimeout       Op = 26
	MPlus             Op = 27
	MMinus            Op = 28
	MTimes            Op = 29
	MDiv              Op = 30
	IntDiv            Op = 31
	IntRem            Op = 32
	IntBand           Op = 33
	IntBor            Op = 34
	IntBxor           Op = 35
	IntBsl            Op = 36
	IntBsr            Op = 37
	IntBnot           Op = 38
	IsLt              Op = 39
	IsGe              Op = 40
	IsEq              Op = 41
	IsNe              Op = 42
	IsEqExact         Op = 43
	IsNeExact         Op = 44
	IsInteger         Op = 45
	IsFloat           Op = 46
	IsNumber          Op = 47
	IsAtom            Op = 48
	IsPid             Op = 49
	IsReference       Op = 50
	IsPort            Op = 51
	IsNil             Op = 52
	IsBinary          Op = 53
	IsConstant        Op = 54
	IsList            Op = 55
	IsNonemptyList    Op = 56
	IsTuple           Op = 57
	TestArity         Op = 58
	SelectVal         Op = 59
	SelectTupleArity  Op = 60
	Jump              Op = 61
	Catch             Op = 62
	CatchEnd          Op = 63
	Move              Op = 64
	GetList           Op = 65
	GetTupleElement   Op = 66
	SetTupleElement   Op = 67
	PutString         Op = 68
	PutList           Op = 69
	PutTuple          Op = 70
	Put               Op = 71
	Badmatch          Op = 72
	IfEnd             Op = 73
	CaseEnd           Op = 74
	CallFun           Op = 75
	MakeFun           Op = 76
	IsFunction        Op = 77
	CallExtOnly       Op = 78
	BsStartMatch      Op = 79
	BsGetInteger      Op = 80
	BsGetFloat        Op = 81
	BsGetBinary       Op = 82
	BsSkipBits        Op = 83
	BsTestTail        Op = 84
	BsSave            Op = 85
	BsRestore         Op = 86
	BsInit            Op = 87
	BsFinal           Op = 88
	BsPutInteger      Op = 89
	BsPutBinary       Op = 90
	BsPutFloat        Op = 91
	BsPutString       Op = 92
	BsNeedBuf         Op = 93
	Fclearerror       Op = 94
	Fcheckerror       Op = 95
	Fmove             Op = 96
	Fconv             Op = 97
	Fadd              Op = 98
	Fsub              Op = 99
	Fmul              Op = 100
	Fdiv              Op = 101
	Fnegate           Op = 102
	MakeFun2          Op = 103
	Try               Op = 104
	TryEnd            Op = 105
	TryCase           Op = 106
	TryCaseEnd        Op = 107
	Raise             Op = 108
	BsInit2           Op = 109
	BsBitsToBytes     Op = 110
	BsAdd             Op = 111
	Apply             Op = 112
	ApplyLast         Op = 113
	IsBoolean         Op = 114
	IsFunction2       Op = 115
	BsStartMatch2     Op = 116
	BsGetInteger2     Op = 117
	BsGetFloat2       Op = 118
	BsGetBinary2      Op = 119
	BsSkipBits2       Op = 120
	BsTestTail2       Op = 121
	BsSave2           Op = 122
	BsRestore2        Op = 123
	GcBif1            Op = 124
	GcBif2            Op = 125
	BsFinal2          Op = 126
	BsBitsToBytes2    Op = 127
	PutLiteral        Op = 128
	IsBitstr          Op = 129
	BsContextToBinary Op = 130
	BsTestUnit        Op = 131
	BsMatchString     Op = 132
	BsInitWritable    Op = 133
	BsAppend          Op = 134
	BsPrivateAppend   Op = 135
	Trim              Op = 136
	BsInitBits        Op = 137
	BsGetUtf8         Op = 138
	BsSkipUtf8        Op = 139
	BsGetUtf16        Op = 140
	BsSkipUtf16       Op = 141
	BsGetUtf32        Op = 142
	BsSkipUtf32       Op = 143
	BsUtf8Size        Op = 144
	BsPutUtf8         Op = 145
	BsUtf16Size       Op = 146
	BsPutUtf16        Op = 147
	BsPutUtf32        Op = 148
	OnLoad            Op = 149
	RecvMark          Op = 150
	RecvSet           Op = 151
	GcBif3            Op = 152
	Line              Op = 153
	PutMapAssoc       Op = 154
	PutMapExact       Op = 155
	IsMap             Op = 156
	HasMapFields      Op = 157
	GetMapElements    Op = 158
	IsTaggedTuple     Op = 159
	BuildStacktrace   Op = 160
	RawRaise          Op = 161
	GetHd             Op = 162
	GetTl             Op = 163
	PutTuple2         Op = 164
	BsGetTail         Op = 165
	BsStartMatch3     Op = 166
	BsGetPosition     Op = 167
	BsSetPosition     Op = 168
	Swap              Op = 169
	BsStartMatch4     Op = 170
	MakeFun3          Op = 171
	InitYregs         Op = 172
	RecvMarkerBind    Op = 173
	RecvMarkerClear   Op = 174
	RecvMarkerReserve Op = 175
	RecvMarkerUse     Op = 176
	BsCreateBin       Op = 177
	CallFun2          Op = 178
	NifStart          Op = 179
	Badrecord         Op = 180
	UpdateRecord      Op = 181
	BsMatch           Op = 182
	ExecutableLine    Op = 183
	DebugLine         Op = 184
)

// Max is the highest generic instruction known.
const Max = DebugLine

// Info describes one generic instruction.
type Info struct {
	Name     string
	Operands string // one letter an operand, see the Operand constants
	Obsolete bool
}

// The letters of Info.Operands.
const (
	OperandLabelDef = 'L' // number of the label defined here
	OperandLabel    = 'f' // label to jump to; 0 is none
	OperandUint     = 'u' // count, size, index, unit, flags
	OperandAtom     = 'a'
	OperandSource   = 's' // any term: register or constant
	OperandDest     = 'd' // X, Y or floating point register
	OperandY        = 'y' // Y register
	OperandImport   = 'e' // imported function
	OperandAlloc    = 'w' // words, or an allocation list
	OperandList     = 'l' // extended list
)

// Arity is the number of operands.
func (i Info) Arity() int { return len(i.Operands) }

// String is the instruction's name as in a .S file.
func (op Op) String() string {
	if i := op.Info(); i.Name != "" {
		return i.Name
	}
	return "unknown"
}

// Info is the table's entry; its Name is empty when there is no such instruction.
func (op Op) Info() Info {
	if op > Max {
		return Info{}
	}
	return table[op]
}

// Known reports whether op is an instruction at all, obsolete or not.
func (op Op) Known() bool { return op >= 1 && op <= Max }
