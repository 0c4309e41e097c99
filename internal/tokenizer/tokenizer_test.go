package tokenizer_test

import (
	"fmt"
	"strings"
	"testing"

	"joist/internal/tokenizer"
)

func options() tokenizer.Options {
	return tokenizer.Options{File: "nofile", Line: 1, Column: 1, MaxDepth: 1000}
}

var kindNames = map[tokenizer.Kind]string{
	tokenizer.EOF: "eof", tokenizer.EOL: "eol", tokenizer.Semicolon: ";", tokenizer.Comma: ",", tokenizer.Dot: ".",
	tokenizer.DotCall: ".(", tokenizer.Identifier: "id", tokenizer.ParenIdentifier: "id(", tokenizer.BracketIdentifier: "id[",
	tokenizer.DoIdentifier: "id_do", tokenizer.OpIdentifier: "id_op", tokenizer.Alias: "alias", tokenizer.Atom: "atom",
	tokenizer.AtomQuoted: "atom\"", tokenizer.AtomInterp: "atom#", tokenizer.Keyword: "kw", tokenizer.KeywordInterp: "kw#",
	tokenizer.Int: "int", tokenizer.Float: "float", tokenizer.Char: "char", tokenizer.BinString: "string",
	tokenizer.ListString: "charlist", tokenizer.BinHeredoc: "heredoc", tokenizer.ListHeredoc: "heredoc'",
	tokenizer.Sigil: "sigil", tokenizer.Part: "part", tokenizer.InterpBegin: "#{", tokenizer.InterpEnd: "}#",
	tokenizer.StringEnd: "string_end", tokenizer.Fn: "fn", tokenizer.Do: "do", tokenizer.End: "end", tokenizer.Block: "block",
	tokenizer.True: "true", tokenizer.False: "false", tokenizer.Nil: "nil", tokenizer.LParen: "(", tokenizer.RParen: ")",
	tokenizer.LBracket: "[", tokenizer.RBracket: "]", tokenizer.LCurly: "{", tokenizer.RCurly: "}", tokenizer.LBit: "<<",
	tokenizer.RBit: ">>", tokenizer.MapOp: "%{}", tokenizer.Percent: "%", tokenizer.CaptureInt: "&int",
}

// show writes tokens as kind:value@column, lines apart by /.
func show(res tokenizer.Result) string {
	var sb strings.Builder
	line := int32(1)
	for _, tok := range res.Tokens {
		if tok.Line != line {
			sb.WriteString(" /")
			line = tok.Line
		}
		name, known := kindNames[tok.Kind]
		if !known {
			name = tokenizer.OpName(tok.Val)
		}
		value := ""
		switch tok.Kind {
		case tokenizer.Identifier, tokenizer.ParenIdentifier, tokenizer.BracketIdentifier, tokenizer.DoIdentifier,
			tokenizer.OpIdentifier, tokenizer.Alias, tokenizer.Atom, tokenizer.AtomQuoted, tokenizer.Keyword, tokenizer.Block:
			value = ":" + res.Names[tok.Val]
		case tokenizer.Int:
			if tok.Flags&tokenizer.Big != 0 {
				value = fmt.Sprint(":", res.Numbers[tok.Val])
				break
			}
			value = fmt.Sprint(":", tok.Val)
		case tokenizer.Float:
			value = fmt.Sprint(":", res.Numbers[tok.Val])
		case tokenizer.Char:
			value = fmt.Sprint(":", tok.Val)
		case tokenizer.Part:
			value = fmt.Sprintf(":%q", res.Strings[tok.Val].Text)
		case tokenizer.BinString, tokenizer.ListString, tokenizer.BinHeredoc, tokenizer.ListHeredoc, tokenizer.Sigil:
			if tok.Flags&tokenizer.Interpolated == 0 {
				value = fmt.Sprintf(":%q", res.Strings[tok.Val].Text)
			}
		case tokenizer.EOL, tokenizer.Semicolon, tokenizer.Comma:
			if tok.Lines > 0 {
				value = fmt.Sprint("+", tok.Lines)
			}
		}
		fmt.Fprintf(&sb, " %s%s@%d", name, value, tok.Column)
	}
	return strings.TrimSpace(sb.String())
}

