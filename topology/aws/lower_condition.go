package aws

import (
	"cmp"
	"net/netip"
	"slices"
	"strings"

	"netsim/packet"
	"netsim/topology/fabric"
)

// judge tells for which callers' addresses the conditions of a statement hold at
// a door: for certain, and perhaps.
func (p door) judge(s *Statement) (certain, possible area) {
	for _, c := range s.Conditions {
		if slices.Contains(p.facts(c.Key), fact{kind: isSource}) {
			sure, all := c.addresses()
			certain.narrow(sure)
			possible.narrow(all)
			continue
		}
		holds := c.holds(p.facts(c.Key))
		certain.none = certain.none || holds != surely
		possible.none = possible.none || holds == never
	}
	return certain, possible
}

// narrow leaves those headers that are among others, too.
func (a *area) narrow(boxes []packet.Box) {
	if a.sources == nil {
		a.sources = everything()
	}
	both := []packet.Box{}
	for _, x := range a.sources {
		for _, y := range boxes {
			if z, ok := x.Intersect(y); ok {
				both = append(both, z)
			}
		}
	}
	a.sources, a.none = both, a.none || len(both) == 0
}

// factKind says what is known of a key.
type factKind int

const (
	isOpen   factKind = iota // whether the request has the key, and which value
	isAbsent                 // the request does not have it
	isHidden                 // it has it, and the value is not known
	isText                   // it has it
	isSource                 // it is the address that the call comes from
)

// fact is what is known of a key.
type fact struct {
	kind factKind
	text string
}

func text(v value[string]) fact {
	if v.Present() {
		return fact{kind: isText, text: v.V}
	}
	return fact{kind: isHidden}
}

// facts are what may be true of a key at a door (sheet d5, d6; H). An endpoint
// stands for its VPC, wherever the caller is (d5; M). Which public address a call
// by an endpoint has is not told: either none, or one that says nothing.
func (p door) facts(key string) []fact {
	if p.endpoint == nil {
		switch key {
		case "aws:sourcevpce", "aws:sourcevpc", "aws:vpcsourceip":
			return []fact{{kind: isAbsent}}
		case "aws:sourceip":
			return []fact{{kind: isSource}}
		case "aws:securetransport":
			return []fact{{kind: isText, text: "true"}}
		}
		return []fact{{kind: isOpen}}
	}
	switch key {
	case "aws:sourcevpce":
		return []fact{text(p.endpoint.ID)}
	case "aws:sourcevpc":
		return []fact{text(vpcOf(&p.endpoint.Resource).ID)}
	case "aws:vpcsourceip":
		return []fact{{kind: isSource}}
	case "aws:sourceip":
		return []fact{{kind: isAbsent}, {kind: isHidden}}
	case "aws:securetransport":
		return []fact{{kind: isText, text: "true"}}
	}
	return []fact{{kind: isOpen}}
}

// holds judges a condition on a key of which one of some facts is true.
func (c *Condition) holds(facts []fact) truth {
	first := c.given(facts[0])
	for _, f := range facts[1:] {
		if c.given(f) != first {
			return open
		}
	}
	return first
}

func (c *Condition) given(f fact) truth {
	switch {
	case f.kind == isOpen || c.Operator.Set != "":
		return open
	case c.Operator.Name == "Null":
		return c.null(f.kind == isAbsent)
	case f.kind == isAbsent:
		return truthOf(c.Operator.negated() || c.Operator.IfExists) // sheet d6; H
	}
	any := never
	for _, v := range c.Values.V {
		any = max(any, c.compares(f, v.V))
	}
	if c.Operator.negated() {
		return surely - any
	}
	return any
}

// null judges whether the key is absent, which is all that Null asks.
func (c *Condition) null(absent bool) truth {
	any := never
	for _, v := range c.Values.V {
		any = max(any, truthOf(strings.EqualFold(v.V, "true") == absent))
	}
	return any
}

// compares compares what is known of a key with one value.
func (c *Condition) compares(f fact, v string) truth {
	name := strings.Replace(c.Operator.Name, "Not", "", 1)
	switch {
	case name == "StringLike" && v != "" && strings.Trim(v, "*") == "":
		return surely
	case variable(v):
		return open
	case name == "IpAddress":
		return inside(f, v)
	case f.kind == isHidden:
		return open
	case name == "StringEquals":
		return truthOf(f.text == v)
	case name == "StringLike":
		return truthOf(fabric.Wildcard(v, f.text))
	case name == "StringEqualsIgnoreCase", name == "Bool":
		return truthOf(strings.EqualFold(f.text, v))
	}
	return open
}

// inside: an address that is hidden is a private one, so it is in no block of
// public ones.
func inside(f fact, v string) truth {
	b, ok := blockOf(v)
	switch {
	case f.kind != isHidden || !ok:
		return never
	case b.Bits() == 0 && b.Addr().Is4():
		return surely
	case isPublicBlock(fabric.AddressesOf(b)):
		return never
	}
	return open
}

func isPublicBlock(a fabric.Address) bool {
	return a.Family == packet.V4 && slices.ContainsFunc(packet.PublicIPv4(), func(r packet.Addrs) bool { return r.Covers(a.Addrs) })
}

// addresses are the headers for which a condition on the caller's address holds:
// for certain, and perhaps.
func (c *Condition) addresses() (certain, possible []packet.Box) {
	name := strings.Replace(c.Operator.Name, "Not", "", 1)
	switch {
	case c.Operator.Set == "" && name == "Null":
		if c.null(false) == surely {
			return everything(), everything()
		}
		return nil, nil
	case c.Operator.Set != "" || name != "IpAddress":
		return nil, everything()
	}
	var blocks []netip.Prefix
	doubt := false
	for _, v := range c.Values.V {
		doubt = doubt || variable(v.V)
		if b, ok := blockOf(v.V); ok {
			blocks = append(blocks, b)
		}
	}
	in := boxesOf(blocks)
	if c.Operator.negated() {
		out := everything()
		for _, b := range in {
			out = packet.Subtract(out, b)
		}
		if doubt {
			return nil, out
		}
		return out, out
	}
	if doubt {
		return in, everything()
	}
	return in, in
}

// boxesOf are the headers from blocks, of those that lie in each other the widest:
// so two lists of blocks have no more in common than both together have.
func boxesOf(blocks []netip.Prefix) []packet.Box {
	slices.SortFunc(blocks, func(a, b netip.Prefix) int {
		return cmp.Or(a.Addr().Compare(b.Addr()), cmp.Compare(a.Bits(), b.Bits()))
	})
	var boxes []packet.Box
	var widest netip.Prefix
	for _, b := range blocks {
		if !widest.IsValid() || !widest.Contains(b.Addr()) {
			boxes, widest = append(boxes, sourceBox(fabric.AddressesOf(b))), b
		}
	}
	return boxes
}

func sourceBox(a fabric.Address) packet.Box {
	b := packet.AllHeaders(a.Family)
	b.Source = a.Addrs
	return b
}
