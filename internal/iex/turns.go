package iex

import "sync"

// turns says whose turn it is to write to the screen. While a line is edited that is the editor, except when it waits for a key;
// so what programs print never comes between the beginning of a line and its prompt, nor between the key
// that ends the line and its end, when the editor would draw the prompt once more. The zero value needs begin.
type turns struct {
	mu      sync.Mutex
	changed sync.Cond
	drawing drawer
	editing bool // a line is edited
	wanted  bool // the editor has a key and waits: it comes before all who print
}

type drawer int

const (
	nobody drawer = iota
	printer
	lineEditor
)

func (s *turns) begin() { s.changed.L = &s.mu }

// lock waits for the turn to print.
func (s *turns) lock() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for s.drawing != nobody || s.wanted {
		s.changed.Wait()
	}
	s.drawing = printer
}

// unlock ends what lock began.
func (s *turns) unlock() {
	s.mu.Lock()
	s.drawing = nobody
	s.mu.Unlock()
	s.changed.Broadcast()
}

// edit gives the turn of the caller, who has it by lock, to the editor of a line, until done.
func (s *turns) edit() {
	s.mu.Lock()
	s.drawing, s.editing = lineEditor, true
	s.mu.Unlock()
}

// done ends the editing of a line; the caller has the turn by edit or resume.
func (s *turns) done() {
	s.mu.Lock()
	s.drawing, s.editing = nobody, false
	s.mu.Unlock()
	s.changed.Broadcast()
}

// pause lets others print while the editor waits.
func (s *turns) pause() {
	s.mu.Lock()
	if s.drawing == lineEditor {
		s.drawing = nobody
	}
	s.mu.Unlock()
	s.changed.Broadcast()
}

// resume gives the editor its turn back, if the line is still edited.
func (s *turns) resume() {
	s.mu.Lock()
	s.wanted = true
	for s.editing && s.drawing == printer {
		s.changed.Wait()
	}
	s.wanted = false
	if s.editing {
		s.drawing = lineEditor
	}
	s.mu.Unlock()
	s.changed.Broadcast()
}