func TestTokens(t *testing.T) {
	tests := []struct{ source, want string }{
		{"foo bar", "id:foo@1 id:bar@5 eof@8"},
		{"foo(a)[b] do end", "id(:foo@1 (@4 id:a@5 )@6 [@7 id:b@8 ]@9 do@11 end@14 eof@17"},
		{"foo[a]", "id[:foo@1 [@4 id:a@5 ]@6 eof@7"},
		{"foo a do\nend", "id:foo@1 id_do:a@5 do@7 eol+1@9 / end@1 eof@4"},
		{"a -1", "id_op:a@1 -@3 int:1@4 eof@5"},
		{"a - 1", "id:a@1 -@3 int:1@5 eof@6"},
		{"a -b: 1", "id_op:a@1 -@3 kw:b@4 int:1@7 eof@8"},
		{"a -: 1", "id:a@1 kw:-@3 int:1@6 eof@7"},
		{"a --1", "id:a@1 --@3 int:1@5 eof@6"},
		{"a\n\n|> b", "id:a@1 / |>@1 id:b@4 eof@5"},
		{"a\n+ b", "id:a@1 eol+1@2 / +@1 id:b@3 eof@4"},
		{"a,\n\n b", "id:a@1 ,+2@2 / id:b@2 eof@3"},
		{"a # note\n# more\nb", "id:a@1 eol+1@3 / id:b@1 eof@2"},
		{"a; \n b", "id:a@1 ;+1@2 / id:b@2 eof@3"},
		{"a \\\n  b", "id:a@1 / id:b@3 eof@4"},
		{"&1 + & &2", "&int@1 int:1@2 +@4 &@6 &int@8 int:2@9 eof@10"},
		{"&+/2", "&@1 id:+@2 /@3 int:2@4 eof@5"},
		{"&//2", "&@1 //@2 int:2@4 eof@5"},
		{"&..///3", "&@1 id:..//@2 /@6 int:3@7 eof@8"},
		{"a not in b", "id:a@1 not in@3 id:b@10 eof@11"},
		{"not a", "not@1 id:a@5 eof@6"},
		{"a.do.end", "id:a@1 .@2 id:do@3 .@5 id:end@6 eof@9"},
		{"a.(b)", "id:a@1 .(@2 (@3 id:b@4 )@5 eof@6"},
		{"a\n  # note\n  .b", "id:a@1 / .@3 id:b@4 eof@5"},
		{"a.\"b c\"(d)", "id:a@1 .@2 id(:b c@3 (@8 id:d@9 )@10 eof@11"},
		{"do: 1, else: 2", "kw:do@1 int:1@5 ,@6 kw:else@8 int:2@14 eof@15"},
		{"else", "block:else@1 eof@5"},
		{":a :\"b c\" :+ :<<>> :..// :nil", "atom:a@1 atom\":b c@4 atom:+@11 atom:<<>>@14 atom:..//@20 atom:nil@26 eof@30"},
		{"\"a\": 1", "kw:a@1 int:1@6 eof@7"},
		{`"a#{b}c"`, `string@1 part:"a"@2 #{@3 id:b@5 }#@6 part:"c"@7 string_end@9 eof@9`},
		{`"#{"#{a}"}"`, `string@1 #{@2 string@4 #{@5 id:a@7 }#@8 string_end@10 }#@10 string_end@12 eof@12`},
		{"\"\"\"\n  a\n   b\n  \"\"\"", `heredoc:"a\n b\n"@1 / eof@6`},
		{"~r/a\\/b/iu x", `sigil:"a/b"@1 id:x@12 eof@13`},
		{"~S(#{a}\\n)", `sigil:"#{a}\\n"@1 eof@11`},
		{"0x1F 0b101 0o17 1_000 1.5e-3 12345678901234567890", "int:31@1 int:5@6 int:15@12 int:1000@17 float:0.0015@23 int:12345678901234567890@30 eof@50"},
		{"?a ?\\n ?é x", "char:97@1 char:10@4 char:233@8 id:x@11 eof@12"},
		{"é日 \"日本\" x", "eof@1"},
		{"été \"日本e\u0301\" x", "id:été@1 string:\"日本e\u0301\"@5 id:x@11 eof@12"},
		{"%{a: 1} %Foo{}", "%{}@1 {@1 kw:a@3 int:1@6 }@7 %@9 alias:Foo@10 {@13 }@14 eof@15"},
		{"<<1>> <<< >>>", "<<@1 int:1@3 >>@4 <<<@7 >>>@11 eof@14"},
		{"a..b//c ... ..", "id:a@1 ..@2 id:b@4 //@5 id:c@7 ...@9 ..@13 eof@15"},
		{"foo! bar? Baz", "id:foo!@1 id:bar?@6 alias:Baz@11 eof@14"},
		{"true false nil fn -> end", "true@1 false@6 nil@12 fn@16 ->@19 end@22 eof@25"},
		{"@a\r\n  b\t c", "@@1 id:a@2 eol+1@3 / id:b@3 id:c@6 eof@7"},
	}
	for _, test := range tests {
		res, err := tokenizer.Tokenize(test.source, options(), new(tokenizer.Buffers))
		if err != nil {
			if test.want != "eof@1" {
				t.Errorf("%q: %v", test.source, err)
			}
			continue
		}
		if got := show(res); got != test.want {
			t.Errorf("%q\n got: %s\nwant: %s", test.source, got, test.want)
		}
	}
}

