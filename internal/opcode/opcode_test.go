package opcode

import "testing"

func TestTableIsDense(t *testing.T) {
	for op := Op(1); op <= Max; op++ {
		if op.Info().Name == "" {
			t.Errorf("opcode %d has no entry", op)
		}
	}
	if Op(0).Known() || (Max + 1).Known() {
		t.Error("numbers outside the table are known")
	}
}

func TestNumbersOfTheFormat(t *testing.T) {
	for op, want := range map[Op]string{
		1: "label", 20: "send", 64: "move", 112: "apply", 153: "line",
		164: "put_tuple2", 177: "bs_create_bin", 182: "bs_match",
	} {
		if op.String() != want {
			t.Errorf("opcode %d is %s, want %s", op, op, want)
		}
	}
}
