package beam

import (
	"encoding/binary"
	"fmt"
)

// FormatError says what is wrong with a .beam file.
type FormatError struct {
	Chunk string // "" for the container itself
	Msg   string
}

func (e *FormatError) Error() string {
	if e.Chunk == "" {
		return "beam: " + e.Msg
	}
	return "beam: chunk " + e.Chunk + ": " + e.Msg
}

// cursor reads a chunk. The first failure sticks; readers after it return zeros, so that callers
// check err once per item of unbounded number.
type cursor struct {
	chunk string
	data  []byte
	pos   int
	err   error
}

func (c *cursor) fail(format string, args ...any) {
	if c.err == nil {
		c.err = &FormatError{c.chunk, fmt.Sprintf(format, args...)}
	}
}

func (c *cursor) rest() int { return len(c.data) - c.pos }

func (c *cursor) bytes(n int) []byte {
	if c.err != nil {
		return nil
	}
	if n < 0 || n > c.rest() {
		c.fail("ends early: %d bytes wanted at %d, %d left", n, c.pos, c.rest())
		return nil
	}
	b := c.data[c.pos : c.pos+n : c.pos+n]
	c.pos += n
	return b
}

func (c *cursor) u8() int {
	if b := c.bytes(1); b != nil {
		return int(b[0])
	}
	return 0
}

func (c *cursor) u16() int {
	if b := c.bytes(2); b != nil {
		return int(binary.BigEndian.Uint16(b))
	}
	return 0
}

func (c *cursor) u32() int {
	if b := c.bytes(4); b != nil {
		return int(binary.BigEndian.Uint32(b))
	}
	return 0
}

// count reads a 32-bit number of items that take at least min bytes each.
func (c *cursor) count(min int) int {
	n := c.u32()
	if c.err == nil && n > c.rest()/min {
		c.fail("%d items in %d bytes", n, c.rest())
		return 0
	}
	return n
}

// Tags of the compact term encoding, in the low three bits of the first byte.
const (
	tagUint = iota
	tagInteger
	tagAtom
	tagX
	tagY
	tagLabel
	tagChar
	tagExtended
)

// The kinds of tagExtended, above the low four bits.
const (
	extList    = 1
	extFR      = 2
	extAlloc   = 3
	extLiteral = 4
	extTyped   = 5
)

// compact reads the tag and value of one operand. A value of more than 64 bits is given as big, in
// two's complement, highest byte first.
func (c *cursor) compact() (tag int, val int64, big []byte) {
	b := c.u8()
	tag = b & 7
	switch {
	case b&8 == 0:
		return tag, int64(b >> 4), nil
	case b&16 == 0:
		return tag, int64(b>>5)<<8 | int64(c.u8()), nil
	}
	n := b>>5 + 2
	if n == 9 {
		t, v, more := c.compact()
		if t != tagUint || more != nil || v < 0 || v > int64(c.rest()) {
			c.fail("bad length of a long integer at %d", c.pos)
			return tag, 0, nil
		}
		n = int(v) + 9
	}
	raw := c.bytes(n)
	if n > 8 {
		return tag, 0, raw
	}
	for i, x := range raw {
		if i == 0 {
			val = int64(int8(x))
		} else {
			val = val<<8 | int64(x)
		}
	}
	return tag, val, nil
}

// uint reads an untagged number.
func (c *cursor) uint() int64 {
	tag, v, big := c.compact()
	if c.err == nil && (tag != tagUint || big != nil || v < 0) {
		c.fail("number expected before %d", c.pos)
		return 0
	}
	return v
}

func appendCompact(b []byte, tag int, v int64) []byte {
	switch {
	case v >= 0 && v < 16:
		return append(b, byte(int(v)<<4|tag))
	case v >= 0 && v < 1<<11:
		return append(b, byte(int(v>>8)<<5|8|tag), byte(v))
	}
	n := 2
	for n < 8 && (v < -(1<<(8*n-1)) || v >= 1<<(8*n-1)) {
		n++
	}
	b = append(b, byte((n-2)<<5|0x18|tag))
	for i := n - 1; i >= 0; i-- {
		b = append(b, byte(v>>(8*i)))
	}
	return b
}

func appendExtended(b []byte, kind int) []byte { return append(b, byte(kind<<4|tagExtended)) }

// splitChunks takes the container apart.
func splitChunks(data []byte) ([]Chunk, error) {
	c := &cursor{data: data}
	if string(c.bytes(4)) != "FOR1" {
		return nil, &FormatError{"", "not a BEAM file"}
	}
	size := c.u32()
	if c.err == nil && size != c.rest() && size+size%2 != c.rest() && size > c.rest() {
		return nil, &FormatError{"", "truncated"}
	}
	if string(c.bytes(4)) != "BEAM" {
		return nil, &FormatError{"", "not a BEAM file"}
	}
	var chunks []Chunk
	for c.err == nil && c.rest() > 0 {
		name := string(c.bytes(4))
		n := c.u32()
		body := c.bytes(n)
		if pad := -n & 3; pad <= c.rest() {
			c.bytes(pad)
		}
		chunks = append(chunks, Chunk{name, body})
	}
	return chunks, c.err
}

func joinChunks(chunks []Chunk) []byte {
	size := 12
	for _, c := range chunks {
		size += 8 + len(c.Data) + 3
	}
	out := append(make([]byte, 0, size), "FOR1\x00\x00\x00\x00BEAM"...)
	for _, c := range chunks {
		out = append(out, c.Name...)
		out = binary.BigEndian.AppendUint32(out, uint32(len(c.Data)))
		out = append(out, c.Data...)
		for len(out)%4 != 0 {
			out = append(out, 0)
		}
	}
	binary.BigEndian.PutUint32(out[4:], uint32(len(out)-8))
	return out
}

func beUint32(b []byte, v int) []byte { return binary.BigEndian.AppendUint32(b, uint32(v)) }
