package diag

import "strconv"

// location is "file:line:column: ", leaving out what is unknown.
func location(file string, pos Pos) string {
	s := file
	if pos.Line > 0 {
		s += ":" + strconv.Itoa(pos.Line)
		if pos.Column > 0 {
			s += ":" + strconv.Itoa(pos.Column)
		}
	}
	if s != "" {
		s += ": "
	}
	return s
}
