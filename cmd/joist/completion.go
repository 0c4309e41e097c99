package main

import (
	"fmt"
	"slices"
	"strings"
)

// completion is `joist completion`.
func completion(io streams, args []string) int {
	writers := map[string]func(*strings.Builder, []command){"bash": bashCompletion, "zsh": zshCompletion, "fish": fishCompletion}
	if len(args) != 1 || writers[args[0]] == nil {
		return complain(io.err, fmt.Errorf("completion wants bash, zsh or fish"))
	}
	var b strings.Builder
	writers[args[0]](&b, commands())
	fmt.Fprint(io.out, b.String())
	return 0
}

// argumentWords are what the command's first argument may be.
func (c command) argumentWords() []string {
	if c.name != "help" {
		return c.words
	}
	return names(commands())
}

func names(list []command) []string {
	var out []string
	for _, c := range list {
		out = append(out, c.name)
	}
	return out
}

func optionNames(list []option) []string {
	var out []string
	for _, o := range list {
		out = append(out, o.name)
	}
	return out
}

// bashCompletion writes a function that looks at the words before the one to complete.
func bashCompletion(b *strings.Builder, list []command) {
	b.WriteString("# bash completion for joist; written by `joist completion bash`\n" +
		"_joist() {\n" +
		"  local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]} verb=${COMP_WORDS[1]}\n" +
		"  COMPREPLY=()\n" +
		"  if [ \"$COMP_CWORD\" -eq 1 ]; then\n")
	fmt.Fprintf(b, "    COMPREPLY=($(compgen -W '%s' -- \"$cur\") $(compgen -f -- \"$cur\"))\n    return\n  fi\n", strings.Join(names(list), " "))
	b.WriteString("  case $verb in\n")
	for _, c := range list {
		words := slices.Concat(optionNames(c.options), c.argumentWords())
		if len(words) == 0 && !c.files {
			continue
		}
		fmt.Fprintf(b, "    %s)\n", c.name)
		if values := valued(c.options); len(values) > 0 {
			fmt.Fprintf(b, "      case $prev in %s) return ;; esac\n", strings.Join(values, "|"))
		}
		fmt.Fprintf(b, "      COMPREPLY=($(compgen -W '%s' -- \"$cur\")", strings.Join(words, " "))
		if c.files {
			b.WriteString(" $(compgen -f -- \"$cur\")")
		}
		b.WriteString(")\n      ;;\n")
	}
	b.WriteString("    *) COMPREPLY=($(compgen -f -- \"$cur\")) ;;\n  esac\n}\ncomplete -o filenames -F _joist joist\n")
}

// valued are the names of the options that take a value.
func valued(list []option) []string {
	var out []string
	for _, o := range list {
		if o.value != "" {
			out = append(out, o.name)
		}
	}
	return out
}

// zshCompletion writes a function for zsh's completion system.
func zshCompletion(b *strings.Builder, list []command) {
	b.WriteString("#compdef joist\n# zsh completion for joist; written by `joist completion zsh`\n_joist() {\n  local -a verbs\n  verbs=(\n")
	for _, c := range list {
		fmt.Fprintf(b, "    %s\n", quoteShell(c.name+":"+strings.ReplaceAll(c.summary, ":", "\\:")))
	}
	b.WriteString("  )\n  if (( CURRENT == 2 )); then\n    _describe command verbs\n    _files\n    return\n  fi\n  case $words[2] in\n")
	for _, c := range list {
		words := c.argumentWords()
		if len(c.options) == 0 && len(words) == 0 && !c.files {
			continue
		}
		fmt.Fprintf(b, "    %s)\n      shift words; (( CURRENT-- ))\n      _arguments", c.name)
		for _, o := range c.options {
			spec := o.name
			if o.value != "" {
				spec += "="
			}
			spec += "[" + bracketed(o.summary) + "]"
			if o.value != "" {
				spec += ":" + o.value + ": "
			}
			b.WriteString(" \\\n        " + quoteShell(spec))
		}
		switch {
		case c.files:
			b.WriteString(" \\\n        '*:file:_files'")
		case len(words) > 0:
			b.WriteString(" \\\n        " + quoteShell("1:"+c.name+":("+strings.Join(words, " ")+")"))
		}
		b.WriteString("\n      ;;\n")
	}
	b.WriteString("    *) _files ;;\n  esac\n}\nif [ \"$funcstack[1]\" = _joist ]; then\n  _joist \"$@\"\nelse\n  compdef _joist joist\nfi\n")
}

// bracketed makes a text fit for the brackets of zsh's _arguments.
func bracketed(s string) string {
	return strings.NewReplacer("[", "\\[", "]", "\\]", ":", "\\:").Replace(s)
}

// fishCompletion writes one line for each command, option and word.
func fishCompletion(b *strings.Builder, list []command) {
	b.WriteString("# fish completion for joist; written by `joist completion fish`\n")
	for _, c := range list {
		fmt.Fprintf(b, "complete -c joist -n __fish_use_subcommand -a %s -d %s\n", c.name, quoteShell(c.summary))
	}
	for _, c := range list {
		when := quoteShell("__fish_seen_subcommand_from " + c.name)
		for _, o := range c.options {
			fmt.Fprintf(b, "complete -c joist -n %s -l %s", when, strings.TrimPrefix(o.name, "--"))
			if o.value != "" {
				b.WriteString(" -x")
			}
			fmt.Fprintf(b, " -d %s\n", quoteShell(o.summary))
		}
		if words := c.argumentWords(); len(words) > 0 {
			fmt.Fprintf(b, "complete -c joist -n %s -f -a %s\n", when, quoteShell(strings.Join(words, " ")))
		}
	}
}

// quoteShell quotes for zsh and fish. They differ in how a quote is written inside quotes, so no text of the table has
// one; a test holds that.
func quoteShell(s string) string { return "'" + s + "'" }
