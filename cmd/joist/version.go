package main

import (
	"fmt"
	"runtime"
	"runtime/debug"

	"joist"
)

// version is `joist version`: what joist is, and what this binary was built from.
func version(io streams, _ []string) int {
	fmt.Fprintln(io.out, joist.Version())
	fmt.Fprintln(io.out, build())
	return 0
}

// build says what the binary was built from, as far as Go has noted it.
func build() string {
	text := fmt.Sprintf("%s, %s/%s", runtime.Version(), runtime.GOOS, runtime.GOARCH)
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return text
	}
	settings := map[string]string{}
	for _, s := range info.Settings {
		settings[s.Key] = s.Value
	}
	if revision := settings["vcs.revision"]; revision != "" {
		text = "commit " + revision[:min(12, len(revision))] + " of " + settings["vcs.time"] + ", " + text
		if settings["vcs.modified"] == "true" {
			text += ", with changes"
		}
	}
	return text
}
