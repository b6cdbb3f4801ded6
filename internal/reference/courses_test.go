package reference_test

import (
	"fmt"
	"math/rand/v2"
	"net/netip"
	"strings"

	"netsim/internal/reference"
	"netsim/packet"
	"netsim/reachability"
	"netsim/topology/diag"
	"netsim/topology/fabric"
	"netsim/topology/scenario"
)

// places are the references of what stands in a scenario, by where they are
// written: so the solver's interfaces are told in the reference's words.
type places map[diag.Range]string

func placesOf(root *scenario.Node) places {
	p := places{}
	p.note(root, nil, "regions", "region")
	p.note(root, nil, "idcs", "idc")
	return p
}

// below are the fields of what may have places in it.
var below = map[string]map[string]string{
	"idc":    {"hosts": "host"},
	"region": {"vpcs": "vpc", "functions": "function", "api_gateways": "api_gateway", "lambda_functions": "lambda_function", "vpc_links": "vpc_link", "rest_apis": "rest_api"},
	"vpc": {
		"instances": "instance", "load_balancers": "load_balancer", "vswitches": "vswitch",
		"vpc_endpoints": "vpc_endpoint",
		"subnets":       "subnet", "nat_gateways": "nat_gateway", "network_interfaces": "network_interface",
	},
}

// publicly are the fields of addresses on the internet: what has one is there too.
var publicly = []string{"public_ip", "elastic_ip"}

func (p places) note(n *scenario.Node, path []string, field, kind string) {
	e := n.Field(field)
	if e == nil {
		return
	}
	for _, e := range e.Value.Entries {
		at := append(path[:len(path):len(path)], e.Key)
		p[e.KeyRange] = kind + "/" + strings.Join(at, "/")
		for _, field := range []string{"subnets", "subnet_mappings", "subnet_configurations"} {
			if v := e.Value.Field(field); v != nil && (kind == "load_balancer" || kind == "vpc_endpoint") {
				for _, n := range v.Value.Items {
					p[n.Range] = p[e.KeyRange]
					if s := n.Field("subnet"); s != nil {
						p[s.Value.Range] = p[e.KeyRange]
					}
				}
			}
		}
		for _, field := range publicly {
			if v := e.Value.Field(field); v != nil {
				p[v.Value.Range] = p[e.KeyRange]
			}
		}
		for field, kind := range below[kind] {
			p.note(e.Value, at, field, kind)
		}
	}
}

// stretch is one leg of a course, as the solver has it.
type stretch struct {
	leg    *reachability.Leg
	piece  *reachability.Piece
	packet packet.Header
}

// walker takes courses through one answer of the solver.
type walker struct {
	answer *reachability.Answer
	places places
	from   string // the word that the check is from, or empty
	// aws: addresses on the internet are told, since they are judged.
	aws    bool
	random *rand.Rand
	// functions are those that the check is from, by label: their interfaces are
	// told at what put them where they are.
	functions map[string]string
}

// who is an interface in the reference's words; empty: it has none for it.
func (w *walker) who(id fabric.InterfaceID) string {
	i := &w.answer.Net.Interfaces[id]
	if i.Label == "the internet" {
		return "internet"
	}
	if f := w.functions[i.Label]; f != "" {
		return f
	}
	if strings.HasPrefix(i.Label, "unoccupied") {
		return ""
	}
	return w.places[i.At]
}

// course draws the rest of a course from a packet of a piece; ok is false where
// none can be told in the reference's words.
func (w *walker) course(leg *reachability.Leg, p *reachability.Piece, h packet.Header) (course []stretch, ok bool) {
	course = []stretch{{leg, p, h}}
	for len(p.Next) > 0 {
		next := p.Next[w.random.IntN(len(p.Next))]
		if strings.HasPrefix(w.answer.Net.Interfaces[next.To].Label, "the service at ") {
			break // on the internet, of which nothing is said
		}
		if len(next.Pieces) == 0 {
			return nil, false
		}
		p = &next.Pieces[w.random.IntN(len(next.Pieces))]
		to := w.sample(p.Box)
		if next.Keeps {
			// The client's address and port are seen behind the load balancer.
			to.Source, to.SourcePort = h.Source, h.SourcePort
			if p = pieceWith(next, to); p == nil {
				return nil, false
			}
		}
		leg, h = next, to
		course = append(course, stretch{leg, p, h})
	}
	return course, true
}

// ways are all courses of the answer, one packet of each; ok is false where there
// are too many.
func (w *walker) ways() (all [][]stretch, ok bool) {
	for _, leg := range w.answer.Legs {
		for i := range leg.Pieces {
			p := &leg.Pieces[i]
			all = w.extend(all, []stretch{{leg, p, w.sample(p.Box)}})
			if len(all) > allCourses {
				return nil, false
			}
		}
	}
	return all, true
}

// extend appends every way on from the end of one.
func (w *walker) extend(all [][]stretch, way []stretch) [][]stretch {
	last := way[len(way)-1]
	before := len(all)
	for _, next := range last.piece.Next {
		if strings.HasPrefix(w.answer.Net.Interfaces[next.To].Label, "the service at ") || len(all) > allCourses {
			continue
		}
		for i := range next.Pieces {
			p := &next.Pieces[i]
			h := w.sample(p.Box)
			if next.Keeps {
				if h.Source, h.SourcePort = last.packet.Source, last.packet.SourcePort; !p.Box.Contains(h) {
					continue
				}
			}
			all = w.extend(all, append(way[:len(way):len(way)], stretch{next, p, h}))
		}
	}
	if len(all) == before {
		all = append(all, way)
	}
	return all
}

