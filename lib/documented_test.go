package lib_test

import (
	"os"
	"regexp"
	"strings"
	"testing"

	"joist/lib"
)

var (
	moduleLine   = regexp.MustCompile(`(?m)^def(?:module|protocol) :?([\w.]+) do$`)
	functionLine = regexp.MustCompile(`^  def(?:macro|guard|delegate)? (?:unquote\(:"?)?([a-z_]\w*[?!]?|\S+ [^\w\s]+ )`)
)

// withoutExample lists the public functions of a source that have no example, by their names. A function is looked at for each of
// its docs, and where it has none at its first clause; what is hidden, with @doc false or @moduledoc false, is not.
func withoutExample(src string) (names []string, functions int) {
	if strings.Contains(src, "\n  @moduledoc false\n") {
		return nil, 0
	}
	seen := map[string]bool{}
	lines := strings.Split(src, "\n")
	doc, example, hidden := false, false, false
	for i := 0; i < len(lines); i++ {
		line := lines[i]
		switch {
		case line == "  @doc false" || strings.HasPrefix(line, "  @deprecated"):
			hidden = true
		case strings.HasPrefix(line, "  @doc ") && !regexpMetadata.MatchString(line):
			doc = true
			if strings.HasSuffix(line, `"""`) {
				for i++; i < len(lines) && lines[i] != `  """`; i++ {
					example = example || strings.Contains(lines[i], "iex>")
				}
			}
		case functionLine.MatchString(line):
			name := strings.TrimSpace(functionLine.FindStringSubmatch(line)[1])
			if (doc || !seen[name]) && !hidden {
				functions++
				if !example {
					names = append(names, name)
				}
			}
			seen[name] = true
			doc, example, hidden = false, false, false
		case strings.HasPrefix(line, "  defp "):
			doc, example, hidden = false, false, false
		}
	}
	return names, functions
}

// regexpMetadata matches attributes that say something of a doc and are none.
var regexpMetadata = regexp.MustCompile(`^  @doc [a-z_]+:`)

// TestDocumented checks that every public function of the library has a doc with an example, but for those in testdata/without_example.txt, which
// says why. A line there is a module and its functions, or * for all; a function that has an example has no place there.
func TestDocumented(t *testing.T) {
	data, err := os.ReadFile("testdata/without_example.txt")
	if err != nil {
		t.Fatal(err)
	}
	excused := map[string]bool{}
	for line := range strings.Lines(string(data)) {
		fields := strings.Fields(line)
		if len(fields) == 0 || fields[0] == "#" {
			continue
		}
		for _, name := range fields[1:] {
			excused[fields[0]+" "+name] = true
		}
	}
	used := map[string]bool{}
	functions, lacking := 0, 0
	for _, path := range lib.Files() {
		src, _ := lib.Read(path)
		module := moduleLine.FindSubmatch(src)
		if module == nil {
			continue
		}
		names, n := withoutExample(string(src))
		functions, lacking = functions+n, lacking+len(names)
		for _, name := range names {
			key, all := string(module[1])+" "+name, string(module[1])+" *"
			if !excused[key] && !excused[all] {
				t.Errorf("%s: %s has no example; write one, or say why not in testdata/without_example.txt", path, name)
			}
			used[key], used[all] = true, true
		}
	}
	for key := range excused {
		if !used[key] {
			t.Errorf("testdata/without_example.txt: %s need not be there", key)
		}
	}
	t.Logf("%d of %d functions have an example", functions-lacking, functions)
}
