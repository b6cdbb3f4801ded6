package packet

import (
	"errors"
	"fmt"
)

// Refusal says why a text is not what it should be, and what to write in place
// of it. The parsers of this package return one.
type Refusal struct {
	What string // a noun: "service", "ports"
	Text string // as it was written
	Why  string
	Fix  string // begins with "write"
}

func (r *Refusal) Error() string { return fmt.Sprintf("%s %q: %s; %s", r.What, r.Text, r.Why, r.Fix) }

// Reason returns why, and what to write, apart from each other.
func (r *Refusal) Reason() (why, fix string) { return r.Why, r.Fix }

// refuseAs tells the refusal of a part as one of the whole.
func refuseAs(what, text string, err error) error {
	var part *Refusal
	if !errors.As(err, &part) {
		return err
	}
	return &Refusal{what, text, part.Why, part.Fix}
}
