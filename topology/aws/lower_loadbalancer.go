package aws

import (
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

// node makes a load balancer's interface in one subnet. Its listeners take what
// they take, and no host the rest. One without security groups filters nothing
// (sheet b8, c15; H).
func (l *lowering) node(b *LoadBalancer, m *SubnetMapping) {
	s := m.Subnet.V.To
	if s == nil || vpcOf(&s.Resource) != vpcOf(&b.Resource) {
		return
	}
	e := placed("node of "+element(&b.Resource).Label+" in subnet "+s.Name, m.Subnet.Range(), b.Key)
	i := fabric.Interface{
		Element: e, Segment: l.subnets[s], Edge: fabric.None, Vacant: true,
		Quiet: &fabric.Refusal{
			Element: element(&b.Resource), Code: fabric.CodeListenerMissing, Kind: diag.KindBackend,
			Summary: element(&b.Resource).Label + " has no listener on this port",
			Needed:  "a listener on this port",
		},
	}
	l.addressed(&i, s, m.PrivateIP)
	l.behindACL(s, &i)
	id := l.b.Interface(i)
	if len(b.SecurityGroups.V) > 0 {
		l.inGroups(&b.Resource, b.SecurityGroups.V, id)
	}
	l.nodes[b] = append(l.nodes[b], node{zone: s.ZoneID.V, subnet: s, at: id})
}

// listeners tells what listens on the nodes of a VPC's load balancers.
func (l *lowering) listeners(*VPC) {}
