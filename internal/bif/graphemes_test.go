package bif

import (
	"testing"

	"joist/internal/proc"
)

// TestStrings checks the natives that only Elixir's String calls.
func TestStrings(t *testing.T) {
	cases := []struct{ call, want string }{
		{`joist_unicode:length(<<"abc">>)`, "3"},
		{`joist_unicode:length(<<13,10,"e",204,129,255,"x">>)`, "4"},
		{`joist_unicode:length(<<"👨‍👩‍👧"/utf8>>)`, "1"},
		{`joist_unicode:graphemes(<<"e",204,129,"a">>)`, "[<<\"e\u0301\"/utf8>>,<<\"a\">>]"},
		{`joist_unicode:next_grapheme(<<>>)`, "nil"},
		{`joist_unicode:next_grapheme(<<255,"a">>)`, `{<<"ÿ">>,<<"a">>}`},
		{`joist_unicode:upcase(<<"straße"/utf8>>, default)`, `<<"STRASSE">>`},
		{`joist_unicode:downcase(<<"ΣΑΣ"/utf8>>, default)`, `<<"σασ"/utf8>>`},
		{`joist_unicode:downcase(<<"ΣΑΣ"/utf8>>, greek)`, `<<"σας"/utf8>>`},
		{`joist_unicode:upcase(<<"ıi"/utf8>>, turkic)`, `<<"Iİ"/utf8>>`},
		{`joist_unicode:downcase(<<"AB",255,"C">>, default)`, `<<"abÿc">>`},
		{`joist_unicode:titlecase_once(<<"ﬁnal"/utf8>>, default)`, `{<<"Fi">>,<<"nal">>}`},
		{`joist_unicode:identifier(<<"é1"/utf8>>)`, "identifier"},
		{`joist_unicode:identifier(<<"É"/utf8>>)`, "not_callable"},
		{`joist_unicode:identifier(<<"é b"/utf8>>)`, "quoted"},
	}
	withProcess(t, func(c *proc.Ctx) {
		for _, test := range cases {
			r := termReader{c: c, text: test.call}
			module, function, args := r.readCall()
			if got := call(c, module, function, args); got != test.want {
				t.Errorf("%s\n got %s\nwant %s", test.call, got, test.want)
			}
		}
	})
}
