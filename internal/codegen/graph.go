package codegen

import (
	"fmt"
	"strings"
)

// text is the graph of a function for a person to read, in the panic of a code generator that has
// lost its way.
func (l *layout) text() string {
	f := l.f
	var s strings.Builder
	fmt.Fprintf(&s, "%s/%d params %v\n", f.name, f.arity, f.params)
	for _, id := range l.order {
		b := f.block(id)
		fmt.Fprintf(&s, "b%d params %v framed %v entry %d live %v handler %d\n",
			id, b.params, l.framed[id], l.entry[id], l.liveIn[id], b.handler)
		for _, in := range b.code {
			fmt.Fprintf(&s, "  v%d = op%d %v aux %d %v\n", in.dst, in.op, f.texts(in.args), in.aux, in.ext)
		}
		t := &b.term
		fmt.Fprintf(&s, "  term %d %v dst v%d+%d %v -> %v %v\n", t.kind, t.op, t.dst, t.ndst, f.texts(t.args), t.succ, t.cases)
	}
	return s.String()
}

func (f *fn) texts(vs []value) []string {
	var out []string
	for _, v := range vs {
		switch {
		case v.isConst():
			out = append(out, fmt.Sprint(f.constOf(v)))
		case v&killBit != 0:
			out = append(out, fmt.Sprintf("v%d!", v&^killBit))
		default:
			out = append(out, fmt.Sprintf("v%d", v))
		}
	}
	return out
}
