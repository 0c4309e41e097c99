package etf

import (
	"bytes"
	"encoding/hex"
	"strings"
	"testing"

	"joist/internal/atom"
	"joist/internal/heap"
	"joist/internal/mem"
	"joist/internal/term"
)

func newBuilder(t testing.TB) *heap.Builder {
	space, err := mem.NewSpace(mem.Options{Limit: 1 << 30})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(space.Close)
	return &heap.Builder{Mem: space.NewCache(), Atoms: atom.NewTable(0)}
}

// samples are terms as OTP's term_to_binary/1 writes them (OTP 26 and later, minor version 2).
var samples = map[string]string{
	"0":               "836100",
	"-1":              "8362ffffffff",
	"1 bsl 70":        "836e0900000000000000000040",
	"-(1 bsl 31) - 1": "836e040101000080",
	"1.5":             "83463ff8000000000000",
	"ok":              "8377026f6b",
	"[]":              "836a",
	"\"ab\"":          "836b00026162",
	"[a|b]":           "836c0000000177016177" + "0162",
	"{}":              "836800",
	"{a, {1, [2]}}":   "83680277016168026101" + "6b000102",
	"#{a => 1}":       "8374000000017701616101",
	"<<1,2>>":         "836d000000020102",
	"<<1,2:3>>":       "834d00000002030140",
	"{a, b, c}":       "83680377016177016277" + "0163",
}

func TestSamplesComeBack(t *testing.T) {
	for name, text := range samples {
		data, err := hex.DecodeString(text)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		b := newBuilder(t)
		v, err := Decode(b, b.Atoms, data)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		out, err := Encode(b.Atoms, v, DefaultOptions)
		if err != nil || !bytes.Equal(out, data) {
			t.Errorf("%s: came back as %x (%v), want %s", name, out, err, text)
		}
	}
}

// TestDepth writes and reads a list in a list, a million times.
func TestDepth(t *testing.T) {
	b := newBuilder(t)
	v := term.Nil
	for range 1_000_000 {
		v = b.Cons(v, term.Nil)
	}
	data, err := Encode(b.Atoms, v, DefaultOptions)
	if err != nil {
		t.Fatal(err)
	}
	back, err := Decode(b, b.Atoms, data)
	if err != nil {
		t.Fatal(err)
	}
	depth := 0
	for ; back.IsCons(); back = back.Car() {
		depth++
	}
	if depth != 1_000_000 {
		t.Fatalf("depth %d", depth)
	}
}

func TestCompressed(t *testing.T) {
	b := newBuilder(t)
	v := b.BinaryString(strings.Repeat("joist ", 1000))
	data, err := Encode(b.Atoms, v, EncodeOptions{MinorVersion: 2, Compressed: 6})
	if err != nil || len(data) > 200 {
		t.Fatalf("%d bytes, %v", len(data), err)
	}
	back, used, err := DecodePrefix(b, b.Atoms, append(data, 1, 2, 3), Options{})
	if err != nil || used != len(data) || string(back.BinaryBytes()) != string(v.BinaryBytes()) {
		t.Fatalf("used %d of %d, %v", used, len(data), err)
	}
}

func TestSafeRefusesNewAtoms(t *testing.T) {
	b := newBuilder(t)
	data, _ := hex.DecodeString("837709" + hex.EncodeToString([]byte("not_there")))
	if _, _, err := DecodePrefix(b, b.Atoms, data, Options{Safe: true}); err != ErrUnknownAtom {
		t.Fatalf("got %v", err)
	}
	if _, _, err := DecodePrefix(b, b.Atoms, data, Options{}); err != nil {
		t.Fatal(err)
	}
	if _, _, err := DecodePrefix(b, b.Atoms, data, Options{Safe: true}); err != nil {
		t.Fatalf("known by now, but: %v", err)
	}
}

// TestDamage cuts and changes the samples: an error or a term, never a panic.
func TestDamage(t *testing.T) {
	for name, text := range samples {
		data, _ := hex.DecodeString(text)
		b := newBuilder(t)
		for n := range data {
			if _, err := Decode(b, b.Atoms, data[:n]); err == nil {
				t.Errorf("%s cut to %d bytes was taken", name, n)
			}
			for bit := range 8 {
				changed := bytes.Clone(data)
				changed[n] ^= 1 << bit
				Decode(b, b.Atoms, changed)
			}
		}
	}
}

// FuzzDecode: what decodes must encode, and decode again to the same term.
func FuzzDecode(f *testing.F) {
	for _, text := range samples {
		data, _ := hex.DecodeString(text)
		f.Add(data)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		b := newBuilder(t)
		v, _, err := DecodePrefix(b, b.Atoms, data, Options{})
		if err != nil {
			return
		}
		out, err := Encode(b.Atoms, v, DefaultOptions)
		if err != nil {
			t.Fatal(err)
		}
		back, err := Decode(b, b.Atoms, out)
		if err != nil {
			t.Fatalf("%x: %v", out, err)
		}
		if term.CompareExact(v, back, b.Atoms) != 0 {
			t.Fatalf("%x came back as another term", out)
		}
	})
}
