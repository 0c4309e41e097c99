// Package bif holds the natives of the machine: the functions of erlang, lists, maps, binary, ets, os and their like that are
// written in Go, in OTP's words the BIFs.
//
// # Model
//
// A native takes its arguments as a view of the X registers and returns a term, or term.None after it has told the
// context why there is none. It never collects garbage, so that terms in Go variables stay valid for its whole run.
//
// A native charges reductions for its work. One that may have much work (a long list, a large binary) first measures
// how much, up to a limit, and then does it at once, or, beyond the limit, off the schedulers with Ctx.Dirty:
// the process waits, the others go on. This keeps each native one plain function.
//
// Guard natives have no side effects and neither trap nor suspend; the interpreter calls them from guards.
//
// There is one file per family, with the family's table at its top. Natives have the names and the error reasons of OTP; what
// OTP writes in Erlang lives in the library, not here.
package bif

import (
	"joist/internal/code"
	"joist/internal/proc"
	"joist/internal/term"
)

// A Native is an entry of the table of natives.
type Native struct {
	Module, Function string
	Arity            int
	Run              proc.Native
	Flags            code.NativeFlags
}

const guard = code.Guard

// All lists the natives of this package.
func All() []Native {
	families := [][]Native{
		typeNatives(), numberNatives(), compareNatives(), tupleNatives(), listNatives(), keyListNatives(),
		atomNatives(), binaryNatives(), iodataNatives(), textNatives(), searchNatives(), unicodeNatives(),
		mapNatives(), mathNatives(), processNatives(), signalNatives(), supervisionNatives(), processInfoNatives(), dictionaryNatives(),
		timerNatives(), timeNatives(), systemNatives(), errorNatives(), hashNatives(), compressionNatives(), digestNatives(), funNatives(), codeNatives(),
		osNatives(), persistentNatives(), counterNatives(), ioNatives(), etsNatives(), portNatives(),
		stringNatives(), radixNatives(), regexNatives(), externalNatives(), errorTextNatives(), termTextNatives(), otpNatives(),
	}
	var all []Native
	for _, family := range families {
		all = append(all, family...)
	}
	return append(all, hostNatives()...)
}

// hostNatives are those that reach the host's files and programs.
func hostNatives() []Native { return append(fileNatives(), commandNatives()...) }

// Register makes the natives known to a node, and gives it what they need: tables, an environment, input and output. It must
// be called before modules are loaded and before the node starts.
func Register(n *proc.Node) {
	attach(n)
	RegisterTable(n, All())
	if n.Config.Sandbox {
		RegisterTable(n, sandboxed(hostNatives()))
	}
}

// RegisterTable makes further natives known to a node, under the same rule.
func RegisterTable(n *proc.Node, natives []Native) {
	for _, native := range natives {
		mfa := code.MFA{
			Module:   atomOf(n, native.Module),
			Function: atomOf(n, native.Function),
			Arity:    native.Arity,
		}
		id := code.NativeID(len(n.Natives))
		n.Natives = append(n.Natives, native.Run)
		n.Code.RegisterNative(mfa, id, native.Flags)
	}
}

// atomOf interns a name from a table of this package, which is never too long.
func atomOf(n *proc.Node, name string) term.Term {
	index, err := n.Atoms.Intern(name)
	if err != nil {
		panic("bif: " + name + ": " + err.Error())
	}
	return term.Atom(index)
}

// Limits of work, in units of one list cell or eight bytes or so, that a native does on a scheduler. Beyond, it goes
// off the schedulers: 50,000 cells are a quarter of a millisecond. A call off the schedulers costs little where there is a
// processor to spare, but a millisecond and more where all are busy, so that it must be worth while.
const (
	cellLimit = 50_000
	byteLimit = 256 << 10
)

// Work that one reduction stands for.
const (
	cellsPerReduction = 16
	bytesPerReduction = 256
)

// chargeCells charges for n list cells or terms.
func chargeCells(c *proc.Ctx, n int) { c.Charge(1 + n/cellsPerReduction) }

// chargeBytes charges for n bytes.
func chargeBytes(c *proc.Ctx, n int) { c.Charge(1 + n/bytesPerReduction) }