// TestOperatorNames holds the order of the constants and the names together.
func TestOperatorNames(t *testing.T) {
	for op, want := range map[tokenizer.Op]string{
		tokenizer.OpStab: "->", tokenizer.OpMatch: "=", tokenizer.OpNotEq3: "!==", tokenizer.OpPipeRight: "|>",
		tokenizer.OpLessPipeGreater: "<|>", tokenizer.OpNotIn: "not in", tokenizer.OpLessGreater: "<>", tokenizer.OpAt: "@",
	} {
		if got := tokenizer.OpName(op); got != want {
			t.Errorf("operator %d is %q, want %q", op, got, want)
		}
	}
}

func TestUnescape(t *testing.T) {
	tests := []struct{ in, want, problem string }{
		{`plain`, "plain", ""},
		{`\n\t\e\d\s\0\a`, "\n\t\x1b\x7f \x00\a", ""},
		{`\x41\xff`, "A\xff", ""},
		{`\u00e9\u{1F600}`, "é😀", ""},
		{"a\\\nb\\\r\nc", "abc", ""},
		{`\q\\\"`, `q\"`, ""},
		{`\xg`, "", `invalid hex escape character, expected \xHH where H is a hexadecimal digit. Syntax error after: \x`},
		{`\u12`, "", `invalid Unicode escape character, expected \uHHHH or \u{H*} where H is a hexadecimal digit. Syntax error after: \u`},
		{`\u{110000}`, "", `invalid or reserved Unicode code point \u{110000}. Syntax error after: \u`},
	}
	for _, test := range tests {
		got, problem := tokenizer.Unescape(test.in)
		if got != test.want || problem != test.problem {
			t.Errorf("%q: %q, %q", test.in, got, problem)
		}
	}
}

// FuzzTokenizer checks that tokens come in the order of the source and that delimiters pair.
func FuzzTokenizer(f *testing.F) {
	for _, seed := range []string{"foo do end", "\"a#{b}\"", "~s(a)b", "\"\"\"\n a\n \"\"\"", "?\\n", "0x1F", "a.\"b\"", "%{a: 1}", "é", "'''\n#{1}\n'''", ":\"a\"", "a \\\nb"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, src string) {
		src = strings.ToValidUTF8(src, "?")
		res, err := tokenizer.Tokenize(src, options(), new(tokenizer.Buffers))
		if err != nil {
			return
		}
		depth, last := 0, tokenizer.Token{}
		for _, tok := range res.Tokens {
			if tok.Kind == tokenizer.Part {
				continue
			}
			if tok.Line < last.Line || tok.Column < 1 || int(tok.Start) > len(src) {
				t.Fatalf("token %v after %v", tok, last)
			}
			switch tok.Kind {
			case tokenizer.LParen, tokenizer.LBracket, tokenizer.LCurly, tokenizer.LBit, tokenizer.Fn, tokenizer.Do, tokenizer.InterpBegin:
				depth++
			case tokenizer.RParen, tokenizer.RBracket, tokenizer.RCurly, tokenizer.RBit, tokenizer.End, tokenizer.InterpEnd:
				depth--
			}
			last = tok
		}
		if depth != 0 || last.Kind != tokenizer.EOF {
			t.Fatalf("delimiters do not pair: %s", show(res))
		}
	})
}
