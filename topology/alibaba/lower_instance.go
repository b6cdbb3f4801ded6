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
	for _, i := range v.NetworkInterfaces.All() {
		l.take(i.VSwitch.V.To, i.PrivateIP)
	}
	for _, h := range v.HaVips.All() {
		l.take(h.VSwitch.V.To, h.IPAddress)
	}
}

// instances makes the interfaces of a VPC's instances, and one for the addresses
// of each vSwitch that nobody has.
func (l *lowering) instances(v *VPC) {
	for _, i := range v.Instances.All() {
		l.instance(i)
	}
	l.networkInterfaces(v)
	l.haVips(v)
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
	id := l.stand(&i.Resource, s, i.PrivateIP, i.SecurityGroups.V, i.machine())
	l.nic(&nic{Resource: &i.Resource, of: i, at: id, vswitch: s, check: i.SourceDestCheck, forwardsTo: i.ForwardsTo})
}

// stand makes an interface in a vSwitch, with security groups and what listens
// there, that is an end of questions.
func (l *lowering) stand(r *scenario.Resource, s *VSwitch, a scenario.Value[netip.Addr], groups []scenario.Value[scenario.Ref[SecurityGroup]], m cloud.Machine) fabric.InterfaceID {
	iface := fabric.Interface{Element: element(r), Segment: l.vsw[s], Edge: fabric.None}
	l.addressed(&iface, s, a)
	l.Listen(m, &iface)
	l.behindACL(s, &iface)
	id := l.b.Interface(iface)
	l.host(r, s, id)
	l.guarded = append(l.guarded, guarded{at: id, groups: groups, owner: r})
	for _, g := range groups {
		if g.V.To != nil {
			l.members[g.V.To] = append(l.members[g.V.To], id)
		}
	}
	return id
}

// addressed gives an interface the address that is written, or all that the cloud
// may pick in the vSwitch.
func (l *lowering) addressed(i *fabric.Interface, s *VSwitch, a scenario.Value[netip.Addr]) {
	if a.Present() {
		i.Addresses = []fabric.Address{addressOfIP(a.V)}
	} else {
		i.Addresses, i.Chosen = l.pool(s), true
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
