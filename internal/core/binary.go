package core

import (
	"encoding/binary"
	"math/big"
	"unicode/utf16"
	"unicode/utf8"

	"joist/internal/quoted"
)

// binary translates <<segments>>; runs of constants become one string.
func (t *translator) binary(f *quoted.Form) Expr {
	b := t.s.binaries.Put(Binary{Line: f.Meta.Line, Segments: t.s.segments.Slice(len(f.Args))[:0]})
	for i, n := range f.Args {
		s, value := t.segment(n, false)
		s.Value = t.expr(value)
		s.Place = int32(i + 1)
		last := len(b.Segments) - 1
		if text, ok := constBytes(&s); ok {
			if last >= 0 {
				if prev, ok := constBytes(&b.Segments[last]); ok {
					b.Segments[last] = stringSegment(prev+text, s.Line)
					continue
				}
			}
			s = stringSegment(text, s.Line)
		}
		b.Segments = append(b.Segments, s)
	}
	switch len(b.Segments) {
	case 0:
		return t.s.lits.Put(Lit{quoted.String("")})
	case 1:
		if text, ok := constBytes(&b.Segments[0]); ok {
			return t.s.lits.Put(Lit{quoted.String(text)})
		}
	}
	return b
}

func stringSegment(text string, line int32) Segment {
	return Segment{Value: &Lit{quoted.String(text)}, Type: SegBinary, Unit: 8, Line: line}
}

// constBytes gives the bytes of a constant segment that ends on a byte.
func constBytes(s *Segment) (string, bool) {
	lit, ok := s.Value.(*Lit)
	if !ok {
		return "", false
	}
	switch v := lit.Value.(type) {
	case quoted.String:
		return constString(string(v), s)
	case quoted.Int:
		return constInt(big.NewInt(int64(v)), s)
	case *big.Int:
		return constInt(v, s)
	}
	return "", false
}

func constString(v string, s *Segment) (string, bool) {
	var out []byte
	switch s.Type {
	case SegBinary:
		return v, s.Size == nil && s.Unit == 8
	case SegUtf8:
		return v, utf8.ValidString(v)
	case SegUtf16:
		for _, u := range utf16.Encode([]rune(v)) {
			if s.Little {
				out = binary.LittleEndian.AppendUint16(out, u)
			} else {
				out = binary.BigEndian.AppendUint16(out, u)
			}
		}
	case SegUtf32:
		for _, r := range v {
			if s.Little {
				out = binary.LittleEndian.AppendUint32(out, uint32(r))
			} else {
				out = binary.BigEndian.AppendUint32(out, uint32(r))
			}
		}
	default:
		return "", false
	}
	return string(out), true
}

func constInt(v *big.Int, s *Segment) (string, bool) {
	if s.Type == SegUtf8 && v.IsInt64() && v.Int64() < utf8.MaxRune && utf8.ValidRune(rune(v.Int64())) {
		return string(rune(v.Int64())), true
	}
	bits := 8
	if s.Size != nil {
		size, ok := s.Size.(*Lit)
		if !ok {
			return "", false
		}
		n, ok := size.Value.(quoted.Int)
		if !ok || n < 0 || n > 1024 {
			return "", false
		}
		bits = int(n) * s.Unit
	}
	if s.Type != SegInteger || bits%8 != 0 || bits > 1024 || s.Native {
		return "", false
	}
	mod := new(big.Int).Lsh(big.NewInt(1), uint(bits))
	out := new(big.Int).Mod(v, mod).FillBytes(make([]byte, bits/8))
	if s.Little {
		for i, j := 0, len(out)-1; i < j; i, j = i+1, j-1 {
			out[i], out[j] = out[j], out[i]
		}
	}
	return string(out), true
}

