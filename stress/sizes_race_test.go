//go:build race

package main

// testSizes are the sizes that the tests run a program with: under the race detector all takes some thirty times as long.
func testSizes(name string) []string {
	switch name {
	case "restarts":
		return []string{"SERVERS=300", "KILLERS=10"}
	case "chain":
		return []string{"LINKS=3000"}
	case "kills":
		return []string{"SECONDS=1"}
	case "writers":
		return []string{"ROUNDS=20", "WRITERS=16", "READERS=2"}
	case "day":
		return []string{"HOURS=1"}
	case "kept":
		return []string{"ROUNDS=2", "CALLS=50"}
	case "crashes":
		return []string{"CRASHES=200"}
	}
	return nil
}
