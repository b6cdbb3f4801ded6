package alibaba

import (
	"cmp"
	"slices"

	"netsim/topology/cloud"
	"netsim/topology/diag"
	"netsim/topology/fabric"
	"netsim/topology/scenario"
)

// nic is a network interface of an instance: its first one, which is called by the
// name of the instance, or another.
type nic struct {
	*scenario.Resource
	of         *Instance
	at         fabric.InterfaceID
	vswitch    *VSwitch
	check      scenario.Value[bool]
	forwardsTo scenario.Value[scenario.AnyRef]
}

// networkInterfaces makes a VPC's network interfaces. Its instances stand by now.
func (l *lowering) networkInterfaces(v *VPC) {
	for _, i := range v.NetworkInterfaces.All() {
		s := i.VSwitch.V.To
		if s == nil {
			l.displaced(&i.Resource, "vSwitch "+i.VSwitch.V.Text, i.VSwitch.Range())
			continue
		}
		of := i.Instance.V.To
		if of == nil || l.nics[&of.Resource] == nil {
			l.ends.Refused[&i.Resource] = detached(i)
			continue
		}
		id := l.stand(&i.Resource, s, i.PrivateIP, i.SecurityGroups.V, i.machine())
		l.nic(&nic{Resource: &i.Resource, of: of, at: id, vswitch: s, check: i.SourceDestCheck, forwardsTo: i.ForwardsTo})
	}
}

// nic notes a network interface of an instance that stands.
func (l *lowering) nic(n *nic) {
	l.nics[n.Resource] = n
	l.nicsOf[n.of] = append(l.nicsOf[n.of], n)
}

// detached: nothing takes what comes to an interface that is attached to no
// instance, and nothing sends by it.
func detached(i *NetworkInterface) *fabric.Refusal {
	return &fabric.Refusal{
		Element: placed(element(&i.Resource).Label, i.Instance.Range(), i.Key), Code: fabric.CodeNobody, Kind: diag.KindEndpoint,
		Summary: element(&i.Resource).Label + " is attached to no instance that stands",
		Needed:  "an instance that it is attached to",
	}
}

// machine is a network interface as what services listen on: what is not written
// is what its instance has.
func (i *NetworkInterface) machine() cloud.Machine {
	m := cloud.Machine{Resource: &i.Resource, Kind: kindNames[KindNetworkInterface], Listens: i.Listens, Address: i.PrivateIP, PoolOf: kindNames[KindVSwitch]}
	if of := i.Instance.V.To; of != nil && i.Listens == nil {
		m.Listens = of.Listens
	}
	if s := i.VSwitch.V.To; s != nil {
		m.Pool = s.CIDR
	}
	return m
}

// haVips makes a VPC's HaVips: each an address that its master has.
func (l *lowering) haVips(v *VPC) {
	for _, h := range v.HaVips.All() {
		s := h.VSwitch.V.To
		if s == nil {
			l.displaced(&h.Resource, "vSwitch "+h.VSwitch.V.Text, h.VSwitch.Range())
			continue
		}
		iface := fabric.Interface{Element: element(&h.Resource), Segment: l.vsw[s], Edge: fabric.None}
		l.addressed(&iface, s, h.IPAddress)
		master, switches := l.master(h)
		if master == nil {
			iface.Vacant = true
			iface.Quiet = &fabric.Refusal{
				Element: placed(element(&h.Resource).Label, h.Instances.Range(), h.Key), Code: fabric.CodeNobody, Kind: diag.KindEndpoint,
				Summary: "no instance has " + element(&h.Resource).Label,
				Needed:  "an instance in its vSwitch that it is associated with",
			}
		} else {
			m := master.machine()
			m.Address = h.IPAddress
			l.Listen(m, &iface)
			iface.Gates = append(iface.Gates, fabric.Gate{
				Element: iface.Element, Clauses: []fabric.GateClause{{
					Element: iface.Element, Says: "its master is " + element(master.Resource).Label, Switches: switches,
				}},
			})
		}
		l.behindACL(s, &iface)
		id := l.b.Interface(iface)
		if master != nil {
			l.guarded = append(l.guarded, guarded{at: id, groups: master.groups(), owner: &h.Resource})
		}
		for _, end := range []*scenario.Resource{&h.Resource, &s.Resource, s.Parent} {
			l.ends.Interfaces[end] = append(l.ends.Interfaces[end], id) // it sends nothing of itself
		}
	}
}

// machine is what listens behind an interface of an instance.
func (n *nic) machine() cloud.Machine {
	if i, ok := n.Object.(*NetworkInterface); ok {
		return i.machine()
	}
	return n.of.machine()
}

func (n *nic) groups() []scenario.Value[scenario.Ref[SecurityGroup]] {
	if i, ok := n.Object.(*NetworkInterface); ok {
		return i.SecurityGroups.V
	}
	return n.of.SecurityGroups.V
}

// associated are the interfaces that may have a HaVip: those that it names and
// that stand in its vSwitch (VPC, "HaVip"; H). Others are inactive (ruling 26).
func (l *lowering) associated(h *HaVip) []*nic {
	var all []*nic
	for _, ref := range h.Instances.V {
		if n := l.nics[ref.V.To]; n != nil && n.vswitch == h.VSwitch.V.To && !slices.Contains(all, n) {
			all = append(all, n)
		}
	}
	slices.SortFunc(all, func(a, b *nic) int { return cmp.Compare(a.Ref(), b.Ref()) })
	return all
}

