//go:build !race

package main

// testSizes are the sizes that the tests run a program with.
func testSizes(name string) []string { return smallSizes(name) }
