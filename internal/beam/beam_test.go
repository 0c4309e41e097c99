package beam

import (
	"bytes"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
)

// otpBeams finds some compiled modules of an installed Erlang.
func otpBeams(t testing.TB, apps ...string) []string {
	var files []string
	for _, app := range apps {
		found, _ := filepath.Glob("/usr/lib/erlang/lib/" + app + "-*/ebin/*.beam")
		files = append(files, found...)
	}
	if len(files) == 0 {
		t.Skip("SKIPPED: no Erlang installation, so no foreign .beam files to read")
	}
	return files
}

func TestReadsAndWritesForeignModules(t *testing.T) {
	for _, file := range otpBeams(t, "stdlib", "compiler", "kernel") {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		m, err := Read(data)
		if err != nil {
			t.Errorf("%s: %v", file, err)
			continue
		}
		out, err := Write(m)
		if err != nil {
			t.Errorf("%s: %v", file, err)
			continue
		}
		back, err := Read(out)
		if err != nil {
			t.Errorf("%s: reading what was written: %v", file, err)
			continue
		}
		if !reflect.DeepEqual(m, back) {
			t.Errorf("%s: differs after writing and reading", file)
		}
	}
}

func TestTruncatedFiles(t *testing.T) {
	data, err := os.ReadFile("testdata/sample.beam")
	if err != nil {
		t.Fatal(err)
	}
	for n := 0; n < len(data)-4; n++ {
		if _, err := Read(data[:n]); err == nil {
			t.Errorf("%d of %d bytes were read without an error", n, len(data))
		}
	}
}

func TestPrint(t *testing.T) {
	data, err := os.ReadFile("testdata/sample.beam")
	if err != nil {
		t.Fatal(err)
	}
	m, err := Read(data)
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := Print(&b, m); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"{module, sample}.", "{exports, [{sum,1},{'odd name',0},{module_info,0},{module_info,1}]}.",
		"{function, sum, 1,", "{func_info,{atom,sample},{atom,sum},1}.", `{line,[{location,"sample.erl",5}]}.`,
	} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("no %q in\n%s", want, &b)
		}
	}
}

func TestLiterals(t *testing.T) {
	// The right side is what term_to_binary gives.
	cases := []struct {
		in   any
		want string
	}{
		{LitAtom("ok"), "\x83w\x02ok"},
		{true, "\x83w\x04true"},
		{1, "\x83a\x01"},
		{-1, "\x83b\xff\xff\xff\xff"},
		{1 << 40, "\x83n\x06\x00\x00\x00\x00\x00\x00\x01"},
		{"ab", "\x83m\x00\x00\x00\x02ab"},
		{LitChars("ab"), "\x83l\x00\x00\x00\x02aaabj"},
		{nil, "\x83j"},
		{LitTuple{1, LitList{2}}, "\x83h\x02a\x01l\x00\x00\x00\x01a\x02j"},
		{LitImproper{[]any{1}, 2}, "\x83l\x00\x00\x00\x01a\x01a\x02"},
		{LitMap{{LitAtom("a"), 1.0}}, "\x83t\x00\x00\x00\x01w\x01aF\x3f\xf0\x00\x00\x00\x00\x00\x00"},
		{LitBits{[]byte{0xff}, 3}, "\x83M\x00\x00\x00\x01\x03\xe0"},
		{LitFun{"m", "f", 2}, "\x83qw\x01mw\x01fa\x02"},
	}
	for _, c := range cases {
		got, err := EncodeLiteral(c.in)
		if err != nil || string(got) != c.want {
			t.Errorf("%v: %q, want %q (%v)", c.in, got, c.want, err)
		}
	}
	if _, err := EncodeLiteral(LitAtom(strings.Repeat("a", 256))); err == nil {
		t.Error("an atom of 256 characters was encoded")
	}
}

func FuzzRead(f *testing.F) {
	data, err := os.ReadFile("testdata/sample.beam")
	if err != nil {
		f.Fatal(err)
	}
	f.Add(data)
	f.Fuzz(func(t *testing.T, data []byte) {
		m, err := Read(data)
		if err != nil {
			return
		}
		if _, err := Write(m); err != nil && !strings.HasPrefix(err.Error(), "beam: ") {
			t.Errorf("writing what was read: %v", err)
		}
	})
}
