package aws

import (
	"cmp"
	"fmt"
	"net/netip"
	"slices"
	"strings"

	"netsim/packet"
	"netsim/topology/cloud"
	"netsim/topology/diag"
	"netsim/topology/fabric"
	"netsim/topology/scenario"
)

type value[V any] = scenario.Value[V]

// guarded is an interface with its security groups.
type guarded struct {
	at     fabric.InterfaceID
	groups []value[scenario.Ref[SecurityGroup]]
	owner  *scenario.Resource
}

// way is a direction of packets.
type way struct {
	name     string
	in       bool
	group    diag.Code
	acl      diag.Code
	rules    func(*SecurityGroup) []*Rule
	entries  func(*NetworkACL) []*Entry
	absentOK bool // rules that are not written let everything pass
}

var (
	ingress = way{
		name: "ingress", in: true, group: fabric.CodeIngressDenied, acl: fabric.CodeACLIngressDenied,
		rules: func(g *SecurityGroup) []*Rule { return g.Ingress }, entries: func(a *NetworkACL) []*Entry { return a.Ingress },
	}
	egress = way{
		name: "egress", group: fabric.CodeEgressDenied, acl: fabric.CodeACLEgressDenied, absentOK: true,
		rules: func(g *SecurityGroup) []*Rule { return g.Egress }, entries: func(a *NetworkACL) []*Entry { return a.Egress },
	}
)

// guard gives every interface the filters of its security groups. All interfaces
// stand by now, so rules can speak of members.
func (l *lowering) guard() {
	for g := range l.members {
		slices.Sort(l.members[g])
	}
	for _, w := range l.guarded {
		var key strings.Builder
		for _, g := range w.groups {
			fmt.Fprintf(&key, "%p %s;", g.V.To, g.V.Text)
		}
		both, ok := l.filters[key.String()]
		if !ok {
			both = [2]fabric.FilterID{l.b.Filter(l.groups(w, ingress)), l.b.Filter(l.groups(w, egress))}
			l.filters[key.String()] = both
		}
		i := l.b.InterfaceAt(w.at)
		// A packet meets the groups first on leaving, and last on arriving (sheet 0).
		i.Ingress, i.Egress = append(i.Ingress, both[0]), append([]fabric.FilterID{both[1]}, i.Egress...)
	}
}

// groups is what the security groups of an interface allow together: they are
// stateful, and what no rule allows is dropped (sheet b1; H).
func (l *lowering) groups(w guarded, d way) fabric.Filter {
	var names []string
	f := fabric.Filter{Stateful: true, Element: fabric.Element{At: w.owner.Key}}
	e := fabric.Element{At: w.owner.Key}
	for n, ref := range w.groups {
		g := ref.V.To
		if g == nil {
			names = append(names, ref.V.Text+" (gone)")
			continue
		}
		names = append(names, g.Name)
		if n == 0 {
			e.At = g.Key
		}
		written := g.Node.Field(d.name)
		if written != nil && n == 0 {
			e.At = written.KeyRange
		}
		if written == nil && d.absentOK {
			f.Clauses = append(f.Clauses, fabric.Clause{
				Element: element(&g.Resource), Boxes: everything(),
				Says: "no " + d.name + " rules are written, and a new group allows all of it",
			})
			continue
		}
		for i, r := range d.rules(g) {
			f.Clauses = append(f.Clauses, l.rule(g, r, i+1, d))
		}
	}
	e.Label = "security group " + strings.Join(names, ", ")
	if len(names) > 1 {
		e.Label = "security groups " + strings.Join(names, ", ")
	}
	f.Label = d.name + " of " + e.Label
	f.Default = fabric.Clause{Element: e, Effect: fabric.Deny, Refusal: &fabric.Refusal{
		Element: e, Code: d.group, Kind: diag.KindFilter,
		Summary: "no " + d.name + " rule of " + e.Label + " allows it",
		Needed:  "an " + d.name + " rule that allows it",
	}}
	return f
}

func (l *lowering) rule(g *SecurityGroup, r *Rule, n int, d way) fabric.Clause {
	c := fabric.Clause{Element: fabric.Element{
		Label: fmt.Sprintf("%s rule %d of security group %s", d.name, n, g.Name), At: r.Node.Range,
	}}
	far := []netip.Prefix{anywhere, netip.PrefixFrom(netip.IPv6Unspecified(), 0)}
	peer := r.Peer.V.Prefix.String()
	switch ref := r.Peer.V.Ref.To; {
	case r.Peer.V.Prefix.IsValid():
		far = []netip.Prefix{r.Peer.V.Prefix}
	case ref == nil: // gone: the rule matches nobody
		far, c.Peers, peer = nil, []fabric.InterfaceID{}, r.Peer.V.Ref.Text
	default:
		peer = r.Peer.V.Ref.Text
		switch to := ref.Object.(type) {
		case *PrefixList:
			far = distinct(to.Entries.V)
		case *SecurityGroup:
			c.Peers = l.named(g, to)
		}
	}
	c.Boxes = headers(far, r.Protocol.V, r.Ports, d)
	c.Says = "allows " + describe(r.Protocol.V, r.Ports) + map[bool]string{true: " from ", false: " to "}[d.in] + peer
	return c
}

// named are the interfaces that a rule means by a group: its members, if the rule
// may name it. Another group matches nothing.
func (l *lowering) named(of, peer *SecurityGroup) []fabric.InterfaceID {
	if !l.doc.names(of, peer) || l.members[peer] == nil {
		return []fabric.InterfaceID{}
	}
	return l.members[peer]
}

