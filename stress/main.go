// Command stress runs the programs in stress/programs, each of which puts a load on joist that nothing must get lost under, checks that,
// and prints figures.
//
//	go run ./stress                       every program, at full size
//	go run ./stress restarts chain        some of them
//	go run ./stress -short                every program, small: what the tests run
//	go run ./stress -joist bin/joist      with a binary instead of this process
//
// A program prints lines "name: figures" and ends with "ok"; a check that fails ends it with an error. Sizes are environment
// variables, which each program names at its top.
package main

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"joist"
)

func main() {
	binary := flag.String("joist", "", "a joist `binary` to run the programs with")
	short := flag.Bool("short", false, "small sizes")
	dir := flag.String("dir", "stress/programs", "the `folder` of the programs")
	flag.Parse()
	failed := false
	for _, name := range choose(*dir, flag.Args()) {
		start := time.Now()
		var sizes []string
		if *short {
			sizes = smallSizes(name)
		}
		err := run(os.Stdout, filepath.Join(*dir, name+".exs"), *binary, sizes)
		fmt.Printf("%s: %.1f s in all\n", name, time.Since(start).Seconds())
		if err != nil {
			fmt.Fprintf(os.Stderr, "stress: %s: %v\n", name, err)
			failed = true
		}
	}
	if failed {
		os.Exit(1)
	}
}

// choose gives the names of the programs to run: those asked for, or all.
func choose(dir string, asked []string) []string {
	if len(asked) > 0 {
		return asked
	}
	paths, err := filepath.Glob(filepath.Join(dir, "*.exs"))
	if err != nil || len(paths) == 0 {
		fmt.Fprintf(os.Stderr, "stress: no programs in %s\n", dir)
		os.Exit(2)
	}
	for _, path := range paths {
		asked = append(asked, strings.TrimSuffix(filepath.Base(path), ".exs"))
	}
	return asked
}

// smallSizes are the sizes of a program with -short.
func smallSizes(name string) []string {
	switch name {
	case "restarts":
		return []string{"SERVERS=3000", "KILLERS=50"}
	case "chain":
		return []string{"LINKS=30000"}
	case "kills":
		return []string{"SECONDS=2"}
	case "writers":
		return []string{"ROUNDS=300"}
	case "day":
		return []string{"HOURS=3"}
	case "kept":
		return []string{"ROUNDS=10", "CALLS=200"}
	case "crashes":
		return []string{"CRASHES=2000"}
	}
	return nil
}

// inVirtualTime tells whether a program runs in virtual time.
func inVirtualTime(name string) bool { return name == "day" }

// run runs a program with sizes, shows what it prints, and fails unless that ends with "ok".
func run(out io.Writer, path, binary string, sizes []string) error {
	name := strings.TrimSuffix(filepath.Base(path), ".exs")
	env := append(os.Environ(), sizes...)
	var printed bytes.Buffer
	both := io.MultiWriter(out, &printed)
	err := start(both, path, binary, env, inVirtualTime(name))
	if err == nil && !strings.HasSuffix(printed.String(), "ok\n") {
		err = fmt.Errorf("it did not get to its end")
	}
	return err
}

// start runs a program in a runtime of this process, or with a binary.
func start(out io.Writer, path, binary string, env []string, virtual bool) error {
	if binary != "" {
		cmd := exec.Command(binary, "run", path)
		cmd.Env, cmd.Stdout, cmd.Stderr = env, out, io.Discard
		if virtual {
			cmd.Env = append(cmd.Env, "JOIST_VIRTUAL_TIME=1")
		}
		return cmd.Run()
	}
	rt, err := joist.New(joist.Config{Stdout: out, Stderr: io.Discard, Env: env, VirtualTime: virtual})
	if err != nil {
		return err
	}
	defer rt.Close()
	return rt.RunFile(context.Background(), path)
}
