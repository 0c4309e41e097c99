package code

import "joist/internal/term"

// nativeOps has the natives that have an instruction of their own; it is read only.
var nativeOps = map[MFA]Op{
	{Module: term.AtomErlang, Function: term.AtomMax, Arity: 2}:             OpNativeMax,
	{Module: term.AtomErlang, Function: term.AtomMin, Arity: 2}:             OpNativeMin,
	{Module: term.AtomErlang, Function: term.AtomPlus, Arity: 2}:            OpNativeAdd,
	{Module: term.AtomErlang, Function: term.AtomMinus, Arity: 2}:           OpNativeSub,
	{Module: term.AtomErlang, Function: term.AtomLt, Arity: 2}:              OpNativeLt,
	{Module: term.AtomErlang, Function: term.AtomGtEq, Arity: 2}:            OpNativeGe,
	{Module: term.AtomErlang, Function: term.AtomGt, Arity: 2}:              OpNativeGt,
	{Module: term.AtomErlang, Function: term.AtomEqLt, Arity: 2}:            OpNativeLe,
	{Module: term.AtomErlang, Function: term.AtomEqEq, Arity: 2}:            OpNativeEq,
	{Module: term.AtomErlang, Function: term.AtomEqColonEq, Arity: 2}:       OpNativeEq,
	{Module: term.AtomErlang, Function: term.AtomSlashEq, Arity: 2}:         OpNativeNe,
	{Module: term.AtomErlang, Function: term.AtomEqSlashEq, Arity: 2}:       OpNativeNe,
	{Module: term.AtomErlang, Function: term.AtomPlusPlus, Arity: 2}:        OpNativeAppend,
	{Module: term.AtomErlang, Function: term.AtomSetelement, Arity: 3}:      OpNativeSetElement,
	{Module: term.AtomErlang, Function: term.AtomIntegerToBinary, Arity: 1}: OpNativeDecimal,
	{Module: term.AtomMaps, Function: term.AtomPut, Arity: 3}:               OpNativePutMap,
	{Module: term.AtomMaps, Function: term.AtomUpdate, Arity: 3}:            OpNativePutMap,
	{Module: term.AtomMaps, Function: term.AtomIsKey, Arity: 2}:             OpNativeIsKey,
	{Module: term.AtomMaps, Function: term.AtomGet, Arity: 2}:               OpNativeGetMap,
	{Module: term.AtomLists, Function: term.AtomReverse, Arity: 1}:          OpNativeReverse,
	{Module: term.AtomLists, Function: term.AtomReverse, Arity: 2}:          OpNativeReverseOnto,
	{Module: term.AtomLists, Function: term.AtomMember, Arity: 2}:           OpNativeMember,
	{Module: term.AtomLists, Function: term.AtomKeyfind, Arity: 3}:          OpNativeKeyFind,
	{Module: term.AtomLists, Function: term.AtomKeymember, Arity: 3}:        OpNativeKeyMember,
	{Module: term.AtomMath, Function: term.AtomSqrt, Arity: 1}:              OpNativeSqrt,
}

// NativeOp is the instruction that calls a native: OpNative, or one that does the usual case in the loop.
func NativeOp(f MFA) Op {
	if op, ok := nativeOps[f]; ok {
		return op
	}
	return OpNative
}
