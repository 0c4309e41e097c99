package code

import "sort"

// LineTable maps code to source.
type LineTable struct {
	Files []string
	// Entries are sorted by Offset; each is good up to the next.
	Entries []LineEntry
}

// LineEntry says where the code from Offset on stands in the source. Line 0 is nowhere.
type LineEntry struct {
	Offset uint32
	File   uint16
	Line   uint32
}

// Location is the file and line of the instruction at pc; line is 0 when it is not known.
func (m *Module) Location(pc uintptr) (file string, line int) {
	off := uint32(pc - m.Base)
	t := &m.Lines
	i := sort.Search(len(t.Entries), func(i int) bool { return t.Entries[i].Offset > off })
	if i == 0 {
		return "", 0
	}
	e := t.Entries[i-1]
	if e.Line == 0 || int(e.File) >= len(t.Files) {
		return "", 0
	}
	return t.Files[e.File], int(e.Line)
}