func pieceWith(leg *reachability.Leg, h packet.Header) *reachability.Piece {
	for i := range leg.Pieces {
		if leg.Pieces[i].Box.Contains(h) {
			return &leg.Pieces[i]
		}
	}
	return nil
}

// sample is a packet of a box, one at its corners as often as not. A message of
// ICMP asks for an echo if it may.
func (w *walker) sample(b packet.Box) packet.Header {
	h := b.Sample(w.random)
	if w.random.IntN(2) == 0 {
		h = w.corner(b)
	}
	if h.Protocol == packet.ICMP {
		echo := h
		echo.SourcePort, echo.DestinationPort = 8, 0
		if b.Contains(echo) {
			return echo
		}
	}
	return h
}

func (w *walker) corner(b packet.Box) packet.Header {
	h := b.First()
	for i, to := range []func(){
		func() { h.Source = b.Source.To.Netip(b.Family) },
		func() { h.Destination = b.Destination.To.Netip(b.Family) },
		func() { h.Protocol = b.Protocol.To },
		func() { h.SourcePort = b.SourcePort.To },
		func() { h.DestinationPort = b.DestinationPort.To },
	} {
		if w.random.IntN(32)>>i&1 == 1 {
			to()
		}
	}
	return h
}

// told is a course in the reference's words.
func (w *walker) told(course []stretch) (reference.Course, bool) {
	var out reference.Course
	for i, s := range course {
		leg := reference.Leg{From: w.who(s.leg.From), To: w.who(s.leg.To), Packet: s.packet}
		if leg.From == "internet" && w.from != "" {
			leg.From = w.from
		}
		if i > 0 && leg.To == "" {
			return out, true // an address that nothing has: nobody is meant to get it
		}
		if leg.From == "" || leg.To == "" {
			return nil, false
		}
		if class := w.answer.Net.DomainOf(s.leg.From).Class; (class == "internet" || class == "function network") && !w.aws {
			leg.Packet.Source = netip.Addr{}
		}
		if !hasPorts(leg.Packet.Protocol) && leg.Packet.Protocol != packet.ICMP {
			leg.Packet.SourcePort, leg.Packet.DestinationPort = 0, 0
		}
		out = append(out, leg)
	}
	return out, true
}

func hasPorts(protocol uint8) bool { return protocol == packet.TCP || protocol == packet.UDP }

// found is the one course of the solver's that a course of the reference is.
func (w *walker) found(course reference.Course) (out []stretch, why string) {
	legs := w.answer.Legs
	for i, l := range course {
		var hits []stretch
		for _, leg := range legs {
			from := w.who(leg.From)
			if from == "internet" && w.from != "" {
				from = w.from
			}
			if from != l.From || w.who(leg.To) != l.To {
				continue
			}
			for j := range leg.Pieces {
				p := &leg.Pieces[j]
				if h, ok := inBox(p.Box, l.Packet); ok {
					hits = append(hits, stretch{leg, p, h})
				}
			}
		}
		known := l.Packet.Source.IsValid() && l.Packet.Destination.IsValid()
		switch {
		case len(hits) == 0:
			for _, leg := range legs {
				why += fmt.Sprintf("\n  from %s to %s: %s", w.who(leg.From), w.who(leg.To), leg.Asked[0].Text())
			}
			return nil, "leg " + string(rune('1'+i)) + " is in no piece:" + why
		case len(hits) > 1 && known && (i == 0 || hits[0].leg == hits[1].leg) && !hits[0].forks(hits[1]): // a server may be listed twice
			return nil, "leg " + string(rune('1'+i)) + " is in several pieces"
		}
		out = append(out, hits[0])
		legs = hits[0].piece.Next
		if len(legs) == 0 && hits[0].piece.OwnVerdict() != reachability.Reachable {
			break // what stands in the way leaves nothing to go on with
		}
	}
	// What the reference draws ends where nobody is meant to get it.
	last := out[len(out)-1]
	more, ok := w.course(last.leg, last.piece, last.packet)
	if !ok {
		return nil, "the rest has no packets"
	}
	return append(out, more[1:]...), ""
}

// forks reports whether two stretches are ways of the same packets: of several
// equal routes.
func (s stretch) forks(o stretch) bool {
	_, _, parted := s.piece.Parted(o.piece)
	return s.leg == o.leg && parted
}

// inBox reports whether a packet is in a box, and fills in what it leaves open.
func inBox(b packet.Box, h packet.Header) (packet.Header, bool) {
	first := b.First()
	if !h.Source.IsValid() {
		h.Source = first.Source
	}
	if !h.Destination.IsValid() {
		h.Destination = first.Destination
	}
	return h, b.Contains(h)
}

// refusals are what stands in the way of a course, in order, with the legs where
// it does.
func refusals(course []stretch) (steps []reachability.Step, legs []int) {
	for i, s := range course {
		for _, step := range s.piece.Steps() {
			if step.Refusal != nil {
				steps, legs = append(steps, step), append(legs, i)
			}
		}
	}
	return steps, legs
}
