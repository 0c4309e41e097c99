//go:build !race

package proc

// raceCells is empty without the race detector; see race_on.go.
type raceCells struct{}

func (raceCells) touch(*Process) {}
