package bif

import (
	"fmt"

	"joist/internal/proc"
	"joist/internal/term"
)

func pidToList(c *proc.Ctx, args []term.Term) term.Term {
	if !args[0].IsPid() {
		return c.Badarg()
	}
	return c.String(PidText(args[0]))
}

// PidText is a pid as it is shown: <0.INDEX.SERIAL>, with another first number for a pid of another node.
func PidText(pid term.Term) string {
	if pid.IsPidImm() {
		return fmt.Sprintf("<0.%d.%d>", pid.PidIndex(), pid.PidSerial())
	}
	data := pid.Word(term.ExtData)
	return fmt.Sprintf("<%d.%d.%d>", 1+pid.Word(term.ExtCreation)%1000, uint32(data), data>>32)
}

func listToPid(c *proc.Ctx, args []term.Term) term.Term {
	text, ok := charlistText(args[0])
	var index, serial uint32
	if !ok || !scanExactly(string(text), "<0.%d.%d>", &index, &serial) || index >= 1<<term.PidIndexBits {
		return c.Badarg()
	}
	return term.Pid(index, serial)
}

// scanExactly reads numbers by a format, and says whether the text is what the format would print of them.
func scanExactly(text, format string, numbers ...*uint32) bool {
	targets := make([]any, len(numbers))
	for i, n := range numbers {
		targets[i] = n
	}
	if n, err := fmt.Sscanf(text, format, targets...); err != nil || n != len(numbers) {
		return false
	}
	values := make([]any, len(numbers))
	for i, n := range numbers {
		values[i] = *n
	}
	return fmt.Sprintf(format, values...) == text
}

func refToList(c *proc.Ctx, args []term.Term) term.Term {
	if !args[0].IsRef() {
		return c.Badarg()
	}
	return c.String(RefText(args[0]))
}

// RefText is a reference as it is shown: #Ref<0.A.B.C>.
func RefText(ref term.Term) string {
	if ref.HasSubtag(term.SubExtRef) {
		data := ref.Word(term.ExtData)
		return fmt.Sprintf("#Ref<%d.%d.%d>", 1+ref.Word(term.ExtCreation)%1000, data>>32, uint32(data))
	}
	id := ref.Word(term.RefID)
	return fmt.Sprintf("#Ref<0.%d.%d.%d>", ref.Word(term.RefPid)>>4, id>>32, uint32(id))
}

func listToRef(c *proc.Ctx, args []term.Term) term.Term {
	text, ok := charlistText(args[0])
	if !ok {
		return c.Badarg()
	}
	var pid uint64
	var high, low uint32
	if n, err := fmt.Sscanf(string(text), "#Ref<0.%d.%d.%d>", &pid, &high, &low); err != nil || n != 3 {
		return c.Badarg()
	}
	owner := term.None
	if pid != 0 {
		owner = term.Pid(uint32(pid)&(1<<term.PidIndexBits-1), uint32(pid>>term.PidIndexBits))
	}
	ref := c.Ref(uint64(high)<<32|uint64(low), owner, 0)
	if RefText(ref) != string(text) {
		return c.Badarg()
	}
	return ref
}
