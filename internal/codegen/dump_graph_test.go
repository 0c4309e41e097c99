package codegen

import (
	"fmt"
	"strings"
)

// graphText is a function's graph for a person to read.
func graphText(f *fn, l *layout) string {
	var s strings.Builder
	fmt.Fprintf(&s, "%s/%d params %v\n", f.name, f.arity, f.params)
	for _, id := range l.order {
		b := &f.blocks[id]
		fmt.Fprintf(&s, "b%d params %v framed %v entry %d live %v handler %d\n", id, b.params, l.framed[id], l.entry[id], l.liveIn[id], b.handler)
		for _, in := range b.code {
			fmt.Fprintf(&s, "  v%d = op%d %v aux %d %v\n", in.dst, in.op, args(in.args), in.aux, in.ext)
		}
		fmt.Fprintf(&s, "  term %d %v dst v%d+%d %v -> %v %v\n", b.term.kind, b.term.op, b.term.dst, b.term.ndst, args(b.term.args), b.term.succ, b.term.cases)
	}
	return s.String()
}

func args(vs []value) []string {
	var out []string
	for _, v := range vs {
		if v.isConst() {
			out = append(out, fmt.Sprintf("c%d", -v))
		} else if v&killBit != 0 {
			out = append(out, fmt.Sprintf("v%d!", v&^killBit))
		} else {
			out = append(out, fmt.Sprintf("v%d", v))
		}
	}
	return out
}
