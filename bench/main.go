// Command bench runs the programs in bench/programs on joist and, where it is installed, on real
// Elixir, in turn within one run, and prints each figure with its ratio and the memory it took.
//
//	go run ./bench                      every program, 5 rounds
//	go run ./bench -rounds 3 -only 11   the programs whose name begins with 11
//	go run ./bench -json                one JSON object a line instead of the table
//
// Absolute figures move with the machine; only the ratios of one run are worth quoting. A program
// prints "name: value unit"; smaller is better unless the unit ends in "/s".
package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"text/tabwriter"
	"time"
)

func main() {
	joist := flag.String("joist", "bin/joist", "the joist `binary`")
	elixir := flag.String("elixir", "elixir", "the reference; \"\" leaves it out")
	dir := flag.String("dir", "bench/programs", "the `folder` of the programs")
	only := flag.String("only", "", "run programs whose name begins with one of these, comma-separated")
	rounds := flag.Int("rounds", 5, "how often each program runs on each engine")
	timeout := flag.Duration("timeout", 2*time.Minute, "limit of one run")
	asJSON := flag.Bool("json", false, "print JSON lines")
	flag.Parse()

	programs, err := find(*dir, *only)
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(2)
	}
	engines := []engine{{name: "joist", command: []string{*joist, "run"}}}
	if path, err := exec.LookPath(*elixir); err == nil && *elixir != "" {
		engines = append(engines, engine{name: "beam", command: []string{path, "--erl", "+P 3000000"}})
	} else {
		fmt.Fprintln(os.Stderr, "bench: no Elixir installation found: joist's figures only, no ratios")
	}
	bench := runner{engines: engines, rounds: *rounds, timeout: *timeout}
	failed := false
	var rows []row
	for _, path := range programs {
		r := bench.run(path)
		failed = failed || r.Err != ""
		rows = append(rows, r)
		if *asJSON {
			json.NewEncoder(os.Stdout).Encode(r)
		} else {
			fmt.Fprintf(os.Stderr, "%s\n", r.progress())
		}
	}
	if !*asJSON {
		printTable(rows)
	}
	if failed {
		os.Exit(1)
	}
}

// find lists the programs of dir whose names begin with one of the comma-separated prefixes.
func find(dir, only string) ([]string, error) {
	all, err := filepath.Glob(filepath.Join(dir, "*.exs"))
	if err != nil {
		return nil, err
	}
	var out []string
	for _, path := range all {
		for _, prefix := range strings.Split(only, ",") {
			if strings.HasPrefix(filepath.Base(path), prefix) {
				out = append(out, path)
				break
			}
		}
	}
	if len(out) == 0 {
		return nil, fmt.Errorf("no program in %s begins with %q", dir, only)
	}
	return out, nil
}

func printTable(rows []row) {
	w := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(w, "program\tunit\tjoist best\tmedian\tbeam best\tmedian\tratio\tjoist MiB\tbeam MiB\t")
	for _, r := range rows {
		if r.Err != "" {
			fmt.Fprintf(w, "%s\tFAILED: %s\t\t\t\t\t\t\t\t\n", r.Program, r.Err)
			continue
		}
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\t", r.Program, r.Unit, num(r.Joist.Best), num(r.Joist.Median))
		if r.Beam == nil {
			fmt.Fprintf(w, "-\t-\t-\t%d\t-\t\n", r.Joist.MaxRSS>>20)
			continue
		}
		fmt.Fprintf(w, "%s\t%s\t%.2f\t%d\t%d\t\n", num(r.Beam.Best), num(r.Beam.Median), r.Ratio, r.Joist.MaxRSS>>20, r.Beam.MaxRSS>>20)
	}
	w.Flush()
	fmt.Println("ratio: median of joist over median of the BEAM, turned round for rates: below 1 joist is faster")
}

func num(v float64) string {
	if v >= 100 {
		return fmt.Sprintf("%.0f", v)
	}
	return fmt.Sprintf("%.2f", v)
}
