package reference_test

import (
	"fmt"
	"hash/fnv"
	"maps"
	"slices"
	"strings"

	"netsim/internal/reference"
	"netsim/topology/fabric"
)

// settled is one reading of all that is open, for the solver and the reference
// alike. What is chosen depends on the seed and on what is settled, not on who
// asks first.
type settled struct {
	seed     uint64 // 0: everything as the network reads it first
	switches map[string]*fabric.Switch
	// free are the points for which there is no switch, as the reference is told
	// to read them, and how many values each has.
	free map[string]int
	many map[string]int
	// beyond: the reference asked for something that the solver's reading of a
	// switch does not settle.
	beyond string
}

// pick is one of n values of a point.
func (s *settled) pick(point string, n int) int {
	if s.seed == 0 {
		return 0
	}
	h := fnv.New64a()
	fmt.Fprintf(h, "%d %s", s.seed, point)
	return int(h.Sum64() >> 8 % uint64(n))
}

// fabric is the reading as the solver takes it.
func (s *settled) fabric(n *fabric.Network) fabric.Reading {
	r := fabric.Reading{}
	for i := range n.Switches {
		if w := &n.Switches[i]; w.Open() {
			r[w.ID] = s.pick(pointOf(w), len(w.Values))
		}
	}
	return r
}

// pointOf is what a switch is about, where the reference has one point for
// several switches: the listeners of a load balancer, and the backends of APIs.
func pointOf(w *fabric.Switch) string {
	switch w.Name {
	case "client_address", "backend.role":
		return w.Name
	}
	return w.ID
}

// told notes the switches of the network in this reading.
func (s *settled) told(n *fabric.Network) {
	s.switches = map[string]*fabric.Switch{}
	for i := range n.Switches {
		w := &n.Switches[i]
		s.switches[w.ID] = w
	}
}

// reading is the reading as the reference takes it.
func (s *settled) reading(name, element string, values []string) string {
	switch name {
	case "ingress.address":
		return s.value("ingress.cidr of "+element, name, values)
	case "prefix_list":
		return s.value("prefix list for "+element, name, values)
	case "client_address":
		return s.first(name, element, values)
	case "invoke_role":
		return s.first("backend.role", "", values)
	case "attached_order":
		return s.among(name, func(vpc string) string { return vpc }, values)
	case "service_route_order":
		return s.among("service_routes", func(ref string) string { return ref[strings.LastIndex(ref, "/")+1:] }, values)
	case "cen":
		return s.value("CEN of "+element, name, values)
	}
	if strings.HasPrefix(name, "reference.") {
		point := name + " of " + element
		s.many[point] = len(values)
		return values[min(s.free[point], len(values)-1)]
	}
	return s.value(name+" of "+element, name, values)
}

func (s *settled) value(id, name string, values []string) string {
	w := s.switches[id]
	if w == nil {
		s.beyond = "the solver has no switch " + id
		return values[0]
	}
	v := w.Values[w.Value]
	if !slices.Contains(values, v) {
		s.beyond = fmt.Sprintf("switch %s is %s, and the reference knows %v", id, v, values)
		return values[0]
	}
	return v
}

// first is how the switches of a point are read: all of them alike.
func (s *settled) first(name, element string, values []string) string {
	for _, id := range slices.Sorted(maps.Keys(s.switches)) {
		w := s.switches[id]
		if w.Name == name && w.Open() && strings.Contains(id, element) {
			return values[1-w.Value] // "true" stands first there, and last here
		}
	}
	s.beyond = "the solver has no switch " + name + " of " + element
	return values[0]
}

// among is the one of several that is first in the solver's reading of the
// switch that decides between them, or else the first by name.
func (s *settled) among(name string, of func(string) string, values []string) string {
	for _, id := range slices.Sorted(maps.Keys(s.switches)) {
		w := s.switches[id]
		if w.Name != name || !slices.Contains(w.Values, of(values[0])) {
			continue
		}
		for _, v := range values {
			if of(v) == w.Values[w.Value] {
				return v
			}
		}
		return values[0]
	}
	s.beyond = fmt.Sprintf("the solver has no switch %s for %v", name, values)
	return values[0]
}

var _ reference.Reading = (*settled)(nil).reading
