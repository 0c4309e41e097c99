package beam

import (
	"bytes"
	"compress/gzip"
	"compress/zlib"
	"io"
	"math/big"

	"joist/internal/opcode"
)

// Limits on what a file may ask for.
const (
	maxAtoms     = 1 << 20
	maxLiterals  = 1 << 28 // bytes, uncompressed
	maxNesting   = 3       // of operand lists
	maxFileBytes = 1 << 30
)

type reader struct {
	m       *Module
	exports map[funArity]int
}

type funArity struct {
	name  string
	arity int
}

// Read takes a .beam file apart. A damaged file is an error, *FormatError.
func Read(data []byte) (*Module, error) {
	if len(data) > 2 && data[0] == 0x1f && data[1] == 0x8b {
		var err error
		if data, err = gunzip(data); err != nil {
			return nil, err
		}
	}
	chunks, err := splitChunks(data)
	if err != nil {
		return nil, err
	}
	r := &reader{m: &Module{}, exports: map[funArity]int{}}
	byName := map[string][]byte{}
	for _, c := range chunks {
		if _, twice := byName[c.Name]; twice {
			return nil, &FormatError{c.Name, "there twice"}
		}
		byName[c.Name] = c.Data
	}
	// Atoms come first since every other chunk names them, code last since it names every other.
	if err := r.readAtoms(byName); err != nil {
		return nil, err
	}
	steps := []struct {
		chunk string
		must  bool
		read  func(*cursor)
	}{
		{"StrT", false, func(c *cursor) { r.m.Strings = c.bytes(c.rest()) }},
		{"ImpT", true, r.readImports},
		{"ExpT", true, r.readExports},
		{"FunT", false, r.readLambdas},
		{"LitT", false, r.readLiterals},
		{"Line", false, r.readLines},
		{"Attr", false, func(c *cursor) { r.m.Attributes = c.bytes(c.rest()) }},
		{"CInf", false, func(c *cursor) { r.m.CompileInfo = c.bytes(c.rest()) }},
		{"Code", true, r.readCode},
	}
	used := map[string]bool{"AtU8": true, "Atom": true, "LocT": true, "Type": true}
	for _, s := range steps {
		used[s.chunk] = true
		body, ok := byName[s.chunk]
		if !ok && s.must {
			return nil, &FormatError{s.chunk, "is missing"}
		}
		if !ok {
			continue
		}
		c := &cursor{chunk: s.chunk, data: body}
		if s.read(c); c.err != nil {
			return nil, c.err
		}
	}
	for _, c := range chunks {
		if !used[c.Name] {
			r.m.Chunks = append(r.m.Chunks, c)
		}
	}
	return r.m, nil
}

func gunzip(data []byte) ([]byte, error) {
	z, err := gzip.NewReader(bytes.NewReader(data))
	if err != nil {
		return nil, &FormatError{"", err.Error()}
	}
	out, err := io.ReadAll(io.LimitReader(z, maxFileBytes))
	if err != nil {
		return nil, &FormatError{"", err.Error()}
	}
	return out, nil
}

func (r *reader) readAtoms(byName map[string][]byte) error {
	c := &cursor{chunk: "AtU8"}
	body, utf8 := byName["AtU8"]
	if !utf8 {
		c.chunk = "Atom"
		if body = byName["Atom"]; body == nil {
			return &FormatError{"AtU8", "is missing"}
		}
	}
	c.data = body
	n := int(int32(c.u32()))
	long := n < 0 // lengths are compact terms
	if long {
		n = -n
	}
	if n <= 0 || n > maxAtoms || n > c.rest() {
		c.fail("%d atoms", n)
		return c.err
	}
	r.m.Atoms = make([]string, 0, n)
	for i := 0; i < n && c.err == nil; i++ {
		size := 0
		if long {
			size = int(c.uint())
		} else {
			size = c.u8()
		}
		name := c.bytes(size)
		if utf8 {
			r.m.Atoms = append(r.m.Atoms, string(name))
		} else {
			r.m.Atoms = append(r.m.Atoms, latin1(name))
		}
	}
	if c.err == nil {
		r.m.Name = r.m.Atoms[0]
	}
	return c.err
}

func latin1(b []byte) string {
	runes := make([]rune, len(b))
	for i, x := range b {
		runes[i] = rune(x)
	}
	return string(runes)
}

func (r *reader) atom(c *cursor, index int) string {
	if index < 1 || index > len(r.m.Atoms) {
		c.fail("atom %d of %d", index, len(r.m.Atoms))
		return ""
	}
	return r.m.Atoms[index-1]
}

func (r *reader) readImports(c *cursor) {
	n := c.count(12)
	for i := 0; i < n && c.err == nil; i++ {
		m, f, a := r.atom(c, c.u32()), r.atom(c, c.u32()), c.u32()
		if a > 255 {
			c.fail("function of arity %d", a)
		}
		r.m.Imports = append(r.m.Imports, Import{m, f, a})
	}
}

