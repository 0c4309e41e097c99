package iex

import (
	"bytes"
	"strings"
	"sync"
	"unicode/utf8"
)

// What comes from the terminal is cut into keys. A key is a character, an escape sequence, or a piece of pasted text.
type key struct {
	bytes []byte
	paste bool
}

// Keys that mean something to us before the editor sees them.
const (
	ctrlC         = 0x03
	ctrlG         = 0x07
	ctrlZ         = 0x1a
	ctrlBackslash = 0x1c
	escape        = 0x1b
)

// Terminals put these around what is pasted, when asked to.
const (
	pasteStart = "\x1b[200~"
	pasteEnd   = "\x1b[201~"
)

// Without these marks, what comes in one piece of at least longPiece bytes is taken for pasted, and so is what
// has a tab in it and tabbedPiece bytes: nobody types that fast.
const (
	longPiece   = 64
	tabbedPiece = 8
)

// keyQueue holds the keys that nobody has taken yet. Pasted text is kept in pieces that end with a
// line feed; the last one may be without.
type keyQueue struct {
	mu      sync.Mutex
	more    sync.Cond
	keys    []key
	closed  bool
	pending []byte // a beginning of an escape sequence or character
	pasting bool
	onCtrlC func() bool // tells whether it took the key
	onQuit  func()
}

func newKeyQueue(onCtrlC func() bool, onQuit func()) *keyQueue {
	q := &keyQueue{onCtrlC: onCtrlC, onQuit: onQuit}
	q.more.L = &q.mu
	return q
}

// feed cuts what was read.
func (q *keyQueue) feed(data []byte) {
	q.mu.Lock()
	data = append(q.pending, data...)
	q.pending = nil
	whole := !q.pasting && (len(data) >= longPiece || len(data) >= tabbedPiece && bytes.IndexByte(data[:len(data)-1], '\t') >= 0) &&
		bytes.IndexByte(data, escape) < 0 && bytes.IndexByte(data, ctrlC) < 0
	if whole {
		q.paste(data)
		data = nil
	}
	for len(data) > 0 {
		if q.pasting {
			data = q.feedPaste(data)
			continue
		}
		n := keyLength(data)
		if n == 0 {
			q.pending = bytes.Clone(data)
			break
		}
		k := data[:n]
		data = data[n:]
		switch {
		case string(k) == pasteStart:
			q.pasting = true
		case k[0] == ctrlBackslash:
			defer q.onQuit()
		case k[0] == ctrlC:
			q.mu.Unlock()
			taken := q.onCtrlC()
			q.mu.Lock()
			if taken {
				q.keys = nil
				break
			}
			fallthrough
		default:
			q.keys = append(q.keys, key{bytes: bytes.Clone(k)})
		}
	}
	q.mu.Unlock()
	q.more.Broadcast()
}

// feedPaste takes pasted text up to its end mark.
func (q *keyQueue) feedPaste(data []byte) (rest []byte) {
	if i := bytes.Index(data, []byte(pasteEnd)); i >= 0 {
		q.paste(data[:i])
		q.pasting = false
		return data[i+len(pasteEnd):]
	}
	keep := 0 // the end mark may come in two pieces
	for n := min(len(pasteEnd)-1, len(data)); n > 0; n-- {
		if strings.HasPrefix(pasteEnd, string(data[len(data)-n:])) {
			keep = n
			break
		}
	}
	q.paste(data[:len(data)-keep])
	q.pending = bytes.Clone(data[len(data)-keep:])
	return nil
}

// paste appends text, in pieces of a line.
func (q *keyQueue) paste(text []byte) {
	for len(text) > 0 {
		line, rest, found := cutLine(text)
		text = rest
		line = clean(line)
		if n := len(q.keys); n > 0 && q.keys[n-1].paste && !bytes.HasSuffix(q.keys[n-1].bytes, []byte("\n")) {
			q.keys[n-1].bytes = append(q.keys[n-1].bytes, line...)
		} else if len(line) > 0 || found {
			q.keys = append(q.keys, key{bytes: line, paste: true})
		}
		if found {
			last := &q.keys[len(q.keys)-1]
			last.bytes = append(last.bytes, '\n')
		}
	}
}

// cutLine cuts after a line's end: \n, \r or both.
func cutLine(text []byte) (line, rest []byte, found bool) {
	i := bytes.IndexAny(text, "\r\n")
	if i < 0 {
		return text, nil, false
	}
	line, rest = text[:i], text[i+1:]
	if text[i] == '\r' && len(rest) > 0 && rest[0] == '\n' {
		rest = rest[1:]
	}
	return line, rest, true
}

// clean leaves out what is no text.
func clean(line []byte) []byte {
	out := make([]byte, 0, len(line))
	for len(line) > 0 {
		r, n := utf8.DecodeRune(line)
		switch {
		case r == '\t':
			out = append(out, "  "...)
		case r < ' ' || r == 0x7f || r >= 0x80 && r < 0xa0:
		default:
			out = utf8.AppendRune(out, r)
		}
		line = line[n:]
	}
	return out
}

// keyLength is the length of the first key in data, 0 when it is not all there.
func keyLength(data []byte) int {
	if data[0] != escape {
		if !utf8.FullRune(data) {
			return 0
		}
		_, n := utf8.DecodeRune(data)
		return n
	}
	if len(data) == 1 {
		return 1 // the Escape key itself
	}
	switch data[1] {
	case '[':
		for i := 2; i < len(data); i++ {
			if data[i] >= 0x40 && data[i] <= 0x7e {
				return i + 1
			}
		}
		if len(data) > 32 {
			return len(data)
		}
		return 0
	case 'O':
		if len(data) < 3 {
			return 0
		}
		return 3
	}
	if !utf8.FullRune(data[1:]) {
		return 0
	}
	_, n := utf8.DecodeRune(data[1:])
	return 1 + n
}

// take waits for the next key. ok is false when there will be none any more.
func (q *keyQueue) take() (k key, ok bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	for len(q.keys) == 0 && !q.closed {
		q.more.Wait()
	}
	if len(q.keys) == 0 {
		return key{}, false
	}
	k = q.keys[0]
	q.keys = q.keys[1:]
	return k, true
}

// takeLine takes a whole pasted line, when that is what comes next.
func (q *keyQueue) takeLine() (line string, ok bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if len(q.keys) > 0 && q.keys[0].paste && bytes.HasSuffix(q.keys[0].bytes, []byte("\n")) {
		line = string(q.keys[0].bytes)
		q.keys = q.keys[1:]
		return line, true
	}
	return "", false
}

// takeLines takes all whole pasted lines that come next.
func (q *keyQueue) takeLines() string {
	var b strings.Builder
	for {
		line, ok := q.takeLine()
		if !ok {
			return b.String()
		}
		b.WriteString(line)
	}
}

// push puts a key in front.
func (q *keyQueue) push(k key) {
	q.mu.Lock()
	q.keys = append([]key{k}, q.keys...)
	q.mu.Unlock()
	q.more.Broadcast()
}

func (q *keyQueue) close() {
	q.mu.Lock()
	q.closed = true
	q.mu.Unlock()
	q.more.Broadcast()
}