// master is the interface that has a HaVip, or nil. Which of several announced the
// address is for their own software to settle.
func (l *lowering) master(h *HaVip) (*nic, []fabric.SwitchID) {
	all := l.associated(h)
	if len(all) == 0 {
		return nil, nil
	}
	s := fabric.Switch{
		Element: element(&h.Resource), ID: "master of " + h.Ref(), Name: "master",
		Code:    "open.ha-vip-master",
		Text:    "which of its instances has " + element(&h.Resource).Label,
		Declare: cloud.At(h.TreePath, "master"),
	}
	for n, a := range all {
		s.Values = append(s.Values, a.Ref())
		if h.Master.V.To == a.Resource {
			s.Value, s.Declared, s.At = n, true, h.Master.Range()
		}
	}
	if len(all) == 1 {
		return all[0], nil
	}
	s.Declare[0].Values = s.Values
	n, id := l.Read(s)
	return all[n], []fabric.SwitchID{id}
}

// toNIC is where a route to an interface of an instance leads. Packets for others
// go on if the instance forwards, and neither the interface that they come in by
// nor the one that they leave by checks whose they are.
func (l *lowering) toNIC(r *Route, n *nic) (fabric.Target, []fabric.SwitchID) {
	e, at := element(&r.Resource), element(n.Resource)
	drops := func(where fabric.Element, why, needed string) fabric.Target {
		return cloud.NotForwarding(n.at, where, e.Label+" hands it to "+at.Label+", "+why, needed)
	}
	forwards, id := l.Forwards(n.of.forwarder())
	switches := []fabric.SwitchID{id}
	if !forwards {
		return drops(placed(e.Label, r.NextHop.Range(), r.Key), "which does not forward packets for others", "a next hop that forwards, or no such route"), switches
	}
	out, more := l.leavesBy(n)
	switches = append(switches, more...)
	for _, i := range []*nic{n, out} {
		checks, id := l.checks(i)
		switches = append(switches, id)
		if checks {
			return drops(placed(element(i.Resource).Label, i.check.Range(), i.Key),
				"and "+element(i.Resource).Label+" drops what is not its own: its source/destination check is on",
				"source_dest_check: false for "+element(i.Resource).Label+", or no such route"), switches
		}
		if out == n {
			break
		}
	}
	return fabric.ToHop(l.hop(n, out)), switches
}

// hop is the way through an instance from one of its interfaces to another.
func (l *lowering) hop(in, out *nic) fabric.HopID {
	key := [2]fabric.InterfaceID{in.at, out.at}
	id, ok := l.through[key]
	if !ok {
		stateful, open := l.Remembers(in.of.forwarder())
		id = l.b.Hop(fabric.Hop{
			Element: element(&in.of.Resource), In: in.at, Out: out.at,
			Table:  l.b.SegmentAt(l.vsw[out.vswitch]).Table,
			Device: l.nicsOf[in.of][0].at, Stateful: stateful, StatefulSwitches: []fabric.SwitchID{open},
		})
		l.through[key] = id
	}
	return id
}

// leavesBy is the interface that packets leave by which come in by another.
func (l *lowering) leavesBy(n *nic) (*nic, []fabric.SwitchID) {
	if out := l.nics[n.forwardsTo.V.To]; out != nil && out.of == n.of {
		return out, nil
	}
	others := slices.DeleteFunc(slices.Clone(l.nicsOf[n.of]), func(o *nic) bool { return o == n })
	switch len(others) {
	case 0:
		return n, nil
	case 1:
		return others[0], nil
	}
	s := fabric.Switch{
		Element: element(n.Resource), ID: "forwards_to of " + n.Ref(), Name: "forwards_to",
		Code:    "open.forwards-to",
		Text:    "by which interface instance " + n.of.Name + " sends on what comes in by " + element(n.Resource).Label,
		Declare: cloud.At(n.TreePath, "forwards_to"),
	}
	for _, o := range others {
		s.Values = append(s.Values, o.Ref())
	}
	s.Declare[0].Values = s.Values
	i, id := l.Read(s)
	return others[i], []fabric.SwitchID{id}
}

// checks reads whether an interface drops what is not its own.
func (l *lowering) checks(n *nic) (bool, fabric.SwitchID) {
	s := fabric.Switch{
		Element: element(n.Resource), ID: "source_dest_check of " + n.Ref(), Name: "source_dest_check",
		Code:    "open.source-dest-check",
		Values:  []string{"true", "false"},
		Text:    "whether " + element(n.Resource).Label + " drops packets that are not its own",
		Declare: cloud.At(n.TreePath, "source_dest_check", "true", "false"),
	}
	if n.check.Present() {
		s.Declared, s.At = true, n.check.Range()
		if !n.check.V {
			s.Value = 1
		}
	}
	i, id := l.Read(s)
	return i == 0, id
}

func (i *Instance) forwarder() cloud.Forwarder {
	return cloud.Forwarder{Resource: &i.Resource, Label: element(&i.Resource).Label, IPForwarding: i.IPForwarding, Stateful: i.Stateful}
}

// toHaVip is where a route to a HaVip leads: to its master.
func (l *lowering) toHaVip(r *Route, h *HaVip) (fabric.Target, []fabric.SwitchID) {
	master, switches := l.master(h)
	if master == nil {
		e := element(&r.Resource)
		return fabric.ToDrop(&fabric.Refusal{
			Element: placed(e.Label, r.NextHop.Range(), r.Key), Code: fabric.CodeBlackhole, Kind: diag.KindRoute,
			Summary: e.Label + " leads to " + element(&h.Resource).Label + ", which no instance has",
			Needed:  "an instance in the vSwitch of the HaVip that it is associated with",
		}), nil
	}
	t, more := l.toNIC(r, master)
	return t, append(switches, more...)
}