func (r *reader) readExports(c *cursor) {
	n := c.count(12)
	for i := 0; i < n && c.err == nil; i++ {
		name, arity, label := r.atom(c, c.u32()), c.u32(), c.u32()
		r.exports[funArity{name, arity}] = label
	}
}

func (r *reader) readLambdas(c *cursor) {
	n := c.count(24)
	for i := 0; i < n && c.err == nil; i++ {
		l := Lambda{Name: r.atom(c, c.u32()), Arity: c.u32(), Entry: c.u32(), Index: c.u32()}
		l.NumFree = c.u32()
		l.OldUniq = uint32(c.u32())
		if l.Arity > 255 || l.NumFree > l.Arity {
			c.fail("fun %d has arity %d and %d free variables", i, l.Arity, l.NumFree)
		}
		r.m.Lambdas = append(r.m.Lambdas, l)
	}
}

func (r *reader) readLiterals(c *cursor) {
	size := c.u32()
	body := c.bytes(c.rest())
	if size != 0 {
		if size > maxLiterals {
			c.fail("%d bytes of literals", size)
			return
		}
		z, err := zlib.NewReader(bytes.NewReader(body))
		if err != nil {
			c.fail("%v", err)
			return
		}
		plain, err := io.ReadAll(io.LimitReader(z, int64(size)+1))
		if err != nil || len(plain) != size {
			c.fail("%d bytes of literals expected, got %d (%v)", size, len(plain), err)
			return
		}
		body = plain
	}
	l := &cursor{chunk: c.chunk, data: body}
	n := l.count(4)
	for i := 0; i < n && l.err == nil; i++ {
		r.m.Literals = append(r.m.Literals, l.bytes(l.u32()))
	}
	c.err = l.err
}

func (r *reader) readLines(c *cursor) {
	if v := c.u32(); v != 0 {
		c.fail("version %d", v)
		return
	}
	c.u32() // flags
	c.u32() // number of line instructions
	n, files := c.u32(), c.u32()
	if n > c.rest() || files > c.rest() {
		c.fail("%d lines and %d files in %d bytes", n, files, c.rest())
		return
	}
	r.m.Lines = make([]Line, 1, n+1)
	for file := 0; len(r.m.Lines) <= n && c.err == nil; {
		tag, v, _ := c.compact()
		switch {
		case v < 0 || tag != tagInteger && tag != tagAtom:
			c.fail("line entry %d is damaged", len(r.m.Lines))
		case tag == tagAtom:
			file = int(v)
		default:
			r.m.Lines = append(r.m.Lines, Line{File: file, Line: int(v)})
		}
	}
	r.m.Files = []string{r.m.Name + ".erl"}
	for i := 0; i < files && c.err == nil; i++ {
		r.m.Files = append(r.m.Files, string(c.bytes(c.u16())))
	}
	for _, l := range r.m.Lines {
		if l.File >= len(r.m.Files) {
			c.fail("file %d of %d", l.File, len(r.m.Files))
			return
		}
	}
}

func (r *reader) readCode(c *cursor) {
	head := &cursor{chunk: c.chunk, data: c.bytes(c.u32())}
	set, highest, labels := head.u32(), head.u32(), head.u32()
	head.u32() // number of functions, counted below
	switch {
	case head.err != nil:
		c.fail("header is too short")
	case set != 0:
		c.fail("instruction set %d", set)
	case highest > int(opcode.Max):
		c.fail("instruction %d is from the future (%d known)", highest, opcode.Max)
	case labels > c.rest():
		c.fail("%d labels in %d bytes", labels, c.rest())
	}
	r.m.NumLabels = labels
	var code []Instr
	for c.err == nil {
		in := r.readInstr(c)
		if in.Op == opcode.IntCodeEnd {
			break
		}
		code = append(code, in)
	}
	if c.err == nil {
		r.splitFunctions(c, code)
	}
}

func (r *reader) readInstr(c *cursor) Instr {
	op := opcode.Op(c.u8())
	if !op.Known() {
		c.fail("instruction %d at %d", op, c.pos-1)
		return Instr{}
	}
	shape := op.Info().Operands
	if shape == "" {
		return Instr{Op: op}
	}
	args := make([]Operand, len(shape))
	for i := range args {
		args[i] = r.readOperand(c, 0)
		if shape[i] == opcode.OperandImport && c.err == nil {
			args[i] = r.importOf(c, args[i])
		}
	}
	return Instr{Op: op, Args: args}
}

func (r *reader) importOf(c *cursor, o Operand) Operand {
	if o.Kind != Uint || o.N >= int64(len(r.m.Imports)) {
		c.fail("import %d of %d", o.N, len(r.m.Imports))
		return Operand{}
	}
	return Operand{Kind: MFA, N: o.N}
}

