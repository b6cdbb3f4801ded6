package alibaba

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

// guard gives every interface that has security groups their filters. All
// interfaces stand by now, so rules can speak of members.
func (l *lowering) guard() {
	for g := range l.members {
		slices.Sort(l.members[g])
	}
	slices.Sort(l.clb)
	for _, w := range l.guarded {
		var key strings.Builder
		for _, g := range w.groups {
			fmt.Fprintf(&key, "%p %s;", g.V.To, g.V.Text)
		}
		both, ok := l.filters[key.String()]
		if !ok {
			both = [2]fabric.FilterID{
				l.b.Filter(l.filter(w, ingress)),
				l.b.Filter(l.filter(w, egress)),
			}
			l.filters[key.String()] = both
		}
		i := l.b.InterfaceAt(w.at)
		// A packet meets the groups first on leaving, and last on arriving.
		i.Ingress, i.Egress = append(i.Ingress, both[0]), append([]fabric.FilterID{both[1]}, i.Egress...)
	}
}

// way is the direction that a rule is for.
type way struct {
	name    string
	code    diag.Code
	rules   func(*SecurityGroup) []*Rule
	ingress bool
}

var (
	ingress = way{"ingress", fabric.CodeIngressDenied, func(g *SecurityGroup) []*Rule { return g.Ingress }, true}
	egress  = way{"egress", fabric.CodeEgressDenied, func(g *SecurityGroup) []*Rule { return g.Egress }, false}
)

// filter pools the rules of all groups of an interface, sorts them by priority
// with drops first, and ends with what the groups do by default (grants a.6; H).
// Security groups are stateful, enterprise ones too (grants a.9, ruling 8; H).
func (l *lowering) filter(w guarded, d way) fabric.Filter {
	groups, names := standing(w.groups)
	f := fabric.Filter{
		Element:  fabric.Element{Label: d.name + " of " + joinNames(names), At: w.owner.Key},
		Stateful: true,
	}
	if len(groups) > 0 {
		f.At = groups[0].Key
	}
	if d.ingress && len(l.clb) > 0 {
		// A load balancer's own forwarding needs no rule (grants a.11; H).
		f.Clauses = append(f.Clauses, fabric.Clause{
			Element: fabric.Element{Label: joinNames(names), At: f.At},
			Boxes:   everything(), Peers: l.clb, Says: "the forwarding of load balancers needs no rule",
		})
	}
	for _, p := range pooled(groups, d) {
		f.Clauses = append(f.Clauses, l.clause(p, d))
	}
	for _, g := range groups {
		if d.ingress && isBasic(g) && g.InnerAccess.Or("accept") == "accept" {
			f.Clauses = append(f.Clauses, fabric.Clause{
				Element: placed("inner access of security group "+g.Name, g.InnerAccess.Range(), g.Key),
				Boxes:   everything(), Peers: orNobody(l.members[g]), Says: "members of one basic group reach each other",
			})
		}
	}
	f.Default = defaultOf(w, groups, names, d)
	return f
}

// standing are the groups that stand, and the names of all.
func standing(refs []scenario.Value[scenario.Ref[SecurityGroup]]) (groups []*SecurityGroup, names []string) {
	for _, r := range refs {
		if r.V.To != nil {
			groups = append(groups, r.V.To)
			names = append(names, r.V.To.Name)
		} else {
			names = append(names, r.V.Text+" (gone)")
		}
	}
	return groups, names
}

func joinNames(names []string) string {
	switch len(names) {
	case 0:
		return "no security group"
	case 1:
		return "security group " + names[0]
	default:
		return "security groups " + strings.Join(names, ", ")
	}
}

func isBasic(g *SecurityGroup) bool { return g.Type.Or(basicGroup) == basicGroup }

// defaultOf is what happens without a rule (grants a.2; H): a basic group
// accepts all egress and no ingress, an enterprise group neither. Where no group
// stands there is nothing that permits.
func defaultOf(w guarded, groups []*SecurityGroup, names []string, d way) fabric.Clause {
	if len(groups) > 0 && isBasic(groups[0]) && !d.ingress {
		return fabric.Clause{
			Element: fabric.Element{Label: joinNames(names), At: groups[0].Key},
			Says:    "no egress rule matches, and a basic group accepts all egress",
		}
	}
	e := fabric.Element{Label: joinNames(names), At: w.owner.Key}
	what := "a basic group drops what no " + d.name + " rule accepts"
	switch {
	case len(groups) == 0:
		what = "no group stands that would accept"
	case !isBasic(groups[0]):
		what = "an enterprise group drops what no " + d.name + " rule accepts"
	}
	if len(groups) > 0 {
		e.At = groups[0].Key
		if n := groups[0].Node.Field(d.name); n != nil {
			e.At = n.KeyRange
		} else if t := groups[0].Type; t.Present() {
			e.At = t.Range()
		}
	}
	return fabric.Clause{Element: e, Effect: fabric.Deny, Refusal: &fabric.Refusal{
		Element: e, Code: d.code, Kind: diag.KindFilter,
		Summary: "no " + d.name + " rule of " + joinNames(names) + " accepts it: " + what,
		Needed:  "an " + d.name + " rule that accepts it",
	}}
}

