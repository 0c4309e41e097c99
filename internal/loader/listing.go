package loader

import (
	"fmt"
	"strings"

	"joist/internal/beam"
	"joist/internal/code"
)

// Listing translates m as Prepare does and shows the instructions that the interpreter would run: offset, the
// instruction or what a fused one does, its operands A, B and C, D, and packed words.
func Listing(t *code.Table, m *beam.Module) (string, error) {
	l, err := translate(t, m)
	if err != nil {
		return "", err
	}
	defer t.Space.CodeFree(l.out.Base, l.out.Bytes)
	var b strings.Builder
	f := 0
	for i, at := range l.starts {
		if f < len(l.out.Functions) && l.out.Functions[f].Info == l.out.Base+uintptr(at)*8 {
			fmt.Fprintf(&b, "\n%s/%d\n", m.Functions[f].Name, m.Functions[f].Arity)
			f++
		}
		end := int32(len(l.code))
		if i+1 < len(l.starts) {
			end = l.starts[i+1]
		}
		w, d := l.code[at], l.code[at+1]
		fmt.Fprintf(&b, "%6d  %s %s %s %s %#x", at*8, code.Op(w), operand(w>>16), operand(w>>32), operand(w>>48), d)
		for _, packed := range l.code[at+2 : end] {
			fmt.Fprintf(&b, " %#x", packed)
		}
		b.WriteByte('\n')
	}
	return b.String(), nil
}

// operand shows 16 bits as a register, which other numbers that are multiples of 8 look like too.
func operand(w uint64) string {
	switch w &= 0xFFFF; {
	case w%8 == code.YFlag && w > 8:
		return fmt.Sprint("y", w/8-1)
	case w%8 == 0:
		return fmt.Sprint("x", w/8)
	}
	return fmt.Sprint(w)
}