var simpleKinds = [...]Kind{
	tagUint: Uint, tagInteger: Integer, tagX: X, tagY: Y, tagLabel: Label, tagChar: Char,
}

func (r *reader) readOperand(c *cursor, depth int) Operand {
	tag, v, big := c.compact()
	if c.err != nil {
		return Operand{}
	}
	if big != nil {
		if tag != tagInteger {
			c.fail("huge number before %d", c.pos)
			return Operand{}
		}
		return r.bigOperand(big)
	}
	if v < 0 && tag != tagInteger {
		c.fail("negative operand before %d", c.pos)
		return Operand{}
	}
	switch tag {
	case tagAtom:
		if v == 0 {
			return Operand{Kind: Nil}
		}
		if v > int64(len(r.m.Atoms)) {
			c.fail("atom %d of %d", v, len(r.m.Atoms))
			return Operand{}
		}
		return Operand{Kind: Atom, N: v - 1}
	case tagLabel:
		if v > int64(r.m.NumLabels) {
			c.fail("label %d of %d", v, r.m.NumLabels)
		}
	case tagExtended:
		return r.readExtended(c, int(v), depth)
	}
	return Operand{Kind: simpleKinds[tag], N: v}
}

func (r *reader) readExtended(c *cursor, kind, depth int) Operand {
	if depth >= maxNesting {
		c.fail("lists nest too deeply at %d", c.pos)
		return Operand{}
	}
	switch kind {
	case extList, extAlloc:
		n := c.uint()
		if n > int64(c.rest()) {
			c.fail("list of %d operands in %d bytes", n, c.rest())
			return Operand{}
		}
		k := List
		if kind == extAlloc {
			k, n = Alloc, 2*n
		}
		list := make([]Operand, 0, n)
		for i := int64(0); i < n && c.err == nil; i++ {
			list = append(list, r.readOperand(c, depth+1))
		}
		return r.m.AddList(k, list)
	case extFR:
		return Operand{Kind: FR, N: c.uint()}
	case extLiteral:
		n := c.uint()
		if c.err == nil && n >= int64(len(r.m.Literals)) {
			c.fail("literal %d of %d", n, len(r.m.Literals))
		}
		return Operand{Kind: Literal, N: n}
	case extTyped:
		reg := r.readOperand(c, depth+1)
		c.uint() // index in the Type chunk
		if c.err == nil && reg.Kind != X && reg.Kind != Y {
			c.fail("type of something that is no register before %d", c.pos)
		}
		return reg
	}
	c.fail("extended operand of kind %d before %d", kind, c.pos)
	return Operand{}
}

// bigOperand makes a literal of an integer written inline.
func (r *reader) bigOperand(b []byte) Operand {
	v := new(big.Int).SetBytes(b)
	if b[0]&0x80 != 0 {
		v.Sub(v, new(big.Int).Lsh(big.NewInt(1), uint(8*len(b))))
	}
	r.m.Literals = append(r.m.Literals, appendBig([]byte{etfVersion}, v))
	return Operand{Kind: Literal, N: int64(len(r.m.Literals) - 1)}
}

// splitFunctions cuts the code before the label in front of each func_info.
func (r *reader) splitFunctions(c *cursor, code []Instr) {
	var starts []int
	for i, in := range code {
		if in.Op != opcode.FuncInfo {
			continue
		}
		j := i - 1
		for j >= 0 && code[j].Op == opcode.Line {
			j--
		}
		if j < 0 || code[j].Op != opcode.Label || i+1 >= len(code) || code[i+1].Op != opcode.Label {
			c.fail("func_info without labels")
			return
		}
		starts = append(starts, j)
	}
	if len(code) > 0 && (len(starts) == 0 || starts[0] != 0) {
		c.fail("code outside of functions")
		return
	}
	for i, s := range starts {
		end := len(code)
		if i+1 < len(starts) {
			end = starts[i+1]
		}
		r.addFunction(c, code[s:end])
	}
}

func (r *reader) addFunction(c *cursor, code []Instr) {
	i := 0
	for code[i].Op != opcode.FuncInfo {
		i++
	}
	if i+1 >= len(code) {
		c.fail("function without code")
		return
	}
	a, entry := code[i].Args, code[i+1].Args[0]
	if a[1].Kind != Atom || a[2].Kind != Uint || a[2].N > 255 || entry.Kind != Uint {
		c.fail("func_info is damaged")
		return
	}
	f := &Function{Name: r.m.AtomName(a[1]), Arity: int(a[2].N), Entry: int(entry.N), Code: code}
	label, ok := r.exports[funArity{f.Name, f.Arity}]
	f.Exported = ok && label == f.Entry
	r.m.Functions = append(r.m.Functions, f)
}
