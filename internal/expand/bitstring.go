package expand

import (
	"math/big"
	"strconv"

	"joist/internal/macroenv"
	"joist/internal/quoted"
)

// segmentSpec is what the modifiers of a segment say.
type segmentSpec struct {
	kind       string // integer, float, binary, bitstring, utf8, utf16, utf32
	size, unit node
	sign       string
	endianness string
}

// expandBitstring expands <<...>>. Every segment comes out as expr :: spec, where spec always names
// the type, then, joined by -, what was given of size(n), unit(n), signed or unsigned and the
// endianness.
func (s *scope) expandBitstring(f *form, e *env) (node, *env) {
	out := make([]node, 0, len(f.Args))
	outerBase := s.sizeBase
	s.sizeBase = int32(len(s.uses)) + 1
	m := s.openList(e)
	_, generator := f.Meta.Get("generator")
	for i, a := range f.Args {
		var seg node
		if e.Context != macroenv.Match {
			s.nextArg(m)
		}
		seg, e = s.expandSegment(a, f.Meta, m, i == len(f.Args)-1 && !generator, e)
		out = s.appendSegment(out, seg, e)
	}
	s.closeList(m, e)
	s.sizeBase = outerBase
	meta := f.Meta
	if generator {
		meta = meta.Without("generator")
	}
	return s.x.forms.Put(form{Head: f.Head, Meta: meta, Args: out}), e
}

// appendSegment adds a segment; a bitstring inside a bitstring is flattened where its size need not
// be checked, and in patterns.
func (s *scope) appendSegment(out []node, seg node, e *env) []node {
	f := seg.(*form)
	inner, ok := isForm(f.Args[0], "<<>>", -1)
	if !ok {
		return append(out, seg)
	}
	kind, ok := isForm(f.Args[1], "bitstring", 0)
	if !ok {
		if kind, ok = isForm(f.Args[1], "binary", 0); ok {
			bits, known := 0, true
			for _, in := range inner.Args {
				n, fixed := segmentBits(in.(*form))
				bits, known = bits+n, known && fixed
			}
			if known && bits%8 != 0 {
				s.fail(f.Meta, e, "expected "+s.text(withPlainSpecs(inner))+" to be a binary but its number of bits is not divisible by 8")
			}
			ok = known || e.Context == macroenv.Match
		}
	}
	if !ok || kind == nil {
		return append(out, seg)
	}
	return append(out, inner.Args...)
}

// withPlainSpecs is an expanded bitstring with its types written as people do, without parentheses.
func withPlainSpecs(f *form) node {
	var plain func(n node) node
	plain = func(n node) node {
		spec := n.(*form)
		switch {
		case spec.Head == node(atom("-")):
			return call(spec.Meta, "-", plain(spec.Args[0]), plain(spec.Args[1]))
		case len(spec.Args) == 0:
			return quoted.Var(varName(spec), spec.Meta, quoted.Nil)
		}
		return spec
	}
	out := &form{Head: f.Head, Meta: f.Meta}
	for _, a := range f.Args {
		seg := a.(*form)
		out.Args = append(out.Args, call(seg.Meta, "::", seg.Args[0], plain(seg.Args[1])))
	}
	return out
}

// segmentBits is the number of bits of an expanded segment, up to whole bytes, if that is known.
func segmentBits(seg *form) (bits int, known bool) {
	size, unit := node(nil), 0
	spec := seg.Args[1].(*form)
	for ; spec.Head == node(atom("-")); spec = spec.Args[0].(*form) {
		switch part := spec.Args[1].(*form); part.Head {
		case node(atom("size")):
			size = part.Args[0]
		case node(atom("unit")):
			unit = int(part.Args[0].(quoted.Int))
		}
	}
	kind := varName(spec)
	switch {
	case size == nil:
		return 0, kind != "bitstring"
	case unit == 0 && kind == "binary":
		unit = 8
	case unit == 0:
		unit = 1
	}
	n, ok := size.(quoted.Int)
	return int(n) * unit, ok || unit%8 == 0
}

