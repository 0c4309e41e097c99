package joist_test

import (
	"context"
	"errors"
	"testing"

	"joist"
)

// TestExitStatus runs programs that exit: the reasons of an orderly end are no failures.
func TestExitStatus(t *testing.T) {
	rt, err := joist.New(joist.Config{})
	if err != nil {
		t.Fatal(err)
	}
	defer rt.Close()
	for _, test := range []struct {
		code   string
		quiet  bool
		status int
	}{
		{"exit(:normal)", true, 0},
		{"exit(:shutdown)", true, 0},
		{"exit({:shutdown, :done})", true, 0},
		{"exit({:shutdown, 3})", true, 3},
		{"exit(:oops)", false, 1},
		{"throw(:shutdown)", false, 1},
		{"raise \"boom\"", false, 1},
	} {
		err := rt.RunString(context.Background(), test.code)
		var raised *joist.Exception
		if !errors.As(err, &raised) || raised.Quiet != test.quiet || raised.Status != test.status {
			t.Errorf("%s: %#v, want quiet %v, status %d", test.code, err, test.quiet, test.status)
		}
	}
}