// segment reads the part after :: of one segment and hands back the value's node.
func (t *translator) segment(n quoted.Node, pattern bool) (Segment, quoted.Node) {
	s := Segment{Type: SegInteger, Unit: 0}
	f, ok := isCall(n, "::", 2)
	if !ok {
		if _, ok := n.(quoted.String); ok {
			s.Type, s.Unit = SegBinary, 8
		}
		return s, n
	}
	s.Line = f.Meta.Line
	t.spec(f.Args[1], &s)
	if s.Unit == 0 {
		s.Unit = 1
		if s.Type == SegBinary {
			s.Unit = 8
		}
	}
	return s, f.Args[0]
}

func (t *translator) spec(n quoted.Node, s *Segment) {
	f, ok := n.(*quoted.Form)
	if !ok {
		fail(s.Line, "%T in a binary segment", n)
	}
	head, _ := f.Head.(quoted.Atom)
	switch head {
	case "-":
		t.spec(f.Args[0], s)
		t.spec(f.Args[1], s)
	case "integer":
		s.Type = SegInteger
	case "float":
		s.Type = SegFloat
	case "binary", "bytes":
		s.Type = SegBinary
	case "bitstring", "bits":
		s.Type = SegBinary
		if s.Unit == 0 {
			s.Unit = 1
		}
	case "utf8":
		s.Type = SegUtf8
	case "utf16":
		s.Type = SegUtf16
	case "utf32":
		s.Type = SegUtf32
	case "little":
		s.Little = true
	case "big", "unsigned":
	case "native":
		s.Native = true
	case "signed":
		s.Signed = true
	case "size":
		s.Size = t.guardExpr(f.Args[0])
	case "unit":
		u, ok := f.Args[0].(quoted.Int)
		if !ok || u < 1 || u > 256 {
			fail(s.Line, "a unit that is no number from 1 to 256")
		}
		s.Unit = int(u)
	default:
		fail(s.Line, "%s in a binary segment", string(head))
	}
}

// binaryPattern translates <<segments>> in a pattern. A pattern that is one whole string is a
// constant.
func (t *translator) binaryPattern(f *quoted.Form) Pattern {
	p := t.s.pbinaries.Put(PBinary{Segments: t.s.segments.Slice(len(f.Args))[:0]})
	for _, n := range f.Args {
		s, value := t.segment(n, true)
		if nested, ok := isCall(value, "<<>>", -1); ok && s.Size == nil && s.Type == SegBinary {
			if inner, ok := t.binaryPattern(nested).(*PLit); ok {
				value = inner.Value
			}
		}
		if text, ok := literalText(value, &s); ok {
			p.Segments = appendText(p.Segments, text, s.Line)
			continue
		}
		s.Value = t.pattern(value)
		p.Segments = append(p.Segments, s)
	}
	switch len(p.Segments) {
	case 0:
		return t.s.plits.Put(PLit{quoted.String("")})
	case 1:
		if lit, ok := p.Segments[0].Value.(*PLit); ok && p.Segments[0].Size == nil {
			if text, ok := lit.Value.(quoted.String); ok {
				return t.s.plits.Put(PLit{text})
			}
		}
	}
	return p
}

// literalText gives the bytes of a constant segment that is worth comparing as a string.
func literalText(value quoted.Node, s *Segment) (string, bool) {
	switch value.(type) {
	case quoted.String, quoted.Int, *big.Int:
		c := *s
		c.Value = &Lit{value}
		return constBytes(&c)
	}
	return "", false
}

func appendText(segs []Segment, text string, line int32) []Segment {
	if text == "" {
		return segs
	}
	if n := len(segs); n > 0 && segs[n-1].Size == nil {
		if lit, ok := segs[n-1].Value.(*PLit); ok {
			if prev, ok := lit.Value.(quoted.String); ok {
				segs[n-1].Value = &PLit{prev + quoted.String(text)}
				return segs
			}
		}
	}
	return append(segs, Segment{
		Value: &PLit{quoted.String(text)}, Type: SegBinary, Unit: 8, Line: line,
	})
}