func (s *scope) expandSegment(n node, meta quoted.Meta, m mark, last bool, e *env) (node, *env) {
	var spec segmentSpec
	left := n
	segMeta := meta
	var given node
	if t, ok := isForm(n, "::", 2); ok {
		left, given, segMeta = t.Args[0], t.Args[1], t.Meta
	}
	if match, ok := isForm(left, "=", 2); ok && e.Context == macroenv.Match {
		s.fail(meta, e, "cannot pattern match inside a bitstring that is already in match, got: "+s.text(match))
	}
	x, e := s.expand(left, e)
	expected := exprType(x)
	if given != nil {
		s.readSpec(given, &spec, segMeta, e)
	}
	if spec.kind == "" {
		spec.kind = expected
		if spec.kind == "" {
			spec.kind = "integer"
		}
	}
	if pin, ok := isForm(x, "^", 1); ok && spec.size == nil && !last {
		// The size of what a pinned variable holds is known.
		switch spec.kind {
		case "binary":
			spec.size = s.x.erlang(at(segMeta), "byte_size", pin.Args[0])
		case "bitstring":
			spec.size = s.x.erlang(at(segMeta), "bit_size", pin.Args[0])
		}
	}
	s.checkSegment(x, expected, &spec, given != nil, last, segMeta, e)
	return s.x.form(atom("::"), segMeta, x, buildSpec(&spec, segMeta)), e
}

// exprType is the type of a segment whose expression shows it, or "".
func exprType(n node) string {
	switch n := n.(type) {
	case quoted.Int, *big.Int:
		return "integer"
	case quoted.Float:
		return "float"
	case quoted.String:
		return "binary"
	case *form:
		if _, ok := isForm(n, "<<>>", -1); ok {
			return "bitstring"
		}
	}
	return ""
}

// fits reports whether an expression of a known type may have the type given.
func fits(expected, given string) bool {
	utf := len(given) == 4 || len(given) == 5 && given != "float"
	switch expected {
	case "binary":
		return given == "binary" || given == "bitstring" || utf
	case "bitstring":
		return given == "binary" || given == "bitstring"
	case "integer":
		return given == "integer" || given == "float" || utf
	case "float":
		return given == "float"
	}
	return true
}

func (s *scope) checkSegment(x node, expected string, spec *segmentSpec, given, last bool, meta quoted.Meta, e *env) {
	switch x.(type) {
	case atom, quoted.List, *quoted.Pair:
		if e.Context == macroenv.Match { // the construction fails when it runs
			s.fail(meta, e, "invalid literal "+toString(x)+" in <<>>")
		}
	}
	if given && !fits(expected, spec.kind) {
		s.complain(meta, e, 0, "conflicting type specification for bit field: \""+spec.kind+"\" and \""+expected+"\"")
	}
	_, text := x.(quoted.String)
	switch measured := spec.size != nil || spec.unit != nil; {
	case measured && text:
		s.complain(meta, e, 0, "literal string in bitstring supports only endianness and type specifiers, which must be one of: little, big, native, utf8, utf16, utf32, bits, bytes, binary or bitstring")
	case measured && expected == "bitstring":
		s.complain(meta, e, 0, "literal <<>> in bitstring supports only type specifiers, which must be one of: binary or bitstring")
	}
	if unit, ok := spec.unit.(quoted.Int); ok && unit != 1 && spec.kind == "bitstring" {
		s.complain(meta, e, 0, "conflicting unit specification for bit field: \""+itoa(int(unit))+"\" and \"1\"")
	}
	switch spec.kind {
	case "utf8", "utf16", "utf32":
		if spec.size != nil || spec.unit != nil {
			s.complain(meta, e, 0, "size and unit are not supported on utf types")
		}
		if spec.sign != "" {
			s.complain(meta, e, 0, "signed and unsigned specifiers are supported only on integer and float types")
		}
	case "binary", "bitstring":
		if spec.sign != "" {
			s.complain(meta, e, 0, "signed and unsigned specifiers are supported only on integer and float types")
		}
		spec.endianness = "" // means nothing
		if _, literal := x.(quoted.String); e.Context == macroenv.Match && spec.size == nil && !last && !literal && !sizedBitstring(x) {
			s.complain(meta, e, 0, "a binary field without size is only allowed at the end of a binary pattern, at the right side of binary concatenation and never allowed in binary generators. The following examples are invalid:\n\n    rest <> \"foo\"\n    <<rest::binary, \"foo\">>\n\nThey are invalid because there is a bits/bitstring component not at the end. However, the \"reverse\" would work:\n\n    \"foo\" <> rest\n    <<\"foo\", rest::binary>>\n\n")
		}
	case "integer", "float":
		if spec.unit != nil && spec.size == nil {
			s.complain(meta, e, 0, "integer and float types require a size specifier if the unit specifier is given")
		}
		if n, ok := spec.size.(quoted.Int); ok && spec.kind == "float" {
			unit := quoted.Int(1)
			if u, ok := spec.unit.(quoted.Int); ok {
				unit = u
			}
			if b := n * unit; b != 16 && b != 32 && b != 64 {
				s.complain(meta, e, 0, "float requires size*unit to be 16, 32, or 64 (default), got: "+strconv.FormatInt(int64(b), 10))
			}
		}
	}
}

