package elixir

import "time"

// settleLimit is how long a script that has ended waits for the processes that it started, and
// settleStep how often it looks.
const (
	settleLimit = 100 * time.Millisecond
	settleStep  = 100 * time.Microsecond
)

// Settle lets the other processes run until none has anything to do but wait, or until settleLimit:
// what a script's last expressions set going comes to its end, as it does under Elixir, whose own
// shutdown takes longer than that. The session's process can be ended by an exit signal meanwhile.
func (h *Session) Settle() {
	quiet := 0
	for end := time.Now().Add(settleLimit); quiet < 2 && time.Now().Before(end); {
		select {
		case <-h.c.Context().Done():
			return
		case <-time.After(settleStep):
		}
		quiet++
		if !h.idle() {
			quiet = 0
		}
	}
}

// idle tells whether nothing runs but this session and reads of the standard input.
func (h *Session) idle() bool {
	s, ok := h.node.System.(interface{ Quiet() bool })
	return ok && s.Quiet() && h.node.DirtyCalls() <= 1
}
