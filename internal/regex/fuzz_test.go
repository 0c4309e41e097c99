package regex

import (
	"errors"
	"testing"
)

// FuzzCompileMatch reads patterns and runs them: nothing may panic, and what is found lies in the text.
func FuzzCompileMatch(f *testing.F) {
	for _, seed := range []string{
		`(?|(a)|(b))(?1)`, `(?<n>a*)\k<n>(?(<n>)b|c)`, `(?<=ab|c)\K\X\R+?`, `[^[:alpha:]\d-z]{2,5}+`, `(*UTF8)(?i)é|(*COMMIT)x(*SKIP:a)`,
		`\((?:[^()]++|(?R))*\)`, `(?(DEFINE)(?<d>\d))(?&d)+`, `(a(*THEN)b|(*ACCEPT)c)*?`, `\p{Greek}\Q.\E\x{3b1}`, `(?=(a))(?!b)(?>c|d)(?C1)`,
	} {
		f.Add(seed, "aab(c)α\r\nb", uint16(0))
		f.Add(seed, "", uint16(0xffff))
	}
	f.Fuzz(func(t *testing.T, source, text string, options uint16) {
		letters := ""
		for i, letter := range "WpimdxUfADnJb24" {
			if options&(1<<i) != 0 {
				letters += string(letter)
			}
		}
		if len(source) > 300 || len(text) > 300 {
			return
		}
		p, err := Compile([]byte(source), letters)
		if err != nil {
			var bad *Error
			if !errors.As(err, &bad) || bad.At < 0 || bad.At > len(source) {
				t.Fatalf("%q %s: %v", source, letters, err)
			}
			return
		}
		if p.Unicode() {
			text = string([]rune(text))
		}
		spans, _ := p.Match([]byte(text), 0, Run{Budget: 20_000})
		all, _ := p.MatchAll([]byte(text), 0, Run{Budget: 20_000, NotEOL: options&1 != 0})
		for _, spans := range append(all, spans) {
			for _, s := range spans {
				if s.At < -1 || s.At > len(text) || s.At+s.Size > len(text) {
					t.Fatalf("%q %s on %q: %v", source, letters, text, spans)
				}
			}
		}
	})
}
