package aws

import (
	"net/netip"
	"slices"

	"netsim/topology/cloud"
	"netsim/topology/diag"
	"netsim/topology/fabric"
	"netsim/topology/scenario"
)

// takeAddresses notes which addresses of a VPC's subnets are given to somebody.
func (l *lowering) takeAddresses(v *VPC) {
	for _, i := range v.Instances.All() {
		l.take(i.Subnet.V.To, i.PrivateIP)
	}
	for _, i := range v.NetworkInterfaces.All() {
		l.take(i.Subnet.V.To, i.PrivateIP)
	}
	for _, n := range v.NATGateways.All() {
		l.take(n.Subnet.V.To, n.PrivateIP)
	}
	for _, b := range v.LoadBalancers.All() {
		for _, m := range b.SubnetMappings {
			l.take(m.Subnet.V.To, m.PrivateIP)
		}
	}
}

func (l *lowering) take(s *Subnet, a value[netip.Addr]) {
	if s != nil && a.Present() {
		l.used[s] = append(l.used[s], a.V)
	}
}

// machine is what stands in a subnet with an address of its own, and runs
// services.
type machine struct {
	*scenario.Resource
	subnet  value[scenario.Ref[Subnet]]
	private value[netip.Addr]
	public  value[netip.Addr]
	groups  []value[scenario.Ref[SecurityGroup]]
	listens []*cloud.Listener
}

// services is a machine as what services listen on.
func (m machine) services() cloud.Machine {
	c := cloud.Machine{Resource: m.Resource, Kind: kindNames[m.Kind], Listens: m.listens, Address: m.private, PoolOf: kindNames[KindSubnet]}
	if s := m.subnet.V.To; s != nil {
		c.Pool = s.CIDR
	}
	return c
}

func (i *Instance) machine() machine {
	return machine{&i.Resource, i.Subnet, i.PrivateIP, i.PublicIP, i.SecurityGroups.V, i.Listens}
}

func (i *NetworkInterface) machine() machine {
	return machine{&i.Resource, i.Subnet, i.PrivateIP, i.PublicIP, i.SecurityGroups.V, i.Listens}
}

func (l *lowering) instances(v *VPC) {
	for _, i := range v.Instances.All() {
		l.machine(i.machine())
	}
}

func (l *lowering) networkInterfaces(v *VPC) {
	for _, i := range v.NetworkInterfaces.All() {
		l.machine(i.machine())
	}
}

func (l *lowering) machine(m machine) {
	s := m.subnet.V.To
	if s == nil {
		l.displaced(m.Resource, m.subnet)
		return
	}
	iface := fabric.Interface{Element: element(m.Resource), Segment: l.subnets[s], Edge: fabric.None}
	l.addressed(&iface, s, m.private)
	l.Listen(m.services(), &iface)
	l.behindACL(s, &iface)
	id := l.b.Interface(iface)
	l.machines[m.Resource], l.answers[id] = standing{id, s}, true
	l.inGroups(m.Resource, m.groups, id)
	l.publicAddress(vpcOf(m.Resource), m.Resource, id, m.public)
	l.host(m.Resource, s, id)
}

// host makes a resource that stands in a subnet an end of questions, and part of
// the ends that its subnet and VPC are.
func (l *lowering) host(r *scenario.Resource, s *Subnet, id fabric.InterfaceID) {
	h := fabric.Host{Element: element(r), Via: []fabric.Via{{Prefix: anywhere, Interface: id}}}
	for _, end := range []*scenario.Resource{r, &s.Resource, s.Parent} {
		l.ends.Hosts[end] = append(l.ends.Hosts[end], h)
		l.ends.Interfaces[end] = append(l.ends.Interfaces[end], id)
	}
}

// displaced is why a resource is no end: its subnet is gone.
func (l *lowering) displaced(r *scenario.Resource, subnet value[scenario.Ref[Subnet]]) {
	e := placed(element(r).Label, subnet.Range(), r.Key)
	l.ends.Refused[r] = &fabric.Refusal{
		Element: e, Code: fabric.CodeRemoved, Kind: diag.KindEndpoint,
		Summary: e.Label + " stands nowhere: subnet " + subnet.V.Text + " is gone",
		Needed:  "subnet " + subnet.V.Text,
	}
}

// addressed gives an interface the address that is written, or all that AWS may
// pick in the subnet.
func (l *lowering) addressed(i *fabric.Interface, s *Subnet, a value[netip.Addr]) {
	if a.Present() {
		i.Addresses = []fabric.Address{single(a.V)}
	} else {
		i.Addresses, i.Chosen = l.pool(s), true
	}
}

// inGroups puts an interface into security groups: they judge it once all
// interfaces stand.
func (l *lowering) inGroups(owner *scenario.Resource, groups []value[scenario.Ref[SecurityGroup]], id fabric.InterfaceID) {
	l.guarded = append(l.guarded, guarded{at: id, groups: groups, owner: owner})
	for _, g := range groups {
		if g.V.To != nil && !slices.Contains(l.members[g.V.To], id) {
			l.members[g.V.To] = append(l.members[g.V.To], id)
		}
	}
}

// unoccupied makes an interface for the addresses of each subnet that nobody has.
func (l *lowering) unoccupied(v *VPC) {
	for _, s := range v.Subnets.All() {
		free := fabric.Interface{
			Element: fabric.Element{Label: "unoccupied addresses of subnet " + s.Name, At: s.Key},
			Segment: l.subnets[s], Addresses: l.pool(s), Edge: fabric.None, Vacant: true,
			Quiet: &fabric.Refusal{
				Element: element(&s.Resource), Code: fabric.CodeNobody, Kind: diag.KindEndpoint,
				Summary: "nothing in subnet " + s.Name + " has this address",
				Needed:  "an instance with this address",
			},
		}
		l.behindACL(s, &free)
		l.ends.Free[&s.Resource] = l.b.Interface(free)
	}
}
