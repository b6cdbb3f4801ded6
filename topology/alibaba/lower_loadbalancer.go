package alibaba

import (
	"fmt"
	"net/netip"
	"slices"

	"netsim/packet"
	"netsim/topology/cloud"
	"netsim/topology/diag"
	"netsim/topology/fabric"
	"netsim/topology/scenario"
)

// What an HTTP listener answers for its servers.
const (
	symptomBalancerTimeout diag.Symptom = "504 from the load balancer"
	symptomBalancerRefused diag.Symptom = "502 from the load balancer"
)

// loadBalancers makes a VPC's load balancers. The instances of all VPCs stand by
// now, so their servers do.
func (l *lowering) loadBalancers(v *VPC) {
	for _, b := range v.LoadBalancers.All() {
		l.loadBalancer(v, b)
	}
}

// loadBalancer makes a classic load balancer: an address without a security
// group of its own (grants f, CLB; H), whose listeners relay.
func (l *lowering) loadBalancer(v *VPC, b *LoadBalancer) {
	s := b.VSwitch.V.To
	if s == nil {
		l.displaced(&b.Resource, "vSwitch "+b.VSwitch.V.Text, b.VSwitch.Range())
		return
	}
	iface := fabric.Interface{
		Element: element(&b.Resource), Segment: l.vsw[s],
		Vacant: true, // its listeners take what they take, and no host the rest
		Edge:   fabric.None,
		Quiet: &fabric.Refusal{
			Element: element(&b.Resource), Code: fabric.CodeListenerMissing, Kind: diag.KindBackend,
			Summary: "load balancer " + b.Name + " has no listener on this port",
			Needed:  "a listener on this port",
		},
	}
	if b.Address.Present() {
		iface.Addresses = []fabric.Address{addressOfIP(b.Address.V)}
	} else {
		iface.Addresses, iface.Chosen = l.pool(s), true
	}
	id := l.b.Interface(iface)
	for _, end := range []*scenario.Resource{&b.Resource, &s.Resource, s.Parent} {
		l.ends.Interfaces[end] = append(l.ends.Interfaces[end], id) // it is sent to, and sends nothing of itself
	}
	// The load balancer's own forwarding comes from 100.64.0.0/10 and passes
	// security groups; a second interface carries what keeps the client's address.
	services, addresses := l.otherServices(regionOf(&v.Resource))
	own := l.b.Interface(fabric.Interface{
		Element: element(&b.Resource), Segment: services, Addresses: addresses, Chosen: true,
		Edge: fabric.None,
	})
	l.clb = append(l.clb, own)
	keeping := l.b.Interface(fabric.Interface{
		Element: element(&b.Resource), Segment: l.vsw[s], Addresses: iface.Addresses, Chosen: iface.Chosen,
		Edge: fabric.None,
	})
	for _, ln := range b.Listeners {
		fl := l.balance(v, b, ln, own, keeping)
		i := l.b.InterfaceAt(id)
		i.Listeners = append(i.Listeners, fl)
	}
}

// regionOf is the region that a resource stands in.
func regionOf(r *scenario.Resource) *Region {
	if r.Kind == KindRegion {
		return r.Object.(*Region)
	}
	return r.Enclosing(KindRegion).Object.(*Region)
}

func (l *lowering) balance(v *VPC, b *LoadBalancer, ln *LoadBalancerListener, own, keeping fabric.InterfaceID) fabric.Listener {
	e := fabric.Element{
		Label: fmt.Sprintf("the listener %s/%d of load balancer %s", ln.Protocol.V, ln.Port.V, b.Name), At: ln.Node.Range,
	}
	relayed := ln.Protocol.V == "http" || ln.Protocol.V == "https"
	fl := fabric.Listener{
		Element: e, Service: packet.Service{Protocol: packet.Protocol(packet.TCP), Ports: packet.Port(uint16(ln.Port.V))},
		Relay: []fabric.Backend{},
		NoRelay: &fabric.Refusal{
			Element: e, Code: fabric.CodeNoServer, Kind: diag.KindBackend,
			Summary: e.Label + " has no server with a weight",
			Needed:  "a server with a weight above 0",
		},
	}
	if ln.Protocol.V == "udp" {
		fl.Service.Protocol = packet.Protocol(packet.UDP)
	}
	if ln.ACLType.Present() {
		fl.Gates = append(fl.Gates, aclGate(e, ln))
	}
	if relayed {
		// No server behind: an HTTP listener answers by itself (grants i.34; M).
		fl.Symptoms = map[diag.Symptom]diag.Symptom{diag.SymptomTimeout: symptomBalancerTimeout, diag.SymptomRefused: symptomBalancerRefused}
	}
	for _, sv := range ln.Servers {
		i := sv.Instance.V.To
		// A server without weight gets nothing (grants f; H), and one that is gone is
		// taken out by its health check.
		if i == nil || sv.Weight.Or(100) == 0 || l.ends.Refused[&i.Resource] != nil {
			continue
		}
		backend := fabric.Backend{
			Element: fabric.Element{Label: "server " + i.Name + " of load balancer " + b.Name, At: sv.Node.Range},
			From:    own, Start: l.vpcs[v].main, To: l.ends.Interfaces[&i.Resource],
			Service: packet.Service{Protocol: fl.Service.Protocol, Ports: packet.Port(uint16(sv.Port.V))},
		}
		if !relayed {
			// Whether the security group of a server sees the client's address is
			// not settled for layer 4 (grants k.4; U).
			sees, id := l.ReadBool(ln.ClientAddress, fabric.Switch{
				Element: e, ID: fmt.Sprintf("client_address of %s %s/%d", b.Ref(), ln.Protocol.V, ln.Port.V),
				Name: "client_address", Code: "open.client-address",
				Text:    "whether security groups behind " + e.Label + " judge the client's address, or let its forwarding pass",
				Declare: cloud.At(b.TreePath, fmt.Sprintf("listeners[%d].client_address", slices.Index(b.Listeners, ln))),
			})
			backend.Switches = []fabric.SwitchID{id}
			if sees {
				backend.From, backend.Keeps, backend.Carries = keeping, true, true
			}
		}
		fl.Relay = append(fl.Relay, backend)
	}
	return fl
}

// aclGate: an empty white list lets nobody in, an empty black list everybody
// (grants f, CLB; H).
func aclGate(e fabric.Element, ln *LoadBalancerListener) fabric.Gate {
	refusal := &fabric.Refusal{
		Element: placed(e.Label, ln.ACLType.Range(), e.At), Code: CodeListenerACL, Kind: diag.KindFilter,
		Summary: "the access control list of " + e.Label + " does not let this address in",
		Needed:  "an access control list that lets the address in",
	}
	listed := fabric.GateClause{Element: refusal.Element, Says: "the list lets the address in", Match: fabric.Match{Sources: []packet.Box{}}}
	for _, p := range values(ln.ACLEntries) {
		listed.Match.Sources = append(listed.Match.Sources, sourceBox(p))
	}
	g := fabric.Gate{Element: refusal.Element, Clauses: []fabric.GateClause{listed}, Refusal: refusal}
	if ln.ACLType.V == "black" {
		g.Clauses[0].Refusal = refusal
		g.Clauses = append(g.Clauses, fabric.GateClause{Element: refusal.Element, Says: "the list does not keep the address out"})
	}
	return g
}

func sourceBox(p netip.Prefix) packet.Box {
	f, a := packet.AddrsOfPrefix(p)
	b := packet.AllHeaders(f)
	b.Source = a
	return b
}
