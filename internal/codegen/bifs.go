package codegen

import "joist/internal/opcode"

// bifKind is how a function of the module erlang is called.
type bifKind uint8

const (
	bifNone bifKind = iota
	bifPlain
	bifGc
)

// bifInfo describes a bif that has an instruction: how it is called, the type of its result, and
// the test instruction that it is in a condition.
type bifInfo struct {
	kind   bifKind
	safe   bool // never fails
	result typeSet
	test   opcode.Op
	swap   bool    // the test wants its operands exchanged
	tests  typeSet // a type test holds for these types and no others
}

// bif looks up erlang:name/arity.
func bif(name string, arity int) bifInfo {
	switch arity {
	case 0:
		switch name {
		case "self", "node":
			return bifInfo{kind: bifPlain, safe: true, result: tAny}
		}
	case 1:
		return bif1(name)
	case 2:
		return bif2(name)
	case 3:
		if name == "binary_part" {
			return bifInfo{kind: bifGc, result: tBinary}
		}
	}
	return bifInfo{}
}

func typeTest(op opcode.Op, types typeSet) bifInfo {
	return bifInfo{kind: bifPlain, safe: true, result: tBool, test: op, tests: types}
}

func bif1(name string) bifInfo {
	switch name {
	case "is_atom":
		return typeTest(opcode.IsAtom, tAtoms)
	case "is_binary":
		return typeTest(opcode.IsBinary, tBinary)
	case "is_bitstring":
		return typeTest(opcode.IsBitstr, tBitstr)
	case "is_boolean":
		return typeTest(opcode.IsBoolean, tBool)
	case "is_float":
		return typeTest(opcode.IsFloat, tFloat)
	case "is_function":
		return typeTest(opcode.IsFunction, tFun)
	case "is_integer":
		return typeTest(opcode.IsInteger, tInt)
	case "is_list":
		return typeTest(opcode.IsList, tList)
	case "is_map":
		return typeTest(opcode.IsMap, tMap)
	case "is_number":
		return typeTest(opcode.IsNumber, tNumber)
	case "is_pid":
		return bifInfo{kind: bifPlain, safe: true, result: tBool, test: opcode.IsPid}
	case "is_port":
		return bifInfo{kind: bifPlain, safe: true, result: tBool, test: opcode.IsPort}
	case "is_reference":
		return bifInfo{kind: bifPlain, safe: true, result: tBool, test: opcode.IsReference}
	case "is_tuple":
		return typeTest(opcode.IsTuple, tTuple)
	case "hd", "tl":
		return bifInfo{kind: bifPlain, result: tAny}
	case "node":
		return bifInfo{kind: bifPlain, result: tAtoms}
	case "tuple_size":
		return bifInfo{kind: bifPlain, result: tInt}
	case "not":
		return bifInfo{kind: bifPlain, result: tBool}
	case "-", "+", "abs":
		return bifInfo{kind: bifGc, result: tNumber}
	case "float":
		return bifInfo{kind: bifGc, result: tFloat}
	case "round", "trunc", "ceil", "floor", "length", "bit_size", "byte_size", "map_size", "size", "bnot":
		return bifInfo{kind: bifGc, result: tInt}
	}
	return bifInfo{}
}

func compare(op opcode.Op, swap bool) bifInfo {
	return bifInfo{kind: bifPlain, safe: true, result: tBool, test: op, swap: swap}
}

func bif2(name string) bifInfo {
	switch name {
	case "=:=":
		return compare(opcode.IsEqExact, false)
	case "=/=":
		return compare(opcode.IsNeExact, false)
	case "==":
		return compare(opcode.IsEq, false)
	case "/=":
		return compare(opcode.IsNe, false)
	case "<":
		return compare(opcode.IsLt, false)
	case ">=":
		return compare(opcode.IsGe, false)
	case ">":
		return compare(opcode.IsLt, true)
	case "=<":
		return compare(opcode.IsGe, true)
	case "is_function":
		return bifInfo{kind: bifPlain, result: tBool, test: opcode.IsFunction2}
	case "is_map_key":
		return bifInfo{kind: bifPlain, result: tBool}
	case "and", "or", "xor":
		return bifInfo{kind: bifPlain, result: tBool}
	case "element", "map_get":
		return bifInfo{kind: bifPlain, result: tAny}
	case "+", "-", "*":
		return bifInfo{kind: bifGc, result: tNumber}
	case "/":
		return bifInfo{kind: bifGc, result: tFloat}
	case "div", "rem", "band", "bor", "bxor", "bsl", "bsr":
		return bifInfo{kind: bifGc, result: tInt}
	case "binary_part":
		return bifInfo{kind: bifGc, result: tBinary}
	}
	return bifInfo{}
}

// noReturn tells the functions of erlang that never return.
func noReturn(name string, arity int) bool {
	switch name {
	case "error":
		return arity >= 1 && arity <= 3
	case "exit", "throw":
		return arity == 1
	}
	return false
}
