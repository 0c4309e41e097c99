// Package etf is the external term format: terms as bytes, as term_to_binary/1 and .beam files have
// them.
//
// Both directions keep their own stack, so that a term of any depth passes, and the decoder checks
// every length against what is left of the input before it allocates: damaged input is an error and
// costs no more memory than its size warrants.
//
// Funs and external funs name code. Their parts go through a Linker, which the package code's table
// satisfies by way of the VM; without one they are refused.
package etf

// Version is the byte that starts every external term.
const Version = 131

// Tags of the external term format.
const (
	tagNewFloat      = 70
	tagBitBinary     = 77
	tagCompressed    = 80
	tagNewPid        = 88
	tagNewPort       = 89
	tagNewerRef      = 90
	tagSmallInt      = 97
	tagInt           = 98
	tagFloat         = 99
	tagAtom          = 100
	tagPort          = 102
	tagPid           = 103
	tagSmallTuple    = 104
	tagLargeTuple    = 105
	tagNil           = 106
	tagString        = 107
	tagList          = 108
	tagBinary        = 109
	tagSmallBig      = 110
	tagLargeBig      = 111
	tagNewFun        = 112
	tagExport        = 113
	tagNewRef        = 114
	tagSmallAtom     = 115
	tagMap           = 116
	tagAtomUTF8      = 118
	tagSmallAtomUTF8 = 119
	tagV4Port        = 120
)
