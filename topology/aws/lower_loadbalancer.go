package aws

import (
	"net/netip"
	"slices"

	"netsim/packet"
	"netsim/topology/diag"
	"netsim/topology/fabric"
	"netsim/topology/scenario"
)

// loadBalancers makes the nodes of a VPC's load balancers: an interface in each
// subnet (sheet c7; H). What listens on them is told by listeners.
func (l *lowering) loadBalancers(v *VPC) {
	for _, b := range v.LoadBalancers.All() {
		for _, m := range b.mappings() {
			l.node(b, m)
		}
		if len(l.nodes[b]) == 0 {
			l.ends.Refused[&b.Resource] = homeless(b)
		}
	}
}

// mappings are a load balancer's subnets, whichever way they are written.
func (b *LoadBalancer) mappings() []*SubnetMapping {
	if b.SubnetMappings != nil {
		return b.SubnetMappings
	}
	var list []*SubnetMapping
	for _, s := range b.Subnets.V {
		list = append(list, &SubnetMapping{At: scenario.At{Node: s.Node}, Subnet: s})
	}
	return list
}

// homeless is why a load balancer is no end: its subnets are gone.
func homeless(b *LoadBalancer) *fabric.Refusal {
	e := element(&b.Resource)
	return &fabric.Refusal{
		Element: e, Code: fabric.CodeRemoved, Kind: diag.KindEndpoint,
		Summary: e.Label + " stands nowhere: it has no subnet",
		Needed:  "a subnet for each zone that it is enabled in",
	}
}

// node makes a load balancer's interface in one subnet. Its listeners take what
// they take, and no host the rest. One without security groups filters nothing
// (sheet b8, c15; H).
func (l *lowering) node(b *LoadBalancer, m *SubnetMapping) {
	s := m.Subnet.V.To
	if s == nil || vpcOf(&s.Resource) != vpcOf(&b.Resource) {
		return
	}
	own := element(&b.Resource)
	i := fabric.Interface{
		Element: placed("the node of "+own.Label+" in subnet "+s.Name, m.Subnet.Range(), b.Key),
		Segment: l.subnets[s], Edge: fabric.None, Vacant: true,
		Quiet: &fabric.Refusal{
			Element: own, Code: fabric.CodeListenerMissing, Kind: diag.KindBackend,
			Summary: own.Label + " has no listener on this port",
			Needed:  "a listener on this port",
		},
	}
	if why := b.inactive(); why != nil {
		i.Quiet = why
		i.Gates = []fabric.Gate{{Element: why.Element, Refusal: why}}
	}
	l.addressed(&i, s, m.PrivateIP)
	l.behindACL(s, &i)
	id := l.b.Interface(i)
	if len(b.SecurityGroups.V) > 0 {
		l.inGroups(&b.Resource, b.SecurityGroups.V, id)
	}
	l.answers[id] = b.Type.V == application
	n := node{zone: s.ZoneID.V, subnet: s, at: id}
	l.nodes[b] = append(l.nodes[b], n)
	if b.Scheme.Or(internetFacing) == internetFacing {
		l.facing[id] = l.publicNode(b, n, m.ElasticIP)
	}
	// It is sent to as a part of its subnet, and sends nothing of itself.
	for _, end := range []*scenario.Resource{&s.Resource, s.Parent} {
		l.ends.Interfaces[end] = append(l.ends.Interfaces[end], id)
	}
	l.ends.Hosts[&b.Resource] = append(l.ends.Hosts[&b.Resource], fabric.Host{
		Element: i.Element, Via: []fabric.Via{{Prefix: anywhere, Interface: id}},
	})
}

// inactive is why a load balancer takes no traffic; nil: it does (sheet c7; H).
func (b *LoadBalancer) inactive() *fabric.Refusal {
	r := &fabric.Refusal{
		Element: placed(element(&b.Resource).Label, b.State.Range(), b.Key), Code: CodeLoadBalancerInactive, Kind: diag.KindLink,
	}
	r.Needed = r.Label + ", active"
	switch state := b.State.Or(active); {
	case state != active && state != "active_impaired":
		r.Summary = r.Label + " is " + state + ", and takes no traffic"
	case b.narrow() != "":
		r.Summary = r.Label + " cannot be: " + b.narrow()
		r.Needed = "a subnet in another zone, too"
	default:
		return nil
	}
	return r
}

// publicNode is where a node of an internet-facing load balancer is sent to by
// its name: a public address, which is written or AWS picks (sheet c7; H).
func (l *lowering) publicNode(b *LoadBalancer, n node, a value[netip.Addr]) fabric.InterfaceID {
	e := placed("the public address of "+l.b.InterfaceAt(n.at).Label, a.Range(), b.Key)
	if a.Present() {
		return l.publicFace(vpcOf(&b.Resource), n.at, e, []fabric.Address{single(a.V)})
	}
	var any []fabric.Address
	for _, r := range packet.PublicIPv4() {
		any = append(any, fabric.Address{Family: packet.V4, Addrs: r})
	}
	face := l.publicFace(vpcOf(&b.Resource), n.at, e, any)
	l.b.InterfaceAt(face).Chosen = true
	return face
}

// resolve is where a load balancer's name leads: to the nodes that have a target
// for every listener, or to all if none has (sheet c11; H).
func (l *lowering) resolve(b *LoadBalancer) {
	none := !slices.ContainsFunc(l.nodes[b], func(n node) bool { return !l.bare[n.at] })
	for _, n := range l.nodes[b] {
		face, public := l.facing[n.at]
		switch named := none || !l.bare[n.at]; {
		case named && public:
			l.ends.Interfaces[&b.Resource] = append(l.ends.Interfaces[&b.Resource], face)
			l.ends.Parts[&b.Resource] = append(l.ends.Parts[&b.Resource], n.at)
		case named:
			l.ends.Interfaces[&b.Resource] = append(l.ends.Interfaces[&b.Resource], n.at)
		default:
			l.ends.Parts[&b.Resource] = append(l.ends.Parts[&b.Resource], n.at)
			if public {
				l.ends.Parts[&b.Resource] = append(l.ends.Parts[&b.Resource], face)
			}
		}
	}
}
