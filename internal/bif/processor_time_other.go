//go:build !unix

package bif

import "time"

// processorTime is not known here.
func processorTime() time.Duration { return 0 }