// poolRule is a rule of one of an interface's groups.
type poolRule struct {
	*Rule
	group *SecurityGroup
	n     int // its position in the group, from 1
}

func pooled(groups []*SecurityGroup, d way) []poolRule {
	var pool []poolRule
	for _, g := range groups {
		for i, r := range d.rules(g) {
			pool = append(pool, poolRule{Rule: r, group: g, n: i + 1})
		}
	}
	// The lowest number first; at one number a drop wins (grants a.4, a.5; H).
	slices.SortStableFunc(pool, func(a, b poolRule) int {
		return cmp.Or(cmp.Compare(a.Priority.Or(1), b.Priority.Or(1)), cmp.Compare(b.Policy.Or("accept"), a.Policy.Or("accept")))
	})
	return pool
}

func (l *lowering) clause(r poolRule, d way) fabric.Clause {
	c := fabric.Clause{
		Element: fabric.Element{
			Label: fmt.Sprintf("%s rule %d of security group %s", d.name, r.n, r.group.Name), At: r.Node.Range,
		},
	}
	far := everywhere()
	switch ref := r.Peer.V.Ref.To; {
	case r.Peer.V.Prefix.IsValid():
		far = []netip.Prefix{r.Peer.V.Prefix}
	case ref == nil: // gone: the rule matches nobody
		far, c.Peers = nil, []fabric.InterfaceID{}
	default:
		switch peer := ref.Object.(type) {
		case *PrefixList:
			far = nil
			for _, e := range peer.Entries.V {
				far = append(far, e.V)
			}
		case *SecurityGroup:
			c.Peers = []fabric.InterfaceID{}
			if groupRuleWorks(r.group, peer) {
				c.Peers = orNobody(l.members[peer])
			}
		}
	}
	c.Boxes = r.boxes(far, d)
	c.Says = r.Policy.Or("accept") + "s " + r.text(d)
	if r.Policy.Or("accept") == "drop" {
		c.Effect = fabric.Deny
		c.Refusal = &fabric.Refusal{
			Element: c.Element, Code: d.code, Kind: diag.KindFilter,
			Summary: c.Label + " drops it (priority " + fmt.Sprint(r.Priority.Or(1)) + ")",
			Needed:  "no such drop, or an accept with a lower priority number",
		}
	}
	return c
}

// text tells what a rule matches.
func (r poolRule) text(d way) string {
	text := r.Protocol.V.Text()
	if r.Ports.Present() {
		for i, p := range cloud.PortRanges(r.Ports) {
			text += map[bool]string{true: "/", false: ","}[i == 0] + p.Text()
		}
	}
	peer := r.Peer.V.Ref.Text
	if r.Peer.V.Prefix.IsValid() {
		peer = r.Peer.V.Prefix.String()
	}
	if d.ingress {
		return text + " from " + peer
	}
	return text + " to " + peer
}

// groupRuleWorks: only basic groups name groups and are named, in one VPC
// (grants a.8; H).
func groupRuleWorks(of, peer *SecurityGroup) bool {
	return isBasic(of) && isBasic(peer) && of.Enclosing(KindVPC) == peer.Enclosing(KindVPC)
}

// boxes are the headers that a rule matches. Ports are destination ports in
// both directions (grants a.3; H).
func (r poolRule) boxes(far []netip.Prefix, d way) []packet.Box {
	ports := cloud.PortRanges(r.Ports)
	sources := cloud.PortRanges(r.SourcePorts)
	var out []packet.Box
	for _, p := range far {
		f, addrs := packet.AddrsOfPrefix(p)
		for _, dst := range ports {
			for _, src := range sources {
				b := packet.AllHeaders(f)
				b.Protocol, b.DestinationPort, b.SourcePort = r.Protocol.V, dst, src
				if d.ingress {
					b.Source = addrs
				} else {
					b.Destination = addrs
				}
				out = append(out, b)
			}
		}
	}
	return out
}

func everything() []packet.Box {
	return []packet.Box{packet.AllHeaders(packet.V4), packet.AllHeaders(packet.V6)}
}

func everywhere() []netip.Prefix {
	return []netip.Prefix{anywhere, netip.PrefixFrom(netip.IPv6Unspecified(), 0)}
}

// orNobody keeps an empty list of peers apart from none, which is anybody.
func orNobody(peers []fabric.InterfaceID) []fabric.InterfaceID {
	if peers == nil {
		return []fabric.InterfaceID{}
	}
	return peers
}