// sizedBitstring reports whether x is a nested bitstring, whose segments carry their own sizes.
func sizedBitstring(x node) bool {
	f, ok := isForm(x, "<<>>", -1)
	if !ok {
		return false
	}
	if len(f.Args) == 0 {
		return true
	}
	seg := f.Args[len(f.Args)-1].(*form)
	if _, literal := seg.Args[0].(quoted.String); literal || sizedBitstring(seg.Args[0]) {
		return true
	}
	kind, sized := specKind(seg.Args[1])
	return sized || kind != "binary" && kind != "bitstring"
}

// specKind reads the type of an expanded spec back, and whether it has a size.
func specKind(n node) (kind string, sized bool) {
	f := n.(*form)
	if d, ok := isForm(n, "-", 2); ok {
		kind, sized = specKind(d.Args[0])
		r := d.Args[1].(*form)
		return kind, sized || r.Head == node(atom("size"))
	}
	return varName(f), false
}

// readSpec reads modifiers joined by -.
func (s *scope) readSpec(n node, spec *segmentSpec, meta quoted.Meta, e *env) {
	switch n := n.(type) {
	case quoted.Int:
		s.setSize(spec, n, meta, e)
		return
	case *form:
		name, ok := n.Head.(atom)
		if !ok {
			break
		}
		if n.IsVar || len(n.Args) == 0 {
			s.readModifier(n, string(name), spec, meta, e)
			return
		}
		switch {
		case name == "-" && len(n.Args) == 2:
			s.readSpec(n.Args[0], spec, meta, e)
			s.readSpec(n.Args[1], spec, meta, e)
		case name == "*" && len(n.Args) == 2:
			if v, ok := n.Args[0].(*form); !ok || !v.IsVar || varName(v) != "_" {
				s.setSize(spec, n.Args[0], meta, e)
			}
			s.setUnit(spec, n.Args[1], meta, e)
		case name == "size" && len(n.Args) == 1:
			s.setSize(spec, n.Args[0], meta, e)
		case name == "unit" && len(n.Args) == 1:
			s.setUnit(spec, n.Args[0], meta, e)
		default:
			s.readMacroSpec(n, string(name), false, spec, meta, e)
		}
		return
	}
	s.complain(meta, e, 0, "unknown bitstring specifier: "+toString(n))
}

// readMacroSpec reads modifiers that a macro stands for. bare tells that there are no parentheses.
func (s *scope) readMacroSpec(n *form, name string, bare bool, spec *segmentSpec, meta quoted.Meta, e *env) {
	t := s.resolve(n.Meta, name, len(n.Args), e)
	if t.kind == hygienicImport && s.isMacro(t.receiver, name, len(n.Args)) {
		t.kind = importedMacro
	}
	var out node
	if bare && (t.kind == importedMacro || t.kind == localMacro) {
		s.warn(meta, e, "bitstring specifier \""+name+"\" does not exist and is being expanded to \""+name+"()\", please use parentheses to remove the ambiguity.\nYou may run \"mix format --migrate\" to fix this warning automatically.")
	}
	switch t.kind {
	case importedMacro:
		if t.receiver == kernelAtom {
			if x, _, ok := s.expandKernelMacro(n, name, e); ok {
				out = x
				break
			}
		}
		out = must(s.host.CallMacro(s.envAt(n.Meta, e), t.receiver, name, n.Args))
	case localMacro:
		if s.locals != nil {
			s.locals.add(name, len(n.Args), n.Meta, true)
		}
		out = must(s.host.CallLocalMacro(s.envAt(n.Meta, e), s.builder, t.local, n.Args))
	default:
		if n.IsVar || len(n.Args) == 0 {
			s.warn(meta, e, "bitstring specifier \""+name+"\" does not exist and is being expanded to \""+name+"()\", please use parentheses to remove the ambiguity.\nYou may run \"mix format --migrate\" to fix this warning automatically.")
			s.complain(meta, e, 0, "unknown bitstring specifier: "+name)
			return
		}
		s.complain(meta, e, 0, "unknown bitstring specifier: "+toString(n))
		return
	}
	s.readSpec(out, spec, meta, e)
}

