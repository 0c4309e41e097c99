package bif

import (
	"strings"
	"testing"

	"joist/internal/proc"
	"joist/internal/term"
)

// TestParseTerm reads terms and prints them again.
func TestParseTerm(t *testing.T) {
	cases := [][2]string{
		{"foo.", "foo"}, {" 'a b' .", "'a b'"}, {"-12.", "-12"}, {"16#ff.", "255"}, {"-2#101.", "-5"}, {"$a.", "97"}, {"$\\n.", "10"},
		{"1.5e3.", "1.5e3"}, {"123456789012345678901234567890.", "123456789012345678901234567890"},
		{"{a, [1,2|x], \"str\", <<1,2>>, <<\"bin\">>, #{k => v}}.", `{a,[1,2|x],"str",<<1,2>>,<<"bin">>,#{k => v}}`},
		{"<<1,5:3>>.", "<<1,5:3>>"}, {"<<\"ä\"/utf8>>.", `<<"ä"/utf8>>`}, {"[] % nothing\n.", "[]"}, {"\"a\\x{263a}\\t\".", `"a☺\t"`},
	}
	withProcess(t, func(c *proc.Ctx) {
		for _, test := range cases {
			got := c.CallNative(parseTerm, c.BinaryString(test[0]))
			if text := term.Format(got, c.Node.Atoms); text != "{ok,"+test[1]+"}" {
				t.Errorf("%s: got %s, want %s", test[0], text, test[1])
			}
		}
		bad := []string{"", ".", "foo", "foo bar.", "[1,2.", "{a", "Foo.", "1#0.", "16#.", "<<1:9>>.", "<<300", "#{a}.", "\"abc", "$", "-.",
			strings.Repeat("[", 1_000_000), strings.Repeat("{", 20_000) + ".", "'" + strings.Repeat("a", 300) + "'."}
		for _, text := range bad {
			got := c.CallNative(parseTerm, c.BinaryString(text))
			if !got.IsTupleOf(2) || got.TupleElem(0) != term.AtomError {
				t.Errorf("%.20q: read as %s", text, term.Format(got, c.Node.Atoms))
			}
		}
	})
}

// FuzzParseTerm looks for a text that breaks the reader.
func FuzzParseTerm(f *testing.F) {
	for _, seed := range []string{"{a,[1|2],<<3:4>>,#{b=>\"c\"}}.", "16#fF.", "'\\x{41}'.", "$\\", "1.0e", "<<\"a\"/utf8>>."} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		withProcess(t, func(c *proc.Ctx) {
			if c.CallNative(parseTerm, c.BinaryString(text)) == term.None {
				t.Errorf("%q: no answer", text)
			}
		})
	})
}
