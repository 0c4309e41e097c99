package arith

import (
	"math"
	"math/big"
	"math/rand/v2"
	"strconv"
	"testing"
)

func TestShortFloat(t *testing.T) {
	cases := []struct {
		f    float64
		want string
	}{
		{0, "0.0"}, {math.Copysign(0, -1), "-0.0"}, {1, "1.0"}, {-1.5, "-1.5"}, {100, "100.0"}, {1000, "1.0e3"},
		{1e20, "1.0e20"}, {1e22, "1.0e22"}, {123456789012345680, "1.2345678901234568e17"}, {0.1, "0.1"},
		{0.001, "0.001"}, {0.0001, "0.0001"}, {1e-5, "1.0e-5"}, {0.00012345, "1.2345e-4"}, {0.00123, "0.00123"},
		{9007199254740991, "9007199254740991.0"}, {9007199254740992, "9.007199254740992e15"}, {5e-324, "5.0e-324"},
		{0.0010000001, "0.0010000001"}, {1.2e6, "1.2e6"}, {123.456, "123.456"}, {1.5e300, "1.5e300"},
		{1.7976931348623157e308, "1.7976931348623157e308"},
	}
	for _, c := range cases {
		if got := string(AppendShortFloat(nil, c.f)); got != c.want {
			t.Errorf("%g: got %s, want %s", c.f, got, c.want)
		}
	}
}

func TestShortFloatReadsBack(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for range 20000 {
		f := math.Float64frombits(random.Uint64())
		if math.IsNaN(f) || math.IsInf(f, 0) {
			continue
		}
		text := AppendShortFloat(nil, f)
		back, ok := ParseFloat(text)
		if !ok || back != f {
			t.Fatalf("%s: read back %g, %v, want %g", text, back, ok, f)
		}
	}
}

func TestFloatWithDecimals(t *testing.T) {
	cases := []struct {
		f       float64
		format  FloatFormat
		want    string
		refused bool
	}{
		{f: 2.5, format: FloatFormat{Style: FloatDecimals}, want: "3"},
		{f: 0.125, format: FloatFormat{Style: FloatDecimals, Decimals: 2}, want: "0.13"},
		{f: 1.005, format: FloatFormat{Style: FloatDecimals, Decimals: 2}, want: "1.00"},
		{f: 2.675, format: FloatFormat{Style: FloatDecimals, Decimals: 2}, want: "2.67"},
		{f: 9.999, format: FloatFormat{Style: FloatDecimals, Decimals: 2}, want: "10.00"},
		{f: 0.15, format: FloatFormat{Style: FloatDecimals, Decimals: 1}, want: "0.2"},
		{f: -0.001, format: FloatFormat{Style: FloatDecimals, Decimals: 2}, want: "-0.00"},
		{f: 0.7, format: FloatFormat{Style: FloatDecimals, Decimals: 17}, want: "0.69999999999999992"},
		{f: 0.7, format: FloatFormat{Style: FloatDecimals, Decimals: 19}, want: "0.6999999999999999556"},
		{f: 1e20, format: FloatFormat{Style: FloatDecimals, Decimals: 2}, want: "100000000000000000000.00"},
		{f: 2.5, format: FloatFormat{Style: FloatDecimals, Decimals: 4, Compact: true}, want: "2.5"},
		{f: 2, format: FloatFormat{Style: FloatDecimals, Decimals: 4, Compact: true}, want: "2.0"},
		{f: 2.5, format: FloatFormat{Style: FloatDecimals, Compact: true}, want: "3"},
		{f: 1e300, format: FloatFormat{Style: FloatDecimals, Decimals: 1}, refused: true},
		{f: 0.1, format: FloatFormat{Style: FloatScientific, Decimals: 20}, want: "1.00000000000000005551e-01"},
		{f: 2.5, format: FloatFormat{Style: FloatScientific}, want: "2e+00"},
		{f: 1e100, format: FloatFormat{Style: FloatScientific, Decimals: 3}, want: "1.000e+100"},
	}
	for _, c := range cases {
		got, ok := AppendFloat(nil, c.f, c.format)
		if ok == c.refused || ok && string(got) != c.want {
			t.Errorf("%g %+v: got %s, %v, want %s", c.f, c.format, got, ok, c.want)
		}
	}
}

func TestParseFloat(t *testing.T) {
	good := map[string]float64{"1.0": 1, "-1.5e10": -1.5e10, "+0.25E-2": 0.0025, "1.0e-400": 0}
	for text, want := range good {
		if got, ok := ParseFloat([]byte(text)); !ok || got != want {
			t.Errorf("%s: got %g, %v", text, got, ok)
		}
	}
	for _, text := range []string{"", "1", "1.", ".5", "1e5", "1.0e", "1.0e+", "1.0e400", " 1.0", "1.0 ", "1_0.0", "0x1.0", "inf", "nan"} {
		if got, ok := ParseFloat([]byte(text)); ok {
			t.Errorf("%q: read as %g", text, got)
		}
	}
}

func TestParseInteger(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	for _, length := range []int{1, 10, 18, 19, 20, 999, 1000, 1001, 2000, 2001, 3999, 4001, 17000} {
		for _, base := range []int{2, 3, 10, 16, 36} {
			text := make([]byte, length)
			for i := range text {
				text[i] = strconv.FormatInt(int64(random.IntN(base)), base)[0]
			}
			want, _ := new(big.Int).SetString(string(text), base)
			small, huge, ok := ParseInteger(text, base)
			if huge == nil {
				huge = big.NewInt(small)
			}
			if !ok || huge.Cmp(want) != 0 {
				t.Errorf("%d digits in base %d: read another number", length, base)
			}
		}
	}
	for _, text := range []string{"", "-", "+", "1_0", " 1", "1 ", "12a", "--1", "0x10"} {
		if small, _, ok := ParseInteger([]byte(text), 10); ok {
			t.Errorf("%q: read as %d", text, small)
		}
	}
	if got, _, ok := ParseInteger([]byte("-zZ"), 36); !ok || got != -1295 {
		t.Errorf("-zZ in base 36: got %d, %v", got, ok)
	}
	if got, huge, ok := ParseInteger([]byte("-9223372036854775808"), 10); !ok || huge != nil || got != math.MinInt64 {
		t.Errorf("the least int64: got %d, %v, %v", got, huge, ok)
	}
}