// names reports whether rules of a group may name another: one of its VPC, or of
// one that is peered with it in the same region (sheet b2; H).
func (d *Document) names(of, peer *SecurityGroup) bool {
	here, there := vpcOf(&of.Resource), vpcOf(&peer.Resource)
	return here == there || regionOf(&of.Resource) == regionOf(&peer.Resource) &&
		slices.ContainsFunc(d.Peerings.All(), func(c *Peering) bool {
			joins, other := c.ends(here)
			return joins && other == there && c.Status.V == peeringActive && overlapping(here, there) == ""
		})
}

// bindACLs notes which network ACL judges for a subnet. One without any has the
// VPC's default ACL, which allows everything (sheet b5; H).
func (l *lowering) bindACLs(v *VPC) {
	for _, a := range v.NetworkACLs.All() {
		for _, ref := range a.Subnets.V {
			if s := ref.V.To; s != nil && vpcOf(&s.Resource) == v {
				l.acls[s] = [2]fabric.FilterID{l.b.Filter(aclFilter(a, s, ingress)), l.b.Filter(aclFilter(a, s, egress))}
			}
		}
	}
}

// behindACL puts an interface of a subnet behind its network ACL.
func (l *lowering) behindACL(s *Subnet, i *fabric.Interface) {
	if both, ok := l.acls[s]; ok {
		i.Ingress, i.Egress = append(i.Ingress, both[0]), append(i.Egress, both[1])
	}
}

// aclExempt is what no network ACL filters: the resolver, metadata and time
// (sheet b7; H).
var aclExempt = netip.MustParsePrefix("169.254.0.0/16")

// aclFilter is one direction of a network ACL, for one subnet: stateless, the
// lowest number first, and what no entry matches is denied (sheet b5; H). It does
// not judge what stays inside the subnet (sheet b7; H).
func aclFilter(a *NetworkACL, s *Subnet, d way) fabric.Filter {
	e := fabric.Element{Label: "network ACL " + a.Name, At: a.Key}
	f := fabric.Filter{Element: fabric.Element{Label: d.name + " of network ACL " + a.Name, At: a.Key}}
	_, own := packet.AddrsOfPrefix(s.CIDR.V)
	inside := packet.AllHeaders(packet.V4)
	inside.Source, inside.Destination = own, own
	f.Clauses = append(f.Clauses,
		fabric.Clause{Element: e, Boxes: []packet.Box{inside}, Says: "traffic within subnet " + s.Name + " is not judged"},
		fabric.Clause{Element: e, Boxes: headers([]netip.Prefix{aclExempt}, packet.AllProtocols(), scenario.Values[[]packet.Ports]{}, d), Says: "name servers, metadata and time are exempt"},
	)
	entries := slices.SortedStableFunc(slices.Values(d.entries(a)), func(x, y *Entry) int { return cmp.Compare(x.Number.V, y.Number.V) })
	for _, r := range entries {
		f.Clauses = append(f.Clauses, aclClause(a, r, d))
	}
	if written := a.Node.Field(d.name); written != nil {
		e.At = written.KeyRange
	}
	f.Default = fabric.Clause{Element: e, Effect: fabric.Deny, Refusal: &fabric.Refusal{
		Element: e, Code: d.acl, Kind: diag.KindFilter,
		Summary: "no " + d.name + " entry of network ACL " + a.Name + " of subnet " + s.Name + " matches it, and the last entry, *, denies",
		Needed:  "an " + d.name + " entry of network ACL " + a.Name + " that allows it; the ACL is stateless, so replies need one too",
	}}
	return f
}

func aclClause(a *NetworkACL, r *Entry, d way) fabric.Clause {
	c := fabric.Clause{
		Element: fabric.Element{Label: fmt.Sprintf("%s entry %d of network ACL %s", d.name, r.Number.V, a.Name), At: r.Node.Range},
		Boxes:   headers([]netip.Prefix{r.CIDR.V}, r.Protocol.V, r.Ports, d),
		Says: map[string]string{allow: "allows ", deny: "denies "}[r.Action.V] + describe(r.Protocol.V, r.Ports) +
			map[bool]string{true: " from ", false: " to "}[d.in] + r.CIDR.V.String(),
	}
	if r.Action.V == deny {
		c.Effect = fabric.Deny
		c.Refusal = &fabric.Refusal{
			Element: c.Element, Code: d.acl, Kind: diag.KindFilter,
			Summary: c.Label + " denies it",
			Needed:  "no such entry, or one with a lower number that allows it; the ACL is stateless, so replies need one too",
		}
	}
	return c
}

// headers are those that a rule speaks of. Ports are destination ports in both
// directions.
func headers(far []netip.Prefix, protocol packet.Protocols, ports scenario.Values[[]packet.Ports], d way) []packet.Box {
	var out []packet.Box
	for _, p := range far {
		f, addrs := packet.AddrsOfPrefix(p)
		for _, dst := range cloud.PortRanges(ports) {
			b := packet.AllHeaders(f)
			b.Protocol, b.DestinationPort = protocol, dst
			if d.in {
				b.Source = addrs
			} else {
				b.Destination = addrs
			}
			out = append(out, b)
		}
	}
	return out
}

func describe(protocol packet.Protocols, ports scenario.Values[[]packet.Ports]) string {
	text := protocol.Text()
	if ports.Present() {
		for i, p := range cloud.PortRanges(ports) {
			text += map[bool]string{true: "/", false: ","}[i == 0] + p.Text()
		}
	}
	return text
}

func everything() []packet.Box {
	return []packet.Box{packet.AllHeaders(packet.V4), packet.AllHeaders(packet.V6)}
}
