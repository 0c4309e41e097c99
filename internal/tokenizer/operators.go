package tokenizer

import "strings"

// operatorInfo describes one spelling of an operator.
type operatorInfo struct {
	text string
	kind Kind
	op   Op
}

// operatorsBy lists the operators by first byte, the longest first.
var operatorsBy = indexOperators()

func indexOperators() (table [128][]operatorInfo) {
	kinds := [numOps]Kind{
		OpStab: StabOp, OpLeftArrow: InMatchOp, OpDefault: InMatchOp, OpWhen: WhenOp, OpType: TypeOp,
		OpPipe: PipeOp, OpAssoc: AssocOp, OpCapture: CaptureOp, OpEllipsis: EllipsisOp, OpMatch: MatchOp,
		OpOr2: OrOp, OpOr3: OrOp, OpOr: OrOp, OpAnd2: AndOp, OpAnd3: AndOp, OpAnd: AndOp,
		OpEq: CompOp, OpNotEq: CompOp, OpEqTilde: CompOp, OpEq3: CompOp, OpNotEq3: CompOp,
		OpLess: RelOp, OpGreater: RelOp, OpLessEq: RelOp, OpGreaterEq: RelOp,
		OpLess3: ArrowOp, OpGreater3: ArrowOp, OpPipeRight: ArrowOp, OpLess2Tilde: ArrowOp,
		OpTildeGreater2: ArrowOp, OpLessTilde: ArrowOp, OpTildeGreater: ArrowOp,
		OpLessTildeGreater: ArrowOp, OpLessPipeGreater: ArrowOp,
		OpIn: InOp, OpNotIn: InOp, OpXor: XorOp, OpTernary: TernaryOp,
		OpPlus2: ConcatOp, OpMinus2: ConcatOp, OpPlus3: ConcatOp, OpMinus3: ConcatOp, OpLessGreater: ConcatOp,
		OpRange: RangeOp, OpPlus: DualOp, OpMinus: DualOp, OpTimes: MultOp, OpDivide: MultOp,
		OpPower: PowerOp, OpBang: UnaryOp, OpPin: UnaryOp, OpNot: UnaryOp, OpTilde3: UnaryOp, OpAt: AtOp,
	}
	for length := 3; length > 0; length-- {
		for op, text := range opNames {
			if len(text) == length && (text[0] < 'a' || text[0] > 'z') {
				table[text[0]] = append(table[text[0]], operatorInfo{text, kinds[op], Op(op)})
			}
		}
	}
	return table
}

// matchOperator finds the longest operator at the start of s.
func matchOperator(s string) (operatorInfo, bool) {
	if s == "" || s[0] >= 128 {
		return operatorInfo{}, false
	}
	for _, info := range operatorsBy[s[0]] {
		if strings.HasPrefix(s, info.text) {
			return info, true
		}
	}
	return operatorInfo{}, false
}

// operator reads an operator, or << and >>.
func (t *tokenizer) operator(c byte) bool {
	rest := t.src[t.pos:]
	info, ok := matchOperator(rest)
	if len(info.text) < 3 && (c == '<' || c == '>') && t.peek(1) == c {
		return t.bits(c)
	}
	if !ok {
		return t.unexpected()
	}
	n := int32(len(info.text))
	switch {
	case info.op == OpAssoc || info.op == OpTernary:
		lines := t.linesBefore()
		t.dropEOL()
		t.push(info.kind, t.pos, info.op).Lines = lines
		t.pos += n
		return true
	case info.op == OpCapture:
		return t.capture()
	case t.peek(n) == ':' && isSpace(t.peek(n+1)):
		t.pushName(Keyword, info.text, t.pos)
		t.pos += n + 1
		return true
	}
	return t.operatorToken(info, c, n)
}

// operatorToken pushes an operator, which is a plain name when a / follows, as in &+/2.
func (t *tokenizer) operatorToken(info operatorInfo, c byte, n int32) bool {
	line, start := t.line, t.pos
	t.warnRepeated(info, c, n)
	t.pos += n
	t.skipBlanks()
	switch {
	case t.peek(0) == '/':
		t.pushName(Identifier, info.text, start)
	case info.kind == UnaryOp || info.kind == AtOp || info.kind == DualOp || info.kind == EllipsisOp:
		t.push(info.kind, start, info.op)
	default:
		switch info.op {
		case OpXor:
			t.warn(line, start-t.base, "^^^ is deprecated. It is typically used as xor but it has the wrong precedence, use Bitwise.bxor/2 instead")
		case OpLessPipeGreater:
			t.warn(line, start-t.base, "<|> is deprecated. Use another pipe-like operator")
		}
		lines := t.linesBefore()
		t.dropEOL()
		t.push(info.kind, start, info.op).Lines = lines
	}
	return true
}

// warnRepeated warns of &&&&, ||||, ^^^^, ++++ and ----.
func (t *tokenizer) warnRepeated(info operatorInfo, c byte, n int32) {
	if n != 3 || t.peek(3) != c {
		return
	}
	switch info.op {
	case OpAnd3, OpOr3, OpXor, OpPlus3, OpMinus3:
		one := string(c)
		t.warn(t.line, t.column(), "found \""+info.text+"\" followed by \""+one+
			"\", please use a space between \""+info.text+"\" and the next \""+one+"\"")
	}
}

// capture reads &, which before a digit is the & of &1, and before / a name.
func (t *tokenizer) capture() bool {
	if t.peek(1) == ':' && isSpace(t.peek(2)) {
		t.pushName(Keyword, "&", t.pos)
		t.pos += 2
		return true
	}
	start := t.pos
	t.pos++
	if isDigit(t.peek(0)) {
		t.push(CaptureInt, start, OpCapture)
		return true
	}
	rest := strings.TrimLeft(t.src[t.pos:min(int(t.pos)+256, len(t.src))], " \t")
	if strings.HasPrefix(rest, "/") && !strings.HasPrefix(strings.TrimLeft(rest[1:], " \t"), "/") {
		t.pushName(Identifier, "&", start)
	} else {
		t.push(CaptureOp, start, OpCapture)
	}
	return true
}

