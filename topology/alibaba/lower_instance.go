package alibaba

import (
	"net/netip"

	"netsim/topology/cloud"
	"netsim/topology/diag"
	"netsim/topology/fabric"
	"netsim/topology/scenario"
)

// takeAddresses notes which addresses of a VPC's vSwitches are given to somebody.
func (l *lowering) takeAddresses(v *VPC) {
	for _, i := range v.Instances.All() {
		l.take(i.VSwitch.V.To, i.PrivateIP)
	}
	for _, b := range v.LoadBalancers.All() {
		l.take(b.VSwitch.V.To, b.Address)
	}
}

// instances makes the interfaces of a VPC's instances, and one for the addresses
// of each vSwitch that nobody has.
func (l *lowering) instances(v *VPC) {
	for _, i := range v.Instances.All() {
		l.instance(i)
	}
	for _, s := range v.VSwitches.All() {
		free := fabric.Interface{
			Element: fabric.Element{Label: "unoccupied addresses of vSwitch " + s.Name, At: s.Key},
			Segment: l.vsw[s], Addresses: l.pool(s), Vacant: true,
			Edge: fabric.None,
			Quiet: &fabric.Refusal{
				Element: element(&s.Resource), Code: fabric.CodeNobody, Kind: diag.KindEndpoint,
				Summary: "nothing in vSwitch " + s.Name + " has this address",
				Needed:  "an instance with this address",
			},
		}
		l.behindACL(s, &free)
		l.ends.Free[&s.Resource] = l.b.Interface(free)
	}
}

func (l *lowering) take(s *VSwitch, a scenario.Value[netip.Addr]) {
	if s != nil && a.Present() {
		l.used[s] = append(l.used[s], a.V)
	}
}

// host makes a resource that stands in a vSwitch an end of questions, and part
// of the ends that its vSwitch and VPC are.
func (l *lowering) host(r *scenario.Resource, s *VSwitch, i fabric.InterfaceID) {
	h := fabric.Host{Element: element(r), Via: []fabric.Via{{Prefix: anywhere, Interface: i}}}
	for _, end := range []*scenario.Resource{r, &s.Resource, s.Parent} {
		l.ends.Interfaces[end] = append(l.ends.Interfaces[end], i)
		l.ends.Hosts[end] = append(l.ends.Hosts[end], h)
	}
}

// displaced is why a resource is no end: what it stood in is gone.
func (l *lowering) displaced(r *scenario.Resource, gone string, at diag.Range) {
	l.ends.Refused[r] = &fabric.Refusal{
		Element: placed(element(r).Label, at, r.Key), Code: fabric.CodeRemoved, Kind: diag.KindEndpoint,
		Summary: element(r).Label + " stands nowhere: " + gone + " is gone",
		Needed:  gone,
	}
}

func (l *lowering) instance(i *Instance) {
	s := i.VSwitch.V.To
	if s == nil {
		l.displaced(&i.Resource, "vSwitch "+i.VSwitch.V.Text, i.VSwitch.Range())
		return
	}
	iface := fabric.Interface{
		Element: element(&i.Resource), Segment: l.vsw[s],
		Edge: fabric.None,
	}
	if i.PrivateIP.Present() {
		iface.Addresses = []fabric.Address{addressOfIP(i.PrivateIP.V)}
	} else {
		iface.Addresses, iface.Chosen = l.pool(s), true
	}
	l.Listen(i.machine(), &iface)
	l.behindACL(s, &iface)
	id := l.b.Interface(iface)
	l.host(&i.Resource, s, id)
	l.guarded = append(l.guarded, guarded{at: id, groups: i.SecurityGroups.V, owner: &i.Resource})
	for _, g := range i.SecurityGroups.V {
		if g.V.To != nil {
			l.members[g.V.To] = append(l.members[g.V.To], id)
		}
	}
}

// machine is an instance as what services listen on.
func (i *Instance) machine() cloud.Machine {
	m := cloud.Machine{Resource: &i.Resource, Kind: kindNames[KindInstance], Listens: i.Listens, Address: i.PrivateIP, PoolOf: kindNames[KindVSwitch]}
	if s := i.VSwitch.V.To; s != nil {
		m.Pool = s.CIDR
	}
	return m
}
