package beam

import (
	"fmt"
	"io"
	"strings"

	"joist/internal/opcode"
)

// Print writes m as text, in the manner of the .S files of erlc.
func Print(out io.Writer, m *Module) error {
	p := &printer{m: m}
	p.line("{module, %s}.", atomText(m.Name))
	var exports []string
	for _, f := range m.Functions {
		if f.Exported {
			exports = append(exports, fmt.Sprintf("{%s,%d}", atomText(f.Name), f.Arity))
		}
	}
	p.line("{exports, [%s]}.", strings.Join(exports, ","))
	p.line("{labels, %d}.", m.NumLabels)
	for _, f := range m.Functions {
		p.line("\n{function, %s, %d, %d}.", atomText(f.Name), f.Arity, f.Entry)
		for _, in := range f.Code {
			p.instr(in)
		}
	}
	_, err := io.WriteString(out, p.b.String())
	return err
}

type printer struct {
	m *Module
	b strings.Builder
}

func (p *printer) line(format string, args ...any) { fmt.Fprintf(&p.b, format+"\n", args...) }

func (p *printer) instr(in Instr) {
	switch in.Op {
	case opcode.Label:
		p.line("  {label,%d}.", in.Args[0].N)
		return
	case opcode.Line:
		n := in.Args[0].N
		if n > 0 && n < int64(len(p.m.Lines)) {
			l := p.m.Lines[n]
			p.line("    {line,[{location,%q,%d}]}.", p.m.Files[l.File], l.Line)
		} else {
			p.line("    {line,[]}.")
		}
		return
	}
	if len(in.Args) == 0 {
		p.line("    %s.", in.Op)
		return
	}
	p.line("    {%s,%s}.", in.Op, p.operands(in.Args))
}

func (p *printer) operands(list []Operand) string {
	parts := make([]string, len(list))
	for i, o := range list {
		parts[i] = p.operand(o)
	}
	return strings.Join(parts, ",")
}

func (p *printer) operand(o Operand) string {
	switch o.Kind {
	case Uint:
		return fmt.Sprint(o.N)
	case Integer:
		return fmt.Sprintf("{integer,%d}", o.N)
	case Atom:
		return "{atom," + atomText(p.m.AtomName(o)) + "}"
	case Nil:
		return "nil"
	case X, Typed:
		return fmt.Sprintf("{x,%d}", o.N)
	case Y:
		return fmt.Sprintf("{y,%d}", o.N)
	case FR:
		return fmt.Sprintf("{fr,%d}", o.N)
	case Label:
		return fmt.Sprintf("{f,%d}", o.N)
	case Char:
		return fmt.Sprintf("{char,%d}", o.N)
	case Literal:
		return fmt.Sprintf("{literal,%d}", o.N)
	case MFA:
		if f := p.m.Import(o); f != nil {
			return fmt.Sprintf("{extfunc,%s,%s,%d}", atomText(f.Module), atomText(f.Function), f.Arity)
		}
	case List:
		return "{list,[" + p.operands(p.m.List(o)) + "]}"
	case Alloc:
		return "{alloc,[" + p.operands(p.m.List(o)) + "]}"
	}
	return "none"
}

// atomText quotes an atom where Erlang would.
func atomText(s string) string {
	plain := s != "" && s[0] >= 'a' && s[0] <= 'z'
	for _, r := range s {
		plain = plain && (r == '_' || r == '@' || r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z')
	}
	if plain {
		return s
	}
	return "'" + strings.NewReplacer(`\`, `\\`, `'`, `\'`).Replace(s) + "'"
}
