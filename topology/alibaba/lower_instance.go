package alibaba

import (
	"net/netip"

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
	l.listeners(i, &iface)
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

// listeners tells what listens on an instance. Absent is assumed to listen,
// [] is nothing (ruling 27).
func (l *lowering) listeners(i *Instance, iface *fabric.Interface) {
	if i.Listens == nil {
		iface.Anything = true
		_, iface.AnySwitch = l.Read(fabric.Switch{
			Element: element(&i.Resource), ID: "listens of " + i.Ref(), Name: "listens", Code: "open.listens",
			Ruling: 27, Values: []string{"assumed"},
			Text:    "a service is assumed to listen on " + element(&i.Resource).Label + ", since `listens` is not written",
			Declare: at(i.TreePath, "listens", "[{port: tcp/80}]", "[]"),
		})
	}
	for _, ln := range i.Listens {
		if !ln.listensOn(i) {
			continue
		}
		fl := fabric.Listener{
			Element: placed("the listener "+ln.Port.V.Text()+" of instance "+i.Name, ln.Port.Range(), i.Key),
			Service: ln.Port.V,
		}
		if ln.Paths.Present() {
			fl.Paths = []string{}
			for _, p := range ln.Paths.V {
				fl.Paths = append(fl.Paths, pathPattern(p.V))
			}
			fl.PathMiss = &fabric.Refusal{
				Element: placed(fl.Label, ln.Paths.Range(), i.Key), Code: fabric.CodePathNotServed, Kind: diag.KindBackend,
				Summary: fl.Label + " does not answer this path",
				Needed:  "a service that answers the path that the backend is called with",
			}
		}
		iface.Listeners = append(iface.Listeners, fl)
	}
	at := i.Key
	if e := i.Node.Field("listens"); e != nil {
		at = e.KeyRange
	}
	iface.Quiet = &fabric.Refusal{
		Element: fabric.Element{Label: element(&i.Resource).Label, At: at}, Code: fabric.CodeNotListening, Kind: diag.KindBackend,
		Summary: "nothing listens on this port of instance " + i.Name,
		Needed:  "a service that listens on this port, on the instance's private address",
	}
}

// listensOn reports whether a listener takes what is sent to the instance: one
// that is bound to another address, such as 127.0.0.1, does not.
func (ln *Listener) listensOn(i *Instance) bool {
	a := ln.Address
	return !a.Present() || a.V.IsUnspecified() || i.PrivateIP.Present() && a.V == i.PrivateIP.V ||
		!i.PrivateIP.Present() && !a.V.IsLoopback()
}
