package observe

import (
	"fmt"
	"strings"

	"joist/internal/proc"
	"joist/internal/quoted"
	"joist/internal/term"
)

// A Label is what a process knows itself by beside its registered name. It is in the process's dictionary, so the process
// is asked for it, once, between two of its slices.
type Label struct {
	Text string // from Process.set_label/1, or the function that proc_lib has noted as its initial call
}

const (
	// askMost is how many processes are asked in one second at most, and keepMost how many answers are kept.
	askMost  = 2000
	keepMost = 50_000
	// youngest is how many reductions a process has done that has begun with its work.
	youngest = 200
)

// label is the label of a process that says it may have one, or nil while it is not known.
func (o *Observer) label(s *proc.Sample) *Label {
	if s.Flags&proc.FlagGo != 0 || !o.mayHaveLabel(s) {
		return nil
	}
	o.mu.Lock()
	label, known := o.labels[s.Pid]
	ask := !known && o.asked < askMost
	if ask {
		if len(o.labels) >= keepMost {
			clear(o.labels)
		}
		o.labels[s.Pid] = nil
		o.asked++
	}
	o.mu.Unlock()
	if ask {
		o.ask(s.Pid)
	}
	return label
}

// mayHaveLabel tells whether proc_lib has started the process.
func (o *Observer) mayHaveLabel(s *proc.Sample) bool {
	name := o.node.Atoms.Name(s.Initial.Module.AtomIndex())
	return name == "proc_lib" || name == "erlang" // a function that was given to spawn may have set one
}

// ask has a process tell its label.
func (o *Observer) ask(pid term.Term) {
	o.node.Host(func(c *proc.Ctx) {
		c.RunIn(pid, func(c *proc.Ctx) {
			label := &Label{}
			c.P.Dict(func(key, value term.Term) { o.read(label, key, value) })
			o.mu.Lock()
			o.labels[pid] = label
			if label.Text == "" && c.P.Reds < youngest {
				delete(o.labels, pid) // it may not have noted it yet: to be asked again
			}
			o.mu.Unlock()
		})
	})
}

// read takes what an entry of the dictionary says about its process.
func (o *Observer) read(label *Label, key, value term.Term) {
	if !key.IsAtom() {
		return
	}
	switch o.node.Atoms.Name(key.AtomIndex()) {
	case "$process_label":
		label.Text = o.short(value)
	case "$initial_call":
		if !value.IsTupleOf(3) || !value.TupleElem(0).IsAtom() || !value.TupleElem(1).IsAtom() || !value.TupleElem(2).IsSmall() {
			return
		}
		if label.Text == "" {
			label.Text = fmt.Sprintf("%s.%s/%d", o.atom(value.TupleElem(0)), o.functionName(value.TupleElem(1)), value.TupleElem(2).SmallValue())
		}
	}
}

// short writes a label: the kinds of terms that people use for it.
func (o *Observer) short(t term.Term) string {
	switch {
	case t.IsAtom():
		return o.atom(t)
	case t.IsSmall():
		return fmt.Sprint(t.SmallValue())
	case t.IsTuple():
		text := "{"
		for i, e := range t.TupleElems() {
			if i > 0 {
				text += ", "
			}
			text += o.short(e)
		}
		return text + "}"
	}
	if t.IsBinary() {
		data := t.BinaryBytes()
		return strings.ToValidUTF8(string(data[:min(len(data), 80)]), "?")
	}
	return "..."
}

// atom writes an atom as Elixir does.
func (o *Observer) atom(t term.Term) string {
	return quoted.InspectAtom(o.node.Atoms.Name(t.AtomIndex()))
}

func (o *Observer) functionName(t term.Term) string { return o.node.Atoms.Name(t.AtomIndex()) }

// Refresh allows as many questions again; it is called once a second.
func (o *Observer) Refresh() {
	o.mu.Lock()
	o.asked = 0
	o.mu.Unlock()
}