// bits reads << and >>.
func (t *tokenizer) bits(c byte) bool {
	if strings.HasPrefix(t.src[t.pos:], "<<>>:") && isSpace(t.peek(5)) {
		t.pushName(Keyword, "<<>>", t.pos)
		t.pos += 5
		return true
	}
	if c == '<' {
		return t.opens(LBit, 2)
	}
	return t.closes(RBit, 2)
}

func (t *tokenizer) bracket(c byte) bool {
	switch c {
	case '(':
		if t.last() == Alias {
			return t.parenAfterAlias()
		}
		return t.opens(LParen, 1)
	case '[':
		return t.opens(LBracket, 1)
	case ')':
		return t.closes(RParen, 1)
	case ']':
		return t.closes(RBracket, 1)
	}
	return t.closes(RCurly, 1)
}

func (t *tokenizer) curly() bool {
	switch {
	case t.peek(1) == '}' && t.peek(2) == ':' && isSpace(t.peek(3)):
		t.pushName(Keyword, "{}", t.pos)
		t.pos += 4
		return true
	case t.last() == Percent:
		return t.fail(t.line, t.column(), "unexpected space between % and {\n\n"+
			"If you want to define a map, write %{...}, with no spaces.\n"+
			"If you want to define a struct, write %StructName{...}.\n\n"+
			"Syntax error before: {")
	}
	return t.opens(LCurly, 1)
}

func (t *tokenizer) percent() bool {
	rest := t.src[t.pos:]
	switch {
	case strings.HasPrefix(rest, "%{}:") && isSpace(t.peek(4)):
		t.pushName(Keyword, "%{}", t.pos)
		t.pos += 4
	case t.peek(1) == ':' && isSpace(t.peek(2)):
		t.pushName(Keyword, "%", t.pos)
		t.pos += 2
	case t.peek(1) == '(' || t.peek(1) == '[':
		return t.fail(t.line, t.column(), "expected %{ to define a map, got: "+rest[:2])
	case t.peek(1) == '{':
		t.push(MapOp, t.pos, 0)
		// The brace is given the column of the percent sign.
		return t.opens(LCurly, 2)
	default:
		t.push(Percent, t.pos, 0)
		t.pos++
	}
	return true
}

// dot reads everything that starts with a dot.
func (t *tokenizer) dot() bool {
	rest := t.src[t.pos:]
	switch {
	case t.peek(1) == ':' && isSpace(t.peek(2)):
		t.pushName(Keyword, ".", t.pos)
		t.pos += 2
		return true
	case strings.HasPrefix(rest, "..//:") && isSpace(t.peek(5)):
		t.pushName(Keyword, "..//", t.pos)
		t.pos += 5
		return true
	case strings.HasPrefix(rest, "..//"):
		return t.rangeStepName()
	case t.peek(1) == '.':
		return t.operator('.')
	}
	return t.dotCall()
}

// rangeStepName reads ..// which stands alone only as a name: &..///3.
func (t *tokenizer) rangeStepName() bool {
	start := t.pos
	t.pos += 4
	t.skipBlanks()
	if t.peek(0) != '/' {
		t.pos = start
		return t.unexpected()
	}
	t.pushName(Identifier, "..//", start)
	return true
}

// dotCall reads the dot of a remote call and, when it is no ordinary identifier, the name after it.
func (t *tokenizer) dotCall() bool {
	dot := Token{Kind: Dot, Line: t.line, Column: t.column(), Start: t.pos}
	t.pos++
	after := t.column()
	for {
		t.skipBlanks()
		if t.peek(0) == '#' {
			if !t.comment(false) {
				t.err.Pos.Column = int(after)
				return false
			}
		}
		if t.peek(0) == '\n' {
			t.nextLine(1)
		} else if t.peek(0) == '\r' && t.peek(1) == '\n' {
			t.nextLine(2)
		} else {
			break
		}
	}
	c := t.peek(0)
	if c == '"' || c == '\'' {
		return t.quotedCall(dot, c)
	}
	t.dropEOL()
	if c == '(' {
		dot.Kind = DotCall
	}
	t.toks = append(t.toks, dot)
	if name := operatorAfterDot(t.src[t.pos:]); name != "" {
		start := t.pos
		t.pos += int32(len(name))
		t.pushCallee(t.names.intern(name, hashName(name)), start, 0)
	}
	return true
}

// operatorAfterDot is the operator that names a function after a dot: Kernel.+(1, 2).
func operatorAfterDot(s string) string {
	info, ok := matchOperator(s)
	if !ok {
		return ""
	}
	switch info.op {
	case OpRange, OpEllipsis:
		return ""
	case OpStab, OpAssoc, OpTernary:
		return info.text[:1]
	}
	return info.text
}

// pushName pushes a token with a name that starts at offset start of the current line and that no
// encoder sees, as it is an operator's.
func (t *tokenizer) pushName(kind Kind, name string, start int32) {
	t.push(kind, start, t.names.intern(name, hashName(name)))
}

// pushCallee pushes the name of a call, whose kind depends on what follows.
func (t *tokenizer) pushCallee(name, start int32, delim byte) {
	t.push(t.calleeKind(), start, name).Delim = delim
}

func (t *tokenizer) calleeKind() Kind {
	switch t.peek(0) {
	case '(':
		return ParenIdentifier
	case '[':
		return BracketIdentifier
	}
	return Identifier
}
