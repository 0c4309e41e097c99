package bif

import (
	"math"
	"math/big"
	"time"

	"joist/internal/arith"
	"joist/internal/proc"
	"joist/internal/term"
)

func timeNatives() []Native {
	return []Native{
		{"erlang", "monotonic_time", 0, timeIn((*proc.Node).Monotonic), 0},
		{"erlang", "monotonic_time", 1, timeIn((*proc.Node).Monotonic), 0},
		{"erlang", "system_time", 0, timeIn((*proc.Node).SystemTime), 0},
		{"erlang", "system_time", 1, timeIn((*proc.Node).SystemTime), 0},
		{"os", "system_time", 0, timeIn(osTime), 0},
		{"os", "system_time", 1, timeIn(osTime), 0},
		{"os", "perf_counter", 0, timeIn((*proc.Node).Monotonic), 0},
		{"os", "perf_counter", 1, timeIn((*proc.Node).Monotonic), 0},
		{"erlang", "time_offset", 0, timeIn(timeOffset), 0},
		{"erlang", "time_offset", 1, timeIn(timeOffset), 0},
		{"erlang", "timestamp", 0, timestamp((*proc.Node).SystemTime), 0},
		{"erlang", "now", 0, timestamp((*proc.Node).SystemTime), 0},
		{"os", "timestamp", 0, timestamp(osTime), 0},
		{"erlang", "unique_integer", 0, uniqueInteger, 0},
		{"erlang", "unique_integer", 1, uniqueInteger, 0},
		{"erlang", "convert_time_unit", 3, convertTimeUnit, 0},
		{"erlang", "localtime", 0, dateAndTime(time.Local), 0},
		{"erlang", "universaltime", 0, dateAndTime(time.UTC), 0},
		{"erlang", "date", 0, dateOnly, 0},
		{"erlang", "time", 0, timeOnly, 0},
		{"erlang", "universaltime_to_localtime", 1, convertDate(time.UTC, time.Local), 0},
		{"erlang", "localtime_to_universaltime", 1, convertDate(time.Local, time.UTC), 0},
		{"erlang", "localtime_to_universaltime", 2, convertDate(time.Local, time.UTC), 0},
		{"erlang", "posixtime_to_universaltime", 1, posixToUniversal, 0},
		{"erlang", "universaltime_to_posixtime", 1, universalToPosix, 0},
	}
}

func osTime(*proc.Node) int64 { return time.Now().UnixNano() }

func timeOffset(n *proc.Node) int64 { return n.TimeOffset() }

// timeIn gives a time in the unit of the argument, or in nanoseconds, which are the native unit.
func timeIn(now func(n *proc.Node) int64) proc.Native {
	return func(c *proc.Ctx, args []term.Term) term.Term {
		if len(args) == 0 {
			return c.Int(now(c.Node))
		}
		perSecond, ok := unitPerSecond(args[0])
		if !ok {
			return c.Badarg()
		}
		return c.Int(scaleTime(now(c.Node), perSecond))
	}
}

const second = int64(time.Second)

// unitPerSecond reads a time unit: parts of a second, by name or number.
func unitPerSecond(unit term.Term) (perSecond int64, ok bool) {
	switch unit {
	case term.AtomSecond, term.AtomSeconds:
		return 1, true
	case term.AtomMillisecond, term.AtomMilliSeconds:
		return 1000, true
	case term.AtomMicrosecond, term.AtomMicroSeconds:
		return 1000_000, true
	case term.AtomNanosecond, term.AtomNanoSeconds, term.AtomNative, term.AtomPerfCounter:
		return second, true
	}
	if unit.IsSmall() && unit.SmallValue() > 0 {
		return unit.SmallValue(), true
	}
	return 0, false
}

// scaleTime converts nanoseconds, rounding down.
func scaleTime(nanoseconds, perSecond int64) int64 {
	if perSecond <= second && second%perSecond == 0 {
		return floorDiv(nanoseconds, second/perSecond)
	}
	whole := floorDiv(nanoseconds, second)
	rest := nanoseconds - whole*second
	return whole*perSecond + int64(float64(rest)*float64(perSecond)/float64(second))
}

func floorDiv(x, y int64) int64 {
	q := x / y
	if x%y != 0 && (x < 0) != (y < 0) {
		q--
	}
	return q
}

