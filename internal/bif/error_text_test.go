package bif

import (
	"testing"

	"joist/internal/proc"
)

// TestErrorTexts checks what is said about the arguments of calls that fail.
func TestErrorTexts(t *testing.T) {
	cases := []struct{ module, function, arguments, info, want string }{
		{"erlang", "binary_to_integer", `[<<"x">>]`, "[]", `#{1 => <<"not a textual representation of an integer">>}`},
		{"erlang", "binary_to_integer", `[x,50]`, "[]", `#{1 => <<"not a binary">>,2 => <<"not an integer in the range 2 through 36">>}`},
		{"erlang", "element", "[3,{a}]", "[]", `#{1 => <<"out of range">>}`},
		{"erlang", "element", "[0,a]", "[]", `#{2 => <<"not a tuple">>}`},
		{"erlang", "binary_part", `[<<"abc">>,2,5]`, "[]", `#{3 => <<"out of range">>}`},
		{"erlang", "binary_part", `[<<"abc">>,7,1]`, "[]", `#{2 => <<"out of range">>}`},
		{"erlang", "demonitor", "[1,[foo]]", "[]", `#{1 => <<"not a reference">>}`},
		{"erlang", "send_after", "[1,[],x]", "[]", `#{2 => <<"not a pid or an atom">>}`},
		{"erlang", "float_to_binary", "[1.0,[foo]]", "[]", `#{2 => <<"invalid option in list">>}`},
		{"ets", "lookup", "[nope,1]", "[{error_info,#{cause=>id}}]", `#{1 => <<"the table identifier does not refer to an existing ETS table">>}`},
		{"ets", "update_counter", "[t,k,{7,1}]", "[{error_info,#{cause=>position}}]",
			`#{1 => <<"the table identifier does not refer to an existing ETS table">>,3 => <<"the position in the update operation is out of range">>}`},
		{"maps", "from_list", "[[a|b]]", "[]", `#{1 => <<"not a proper list">>}`},
		{"binary", "first", "[<<>>]", "[]", `#{1 => <<"a zero-sized binary is not allowed">>}`},
		{"no", "such", "[1]", "[]", "#{}"},
		{"erlang", "abs", "[x,y,z]", "[]", "#{}"},
	}
	withProcess(t, func(c *proc.Ctx) {
		for _, test := range cases {
			trace := "[{" + test.module + "," + test.function + "," + test.arguments + "," + test.info + "}]"
			if got := do(c, "erl_erts_errors:format_error(badarg, "+trace+")"); got != test.want {
				t.Errorf("%s\n got %s\nwant %s", trace, got, test.want)
			}
		}
		if got := do(c, "erl_erts_errors:format_error(foo, bar)"); got != "#{}" {
			t.Errorf("no stack trace: got %s", got)
		}
	})
}
