package bif

import (
	"joist/internal/proc"
	"joist/internal/term"
)

func timerNatives() []Native {
	return []Native{
		{"erlang", "send_after", 3, startTimer(false), 0},
		{"erlang", "send_after", 4, startTimer(false), 0},
		{"erlang", "start_timer", 3, startTimer(true), 0},
		{"erlang", "start_timer", 4, startTimer(true), 0},
		{"erlang", "cancel_timer", 1, askTimer((*proc.Ctx).CancelTimer, term.AtomCancelTimer), 0},
		{"erlang", "cancel_timer", 2, askTimer((*proc.Ctx).CancelTimer, term.AtomCancelTimer), 0},
		{"erlang", "read_timer", 1, askTimer((*proc.Ctx).ReadTimer, term.AtomReadTimer), 0},
		{"erlang", "read_timer", 2, askTimer((*proc.Ctx).ReadTimer, term.AtomReadTimer), 0},
	}
}

const millisecond = second / 1000

// maxTimeout bounds a time so that nanoseconds fit 64 bits.
const maxTimeout = 1<<62/millisecond - 1

// startTimer starts a timer that sends a message as it is, or wrapped as {timeout, Ref, Message}.
func startTimer(wrap bool) proc.Native {
	return func(c *proc.Ctx, args []term.Term) term.Term {
		absolute := false
		if len(args) == 4 {
			value, ok := boolOption(args[3], term.AtomAbs)
			if !ok {
				return c.Badarg()
			}
			absolute = value
		}
		if !args[0].IsSmall() || args[0].SmallValue() > maxTimeout || args[0].SmallValue() < 0 && !absolute {
			return c.Badarg()
		}
		deadline := args[0].SmallValue() * millisecond
		if !absolute {
			deadline += c.Node.Monotonic()
		}
		return c.StartTimer(deadline, args[1], args[2], wrap)
	}
}

// boolOption reads a list whose only options are {Name, Boolean}.
func boolOption(list, name term.Term) (value, ok bool) {
	for ; list.IsCons(); list = list.Cdr() {
		option := list.Car()
		if !option.IsTupleOf(2) || option.TupleElem(0) != name {
			return false, false
		}
		if value, ok = boolOf(option.TupleElem(1)); !ok {
			return false, false
		}
	}
	return value, list.IsNil()
}

// askTimer cancels or reads a timer: the answer is the milliseconds left, or false, given back or, with the option async, sent as
// {Message, Ref, Answer}.
func askTimer(ask func(c *proc.Ctx, ref term.Term) (left int64, ok bool), message term.Term) proc.Native {
	return func(c *proc.Ctx, args []term.Term) term.Term {
		if !args[0].HasSubtag(term.SubRef) {
			return c.Badarg()
		}
		async, info := false, true
		if len(args) == 2 {
			var ok bool
			if async, info, ok = timerOptions(args[1]); !ok {
				return c.Badarg()
			}
		}
		answer := term.AtomFalse
		if left, ok := ask(c, args[0]); ok {
			answer = c.Int((left + millisecond - 1) / millisecond)
		}
		switch {
		case async && info:
			c.SendMessage(c.Self(), c.Tuple(message, args[0], answer))
			return term.AtomOk
		case async || !info:
			return term.AtomOk
		}
		return answer
	}
}

func timerOptions(list term.Term) (async, info, ok bool) {
	info = true
	for ; list.IsCons(); list = list.Cdr() {
		option := list.Car()
		if !option.IsTupleOf(2) {
			return async, info, false
		}
		value, isBool := boolOf(option.TupleElem(1))
		switch {
		case isBool && option.TupleElem(0) == term.AtomAsync:
			async = value
		case isBool && option.TupleElem(0) == term.AtomInfo:
			info = value
		default:
			return async, info, false
		}
	}
	return async, info, list.IsNil()
}