// convertTimeUnit converts any integer from one unit to another, rounding down.
func convertTimeUnit(c *proc.Ctx, args []term.Term) term.Term {
	from, ok1 := unitPerSecond(args[1])
	to, ok2 := unitPerSecond(args[2])
	if t := args[0]; ok1 && ok2 && t.IsSmall() {
		if n := t.SmallValue(); n <= math.MaxInt64/to && n >= -math.MaxInt64/to {
			return c.Int(floorDiv(n*to, from))
		}
	}
	var z big.Int
	if !ok1 || !ok2 || !arith.BigInt(&z, args[0]) {
		return c.Badarg()
	}
	z.Mul(&z, big.NewInt(to))
	// Div rounds towards minus infinity for a positive divisor.
	value, fault := arith.FromBig(&c.Builder, z.Div(&z, big.NewInt(from)))
	return withFault(c, value, fault)
}

// timestamp is {MegaSeconds, Seconds, MicroSeconds}.
func timestamp(now func(n *proc.Node) int64) proc.Native {
	return func(c *proc.Ctx, _ []term.Term) term.Term {
		micro := now(c.Node) / 1000
		return c.Tuple(term.Small(micro/1e12), term.Small(micro/1e6%1e6), term.Small(micro%1e6))
	}
}

// uniqueInteger gives increasing numbers whether or not monotonic is asked for.
func uniqueInteger(c *proc.Ctx, args []term.Term) term.Term {
	positive := false
	if len(args) == 1 {
		list := args[0]
		for ; list.IsCons(); list = list.Cdr() {
			switch list.Car() {
			case term.AtomPositive:
				positive = true
			case term.AtomMonotonic:
			default:
				return c.Badarg()
			}
		}
		if !list.IsNil() {
			return c.Badarg()
		}
	}
	if positive {
		return c.Int(c.Node.UniqueInteger())
	}
	return c.Int(c.Node.UniqueInteger() + term.MinSmall)
}

func dateTerm(c *proc.Ctx, t time.Time) term.Term {
	return c.Tuple(term.Small(int64(t.Year())), term.Small(int64(t.Month())), term.Small(int64(t.Day())))
}

func timeTerm(c *proc.Ctx, t time.Time) term.Term {
	return c.Tuple(term.Small(int64(t.Hour())), term.Small(int64(t.Minute())), term.Small(int64(t.Second())))
}

func dateTimeTerm(c *proc.Ctx, t time.Time) term.Term {
	return c.Tuple(dateTerm(c, t), timeTerm(c, t))
}

func dateAndTime(location *time.Location) proc.Native {
	return func(c *proc.Ctx, _ []term.Term) term.Term {
		return dateTimeTerm(c, time.Now().In(location))
	}
}

func dateOnly(c *proc.Ctx, _ []term.Term) term.Term { return dateTerm(c, time.Now()) }

func timeOnly(c *proc.Ctx, _ []term.Term) term.Term { return timeTerm(c, time.Now()) }

// dateTimeOf reads {{Year, Month, Day}, {Hour, Minute, Second}} as a time in a location.
func dateTimeOf(t term.Term, location *time.Location) (at time.Time, ok bool) {
	if !t.IsTupleOf(2) {
		return at, false
	}
	var fields [6]int
	for half := range 2 {
		triple := t.TupleElem(half)
		if !triple.IsTupleOf(3) {
			return at, false
		}
		for i, field := range triple.TupleElems() {
			if !field.IsSmall() {
				return at, false
			}
			fields[half*3+i] = int(field.SmallValue())
		}
	}
	at = time.Date(fields[0], time.Month(fields[1]), fields[2], fields[3], fields[4], fields[5], 0, location)
	valid := fields[1] >= 1 && fields[1] <= 12 && fields[2] >= 1 && fields[2] <= daysIn(fields[0], fields[1]) &&
		fields[3] >= 0 && fields[3] < 24 && fields[4] >= 0 && fields[4] < 60 && fields[5] >= 0 && fields[5] < 60
	return at, valid
}

func daysIn(year, month int) int {
	return time.Date(year, time.Month(month)+1, 0, 0, 0, 0, 0, time.UTC).Day()
}

func convertDate(from, to *time.Location) proc.Native {
	return func(c *proc.Ctx, args []term.Term) term.Term {
		at, ok := dateTimeOf(args[0], from)
		if !ok {
			return c.Badarg()
		}
		return dateTimeTerm(c, at.In(to))
	}
}

func posixToUniversal(c *proc.Ctx, args []term.Term) term.Term {
	if !args[0].IsSmall() {
		return c.Badarg()
	}
	return dateTimeTerm(c, time.Unix(args[0].SmallValue(), 0).UTC())
}

func universalToPosix(c *proc.Ctx, args []term.Term) term.Term {
	at, ok := dateTimeOf(args[0], time.UTC)
	if !ok {
		return c.Badarg()
	}
	return c.Int(at.Unix())
}
