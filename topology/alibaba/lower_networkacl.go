package alibaba

import (
	"fmt"
	"net/netip"

	"netsim/packet"
	"netsim/topology/diag"
	"netsim/topology/fabric"
)

// aclExempt are addresses that network ACLs let pass: name servers and metadata
// (grants b.7; H). 100.64.0.0/10 as a whole is not exempt (grants b.8; H).
var aclExempt = []netip.Prefix{
	netip.MustParsePrefix("100.100.2.112/28"),
	netip.MustParsePrefix("100.100.2.128/28"),
	netip.MustParsePrefix("100.100.100.200/32"),
}

// bindACLs notes which network ACL judges for a vSwitch. One without any lets
// everything pass (grants b.9; H).
func (l *lowering) bindACLs(v *VPC) {
	for _, a := range v.NetworkACLs.All() {
		for _, ref := range a.VSwitches.V {
			if s := ref.V.To; s != nil && s.Parent == &v.Resource {
				l.acls[s] = [2]fabric.FilterID{l.b.Filter(aclFilter(a, s, aclIngress)), l.b.Filter(aclFilter(a, s, aclEgress))}
			}
		}
	}
}

// behindACL puts an interface of a vSwitch behind its network ACL: those of
// instances, functions and gateways, but not a classic load balancer (grants
// b.1; H, for functions and gateways M).
func (l *lowering) behindACL(s *VSwitch, i *fabric.Interface) {
	if both, ok := l.acls[s]; ok {
		i.Ingress, i.Egress = append(i.Ingress, both[0]), append(i.Egress, both[1])
	}
}

// aclWay is the direction that a rule of a network ACL is for.
type aclWay struct {
	way
	rules func(*NetworkACL) []*Rule
}

var (
	aclIngress = aclWay{way{name: "ingress", code: fabric.CodeACLIngressDenied, ingress: true}, func(a *NetworkACL) []*Rule { return a.Ingress }}
	aclEgress  = aclWay{way{name: "egress", code: fabric.CodeACLEgressDenied}, func(a *NetworkACL) []*Rule { return a.Egress }}
)

// aclFilter is one direction of a network ACL, for one vSwitch. It is stateless,
// the first rule that matches decides, and what none matches is dropped (grants
// b.2, b.3, b.5; H).
func aclFilter(a *NetworkACL, s *VSwitch, d aclWay) fabric.Filter {
	e := fabric.Element{Label: "network ACL " + a.Name, At: a.Key}
	f := fabric.Filter{Element: fabric.Element{Label: d.name + " of network ACL " + a.Name, At: a.Key}}
	written := a.Node.Field(d.name)
	if written != nil {
		f.At = written.KeyRange
	}
	// Traffic within a vSwitch is not judged (grants b.6; H).
	_, own := packet.AddrsOfPrefix(s.CIDR.V)
	within := packet.AllHeaders(packet.V4)
	within.Source, within.Destination = own, own
	f.Clauses = append(f.Clauses,
		fabric.Clause{Element: e, Boxes: []packet.Box{within}, Says: "traffic within vSwitch " + s.Name + " is not judged"},
		fabric.Clause{Element: e, Boxes: farBoxes(aclExempt, d.way), Says: "name servers and metadata are exempt"},
	)
	if written == nil {
		f.Default = fabric.Clause{Element: e, Says: "no " + d.name + " rules are written, and a new network ACL accepts everything"} // grants b.5; M
		return f
	}
	for i, r := range d.rules(a) {
		f.Clauses = append(f.Clauses, aclClause(a, r, i+1, d))
	}
	none := fabric.Element{Label: e.Label, At: f.At}
	f.Default = fabric.Clause{Element: none, Effect: fabric.Deny, Refusal: &fabric.Refusal{
		Element: none, Code: d.code, Kind: diag.KindFilter,
		Summary: "no " + d.name + " rule of network ACL " + a.Name + " of vSwitch " + s.Name + " accepts it, and an ACL drops what none accepts",
		Needed:  "an " + d.name + " rule of network ACL " + a.Name + " that accepts it; the ACL is stateless, so replies need one too",
	}}
	return f
}

func aclClause(a *NetworkACL, r *Rule, n int, d aclWay) fabric.Clause {
	rule := poolRule{Rule: r}
	c := fabric.Clause{
		Element: fabric.Element{Label: fmt.Sprintf("%s rule %d of network ACL %s", d.name, n, a.Name), At: r.Node.Range},
		Boxes:   rule.boxes([]netip.Prefix{r.Peer.V.Prefix}, d.way),
		Says:    r.Policy.V + "s " + rule.text(d.way),
	}
	if r.Policy.V == "drop" {
		c.Effect = fabric.Deny
		c.Refusal = &fabric.Refusal{
			Element: c.Element, Code: d.code, Kind: diag.KindFilter,
			Summary: c.Label + " drops it",
			Needed:  "no such drop, or a rule before it that accepts it; the ACL is stateless, so replies need one too",
		}
	}
	return c
}

// farBoxes are all headers whose far end is in one of the prefixes.
func farBoxes(far []netip.Prefix, d way) []packet.Box {
	var out []packet.Box
	for _, p := range far {
		f, addrs := packet.AddrsOfPrefix(p)
		b := packet.AllHeaders(f)
		if d.ingress {
			b.Source = addrs
		} else {
			b.Destination = addrs
		}
		out = append(out, b)
	}
	return out
}