func (s *scope) readModifier(n *form, name string, spec *segmentSpec, meta quoted.Meta, e *env) {
	switch name {
	case "integer", "float", "binary", "bitstring", "utf8", "utf16", "utf32":
		s.setOnce(&spec.kind, name, "type", meta, e)
	case "bytes":
		s.setOnce(&spec.kind, "binary", "type", meta, e)
	case "bits":
		s.setOnce(&spec.kind, "bitstring", "type", meta, e)
	case "signed", "unsigned":
		s.setOnce(&spec.sign, name, "sign", meta, e)
	case "big", "little", "native":
		s.setOnce(&spec.endianness, name, "endianness", meta, e)
	case "_":
	default:
		bare := n.IsVar
		if bare {
			n = &form{Head: n.Head, Meta: n.Meta}
		}
		s.readMacroSpec(n, name, bare, spec, meta, e)
		return
	}
	if !n.IsVar {
		s.warn(meta, e, "extra parentheses on a bitstring specifier \""+name+"()\" have been deprecated. Please remove the parentheses: \""+name+"\".\nYou may run \"mix format --migrate\" to fix this warning automatically.")
	}
}

func (s *scope) setOnce(field *string, value, what string, meta quoted.Meta, e *env) {
	if *field != "" && *field != value {
		s.complain(meta, e, 0, "conflicting "+what+" specification for bit field: \""+value+"\" and \""+*field+"\"")
	}
	*field = value
}

func (s *scope) setSize(spec *segmentSpec, n node, meta quoted.Meta, e *env) {
	if spec.size != nil {
		s.fail(meta, e, "duplicated size definition in bitstring")
	}
	if i, ok := n.(quoted.Int); ok {
		if i < 0 {
			s.fail(meta, e, "size in bitstring expects an integer or a variable as argument, got: "+toString(n))
		}
		spec.size = n
		return
	}
	if e.Context != macroenv.Match {
		spec.size, _ = s.expand(n, e)
		return
	}
	if pin, ok := isForm(n, "^", 1); ok {
		x, _ := s.expandPin(pin, e)
		spec.size = x.(*form).Args[0]
		return
	}
	outer := s.inSize
	s.inSize = true
	spec.size, _ = s.expand(n, s.inContext(e, macroenv.Guard))
	s.inSize = outer
}

func (s *scope) setUnit(spec *segmentSpec, n node, meta quoted.Meta, e *env) {
	if f, isForm := n.(*form); isForm && !f.IsVar { // a macro
		n, _ = s.expand(n, s.inContext(e, macroenv.Normal))
	}
	i, ok := n.(quoted.Int)
	if !ok {
		s.complain(meta, e, 0, "unit in bitstring expects an integer as argument, got: "+toString(n))
		return
	}
	if i < 1 || i > 256 {
		s.complain(meta, e, 0, "unit in bitstring expects an integer between 1 and 256, got: "+toString(n))
		return
	}
	spec.unit = i
}

func buildSpec(spec *segmentSpec, meta quoted.Meta) node {
	out := node(call(at(meta), spec.kind))
	add := func(n node) { out = call(at(meta), "-", out, n) }
	if spec.size != nil {
		add(call(at(meta), "size", spec.size))
	}
	if spec.unit != nil {
		add(call(at(meta), "unit", spec.unit))
	}
	if spec.sign != "" {
		add(call(at(meta), spec.sign))
	}
	if spec.endianness != "" {
		add(call(at(meta), spec.endianness))
	}
	return out
}

// findSizeVar looks up a variable in the size of a segment: those bound before the pattern and those
// of the same bitstring.
func (s *scope) findSizeVar(name string, context atom, counter int64) *macroenv.Var {
	for v := s.read; v != nil; v = v.Prev {
		if v.Same(name, context, counter) && (v.Version < s.matchBase || v.Version >= s.sizeBase) {
			return v
		}
	}
	return nil
}
