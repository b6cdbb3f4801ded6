package diag

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Code names why something is refused or cannot be told: dotted, readable and
// stable, such as "sg.ingress-denied".
type Code string

// Prefix is what comes before the first dot: what sort of thing it is about.
func (c Code) Prefix() string {
	prefix, _, _ := strings.Cut(string(c), ".")
	return prefix
}

// Kind says what sort of thing refuses.
type Kind string

const (
	KindRoute    Kind = "route"    // forwarding took the packet elsewhere, or nowhere
	KindFilter   Kind = "filter"   // a packet filter dropped it
	KindGate     Kind = "gate"     // a grant or a condition on a call is missing
	KindName     Kind = "name"     // the name does not lead to an address
	KindLink     Kind = "link"     // a connection between networks does not stand
	KindCapacity Kind = "capacity" // packets pass, the bandwidth asked for does not
	KindBackend  Kind = "backend"  // nothing serves the request where it arrives
	KindEndpoint Kind = "endpoint" // one end is not on the network
	KindUnknown  Kind = "unknown"  // the model does not say
	KindCheck    Kind = "check"    // the check expected something else
)

// Symptom is what somebody who sends the packets sees.
type Symptom string

// The symptoms that a relay can tell apart when it reports for the leg behind
// it. Anything else is written out in words.
const (
	SymptomTimeout  Symptom = "timeout: nothing answers"
	SymptomRefused  Symptom = "connection refused"
	SymptomNXDomain Symptom = "the name does not resolve (NXDOMAIN)"
)

// Entry describes a code to people: `netsim explain`, the pages of docs/ and
// the reports are all made from it.
type Entry struct {
	Code    Code
	Kind    Kind
	Title   string  // the refusal in a few words
	Meaning string  // what it says about the network, in sentences
	Symptom Symptom // what a user sees; empty where there is nothing to see
	Fix     string  // how to mend it, in sentences

	// Unshown: why no scenario shows it yet; empty where one does.
	Unshown string

	// What is added to it, see Addition.
	Remedies   []Remedy
	Examples   []Example
	Neighbours []Neighbour
}

// Registry finds an entry by its code. It is assembled from the rooms that the
// codes belong to, by NewRegistry and With, and not changed after that.
type Registry struct {
	entries []Entry
	index   map[Code]int
}

// NewRegistry joins lists of entries. A code that is listed twice is a bug, and
// panics.
func NewRegistry(lists ...[]Entry) *Registry {
	found := map[Code]*Entry{}
	for _, l := range lists {
		for i := range l {
			if found[l[i].Code] != nil {
				panic(fmt.Sprintf("diag: code %q is registered twice", l[i].Code))
			}
			found[l[i].Code] = &l[i]
		}
	}
	r := &Registry{entries: make([]Entry, 0, len(found)), index: make(map[Code]int, len(found))}
	for _, c := range slices.Sorted(maps.Keys(found)) { // entries are too large to be sorted themselves
		r.index[c] = len(r.entries)
		r.entries = append(r.entries, *found[c])
	}
	return r
}

// Lookup returns the entry of a code.
func (r *Registry) Lookup(c Code) (Entry, bool) {
	i, ok := r.index[c]
	if !ok {
		return Entry{}, false
	}
	return r.entries[i], true
}

// Entries returns all entries, sorted by code.
func (r *Registry) Entries() []Entry { return slices.Clone(r.entries) }
