package expand

import (
	"strings"

	"joist/internal/quoted"
	"joist/internal/tokenizer"
)

// expandSigil expands ~x with the built-in sigils.
func (s *scope) expandSigil(f *form, letter byte, e *env) (node, *env) {
	content, ok := isForm(f.Args[0], "<<>>", -1)
	modifiers, ok2 := charlist(f.Args[1])
	if !ok || !ok2 {
		if str, isString := f.Args[0].(quoted.String); isString && ok2 {
			content = s.x.form(atom("<<>>"), f.Meta, str)
		} else {
			return nil, e
		}
	}
	m := at(f.Meta)
	switch letter {
	case 's', 'S':
		return s.expand(s.sigilString(content, letter == 's', f.Meta, e), e)
	case 'c', 'C':
		str := s.sigilString(content, letter == 'c', f.Meta, e)
		if text, ok := str.(quoted.String); ok {
			return charNodes(string(text)), e
		}
		return s.expand(s.x.remote(m, atom("Elixir.String"), "to_charlist", str), e)
	case 'w', 'W':
		return s.sigilWords(content, letter == 'w', modifiers, f, e)
	case 'r', 'R':
		var str node
		if letter == 'R' {
			str = s.sigilString(content, false, f.Meta, e)
		} else {
			str = regexSource(content)
		}
		if source, static := str.(quoted.String); static {
			if err := s.host.CheckRegex(s.envAt(f.Meta, e), string(source), modifiers); err != nil {
				throw(err)
			}
		}
		return s.expand(s.x.remote(m, atom("Elixir.Regex"), "compile!", str, quoted.String(modifiers)), e)
	case 'D', 'T', 'N', 'U':
		return s.sigilCalendar(content, letter, f, e)
	}
	return nil, e
}

func charlist(n node) (string, bool) {
	l, ok := n.(quoted.List)
	if !ok {
		return "", false
	}
	var b strings.Builder
	for _, c := range l {
		i, ok := c.(quoted.Int)
		if !ok {
			return "", false
		}
		b.WriteRune(rune(i))
	}
	return b.String(), true
}

func charNodes(text string) quoted.List {
	out := make(quoted.List, 0, len(text))
	for _, r := range text {
		out = append(out, quoted.Int(r))
	}
	return out
}

// sigilString is the content as a string or as code that builds one.
func (s *scope) sigilString(content *form, unescape bool, meta quoted.Meta, e *env) node {
	if len(content.Args) == 0 {
		return quoted.String("")
	}
	out := make([]node, len(content.Args))
	for i, p := range content.Args {
		out[i] = p
		if text, ok := p.(quoted.String); ok && unescape {
			t, err := tokenizer.Unescape(string(text))
			if err != "" {
				s.raise(meta, e, "ArgumentError", err)
			}
			out[i] = quoted.String(t)
		}
	}
	if len(out) == 1 {
		if text, ok := out[0].(quoted.String); ok {
			return text
		}
	}
	return s.x.forms.Put(form{Head: content.Head, Meta: content.Meta, Args: out})
}

// regexSource keeps escapes as they are, for the regular expression to read.
func regexSource(content *form) node {
	if len(content.Args) == 0 {
		return quoted.String("")
	}
	if len(content.Args) == 1 {
		if text, ok := content.Args[0].(quoted.String); ok {
			return text
		}
	}
	return content
}

func (s *scope) sigilWords(content *form, unescape bool, modifiers string, f *form, e *env) (node, *env) {
	switch modifiers {
	case "", "s", "a", "c":
	default:
		s.raise(f.Meta, e, "ArgumentError", "modifier must be one of: s, a, c")
	}
	str := s.sigilString(content, unescape, f.Meta, e)
	m := at(f.Meta)
	if text, ok := str.(quoted.String); ok {
		out := quoted.List{}
		words := strings.Fields(string(text))
		for _, w := range words {
			if len(w) > 1 && w[len(w)-1] == ',' {
				s.warn(at(f.Meta), e, "the sigils ~w/~W do not allow trailing commas at the end of each word. If the comma is necessary, define a regular list with [...], otherwise remove the comma.")
				break
			}
		}
		for _, w := range words {
			switch modifiers {
			case "a":
				out = append(out, atom(w))
			case "c":
				out = append(out, charNodes(w))
			default:
				out = append(out, quoted.String(w))
			}
		}
		return out, e
	}
	words := s.x.remote(m, atom("Elixir.String"), "split", str)
	switch modifiers {
	case "a":
		words = s.x.remote(m, atom("Elixir.Enum"), "map", words, capture(m, "Elixir.String", "to_atom", 1))
	case "c":
		words = s.x.remote(m, atom("Elixir.Enum"), "map", words, capture(m, "Elixir.String", "to_charlist", 1))
	}
	return s.expand(words, e)
}

// capture is code for &module.fun/arity.
func capture(m quoted.Meta, module atom, fun string, arity int) node {
	return call(m, "&", call(m, "/", remote(m, module, fun), quoted.Int(arity)))
}

// sigilCalendar makes the value of ~D, ~T, ~N and ~U at compile time.
func (s *scope) sigilCalendar(content *form, letter byte, f *form, e *env) (node, *env) {
	str, ok := s.sigilString(content, false, f.Meta, e).(quoted.String)
	if !ok {
		return nil, e
	}
	module := map[byte]atom{'D': "Elixir.Date", 'T': "Elixir.Time", 'N': "Elixir.NaiveDateTime", 'U': "Elixir.DateTime"}[letter]
	args := []node{str}
	what := strings.TrimPrefix(string(module), "Elixir.")
	if letter == 'U' {
		what = "UTC DateTime"
	}
	// A calendar may come after the value, as in ~D[1-1-1 Some.Calendar].
	if i := strings.LastIndexByte(string(str), ' '); i >= 0 && i+1 < len(str) && str[i+1] >= 'A' && str[i+1] <= 'Z' {
		return must(s.host.Call("Elixir.Calendar.Sigil", "value", []node{module, quoted.String(what), str})), e
	}
	v := must(s.host.Call(module, "from_iso8601", args))
	reason := ""
	if p, ok := v.(*quoted.Pair); ok && p.Left == node(quoted.Atom("ok")) {
		return p.Right, e
	} else if ok {
		reason = toString(p.Right)
	}
	if t, ok := isForm(v, "{}", 3); ok {
		if t.Args[2] == node(quoted.Int(0)) {
			return t.Args[1], e
		}
		reason = ":non_utc_offset"
	}
	s.raise(f.Meta, e, "ArgumentError", "cannot parse "+toString(str)+" as "+what+" for Calendar.ISO, reason: "+reason)
	return nil, e
}
