package reachability

// Verdict is the answer to a question about packets. The zero Verdict is
// Unknown: what was not decided is never taken for a no.
type Verdict uint8

const (
	// Unknown: the model does not say.
	Unknown Verdict = iota
	// Reachable: every packet asked about arrives, and its reply returns.
	Reachable
	// Unreachable: none does.
	Unreachable
	// Partial: some do.
	Partial
)

var verdictNames = [...]string{"unknown", "reachable", "unreachable", "partial"}

func (v Verdict) String() string { return verdictNames[v] }

// ParseVerdict reads a verdict as it is written.
func ParseVerdict(s string) (Verdict, bool) {
	for i, n := range verdictNames {
		if n == s {
			return Verdict(i), true
		}
	}
	return Unknown, false
}

// outcome is the set of things that happen to the packets of a question.
type outcome uint8

const (
	passes outcome = 1 << iota
	fails
	unsure
)

// verdict reads a set of outcomes. That some pass and some fail is certain even
// if of others nothing is known.
func (o outcome) verdict() Verdict {
	switch {
	case o&passes != 0 && o&fails != 0:
		return Partial
	case o == passes:
		return Reachable
	case o == fails:
		return Unreachable
	default:
		return Unknown
	}
}

// then is the outcome of packets for which both o and next must pass.
func (o outcome) then(next outcome) outcome {
	if o == fails || next == fails {
		return fails
	}
	both := (o | next) &^ passes
	if o&passes != 0 && next&passes != 0 {
		both |= passes
	}
	return both
}
