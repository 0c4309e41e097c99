package lib

import (
	"bytes"
	"strings"
)

// What a module says about itself, its documentation, types and specifications, is a third of its source and of no use to who runs it.
// Code leaves it out, and keeps every other line at its place; who asks for documentation reads the whole source.

// told are the attributes that say something about a module and change nothing of its code. Types and specifications of a protocol are not
// among them: they can be its callbacks.
var told = [...]string{"doc", "moduledoc", "typedoc", "spec", "type", "typep", "opaque"}

// Code is a source of the library without the attributes that only tell about its module.
func Code(src []byte) string {
	if bytes.HasPrefix(src, []byte("defprotocol ")) {
		return string(src)
	}
	var b strings.Builder
	b.Grow(len(src))
	for {
		i := nextTold(src)
		if i < 0 {
			b.Write(src)
			return b.String()
		}
		b.Write(src[:i])
		n := attributeEnd(src[i:]) - 1 // the line feed is left for the next to be found
		for range bytes.Count(src[i:i+n], []byte("\n")) {
			b.WriteByte('\n')
		}
		src = src[i+n:]
	}
}

// nextTold is the start of the next line that begins with one of told, -1 for none.
func nextTold(src []byte) int {
	for from := 0; ; {
		i := bytes.Index(src[from:], []byte("\n  @"))
		if i < 0 {
			return -1
		}
		from += i + len("\n  @")
		name := src[from:min(from+len("moduledoc "), len(src))]
		if end := bytes.IndexByte(name, ' '); end > 0 {
			for _, t := range told {
				if string(name[:end]) == t {
					return from - len("  @")
				}
			}
		}
	}
}

// attributeEnd is where the attribute that src begins with ends: behind the heredoc that its first line opens, or before the next line that
// is not further indented.
func attributeEnd(src []byte) int {
	end := bytes.IndexByte(src, '\n') + 1
	if bytes.HasSuffix(src[:end], []byte("\"\"\"\n")) {
		close := []byte("\n  \"\"\"\n")
		return end - 1 + bytes.Index(src[end-1:], close) + len(close)
	}
	for bytes.HasPrefix(src[end:], []byte("   ")) {
		end += bytes.IndexByte(src[end:], '\n') + 1
	}
	return end
}
