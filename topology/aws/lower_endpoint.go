package aws

import (
	"fmt"
	"slices"

	"netsim/packet"
	"netsim/topology/cloud"
	"netsim/topology/diag"
	"netsim/topology/fabric"
	"netsim/topology/scenario"
)

// interfaces reports whether an endpoint has network interfaces.
func (e *Endpoint) interfaces() bool { return e.Type.V == typeInterface }

// takeEndpoints notes the addresses that are given to endpoints.
func (l *lowering) takeEndpoints(v *VPC) {
	for _, e := range v.Endpoints.All() {
		for _, c := range e.Configurations {
			if e.State.V != stateDeleted {
				l.take(c.Subnet.V.To, c.IPv4)
			}
		}
	}
}

// endpointsOf makes the interfaces of a VPC's endpoints: one in each subnet. They
// stand there whether or not the connection does (sheet c.2; H). What listens on
// them is told by endpointListeners.
func (l *lowering) endpointsOf(v *VPC) {
	for _, e := range v.Endpoints.All() {
		switch {
		case e.Type.V == typeGatewayLoadBalancer:
			l.ends.Refused[&e.Resource] = l.throughAppliances(e)
		case !e.interfaces():
			l.gatewayService(e)
		case e.State.V != stateDeleted:
			l.interfaceEndpoint(v, e)
		}
		if e.interfaces() && len(l.endpoints[e]) == 0 {
			l.ends.Refused[&e.Resource] = l.placeless(e)
		}
	}
}

func (l *lowering) throughAppliances(e *Endpoint) *fabric.Refusal {
	at := placed(element(&e.Resource).Label, e.Type.Range(), e.Key)
	return &fabric.Refusal{
		Element: at, Code: "unsupported.gateway-load-balancer", Kind: diag.KindUnknown,
		Summary: at.Label + " leads through appliances, and netsim does not follow packets there",
		Needed:  "an end that netsim follows packets to",
	}
}

// placeless is why an interface endpoint is no end of anything.
func (l *lowering) placeless(e *Endpoint) *fabric.Refusal {
	at := placed(element(&e.Resource).Label, e.State.Range(), e.Key)
	r := &fabric.Refusal{
		Element: at, Code: CodeEndpointNotAvailable, Kind: diag.KindLink,
		Summary: at.Label + " has no network interface: it names no subnet", Needed: "a subnet in each zone from which it is used",
	}
	if e.State.V == stateDeleted {
		r.Summary, r.Needed = at.Label+" is deleted", at.Label+", made again"
	} else if list := e.configurations(); len(list) > 0 {
		r.Code, r.Kind = fabric.CodeRemoved, diag.KindEndpoint
		r.Summary, r.Needed = at.Label+" stands nowhere: subnet "+list[0].Subnet.V.Text+" is gone", "subnet "+list[0].Subnet.V.Text
	}
	return r
}

func (l *lowering) interfaceEndpoint(v *VPC, e *Endpoint) {
	for _, c := range e.configurations() {
		s := c.Subnet.V.To
		if s == nil || vpcOf(&s.Resource) != v {
			continue
		}
		i := fabric.Interface{
			Element: placed("the interface of "+element(&e.Resource).Label+" in subnet "+s.Name, c.Subnet.Range(), e.Key),
			Segment: l.subnets[s], Edge: fabric.None, Vacant: true, // its listeners take what they take, and no host the rest
		}
		l.addressed(&i, s, c.IPv4)
		sender := i
		l.behindACL(s, &i)
		id := l.b.Interface(i)
		if e.SecurityGroups.Present() {
			l.inGroups(&e.Resource, e.SecurityGroups.V, id)
		} else {
			l.b.InterfaceAt(id).Ingress = append(l.b.InterfaceAt(id).Ingress, l.b.Filter(defaultGroup(v, e)))
		}
		l.endpoints[e] = append(l.endpoints[e], node{zone: s.ZoneID.V, subnet: s, at: id})
		for _, end := range []*scenario.Resource{&e.Resource, &s.Resource, &v.Resource} {
			l.ends.Interfaces[end] = append(l.ends.Interfaces[end], id)
		}
		// An endpoint is asked of as a sender only to say that it is none.
		sender.Gates = cloud.Closed(sendsNothing(e))
		l.ends.Hosts[&e.Resource] = append(l.ends.Hosts[&e.Resource], fabric.Host{
			Element: sender.Element, Via: []fabric.Via{{Prefix: anywhere, Interface: l.b.Interface(sender)}},
		})
	}
}

// sendsNothing: connections are opened by the consumer only (sheet c6, c.2; H).
func sendsNothing(e *Endpoint) *fabric.Refusal {
	at := element(&e.Resource)
	return &fabric.Refusal{
		Element: at, Code: CodeEndpointSendsNothing, Kind: diag.KindEndpoint,
		Summary: at.Label + " opens no connections: whoever stands behind it is called, and does not call",
		Needed:  "an endpoint the other way round, or a route between the networks",
	}
}

// defaultGroup is the VPC's default security group: it lets in its own members,
// and nobody else (sheet b1; H).
func defaultGroup(v *VPC, e *Endpoint) fabric.Filter {
	at := fabric.Element{Label: "the default security group of VPC " + v.Name, At: e.Key}
	return fabric.Filter{Element: fabric.Element{Label: "ingress of " + at.Label, At: at.At}, Stateful: true, Default: fabric.Clause{
		Element: at, Effect: fabric.Deny, Refusal: &fabric.Refusal{
			Element: at, Code: fabric.CodeIngressDenied, Kind: diag.KindFilter,
			Summary: element(&e.Resource).Label + " names no security groups, so it is in " + at.Label + ", which lets in its own members only",
			Needed:  "a security group of the endpoint that lets the caller in",
		},
	}}
}

// endpointListeners tells what listens on the interfaces of a VPC's endpoints.
// All other interfaces stand by now.
func (l *lowering) endpointListeners(v *VPC) {
	for _, e := range v.Endpoints.All() {
		why, switches := l.unavailable(e)
		for n, at := range l.endpoints[e] {
			switch s := e.ServiceName.V.Ref.To; {
			case why != nil && why.Unknown() && s != nil:
				l.silent(at, l.surely(e, at, s, why), switches)
			case why != nil:
				l.silent(at, why, switches)
			case l.secondInZone(e, n):
				l.b.InterfaceAt(at.at).Quiet = l.notMade(e, at)
			case s != nil:
				l.toService(e, at, s, switches)
			default:
				l.toAWS(e, at)
			}
		}
	}
}

// surely is what is in the way of an endpoint of which it is not known whether it is
// connected: that, unless its service has nothing for it at any rate.
func (l *lowering) surely(e *Endpoint, at node, s *EndpointService, unknown *fabric.Refusal) *fabric.Refusal {
	faces, open := l.facesFor(e, at, s)
	if why := l.unserved(at, s, faces); why != nil && len(open) == 0 {
		return why
	}
	return unknown
}

// silent is why nothing answers at an endpoint's interface, and on which switches
// that hangs.
func (l *lowering) silent(at node, why *fabric.Refusal, switches []fabric.SwitchID) {
	i := l.b.InterfaceAt(at.at)
	if i.Quiet = why; len(switches) > 0 {
		i.Listeners = []fabric.Listener{{
			Element: i.Element, Service: packet.Service{Protocol: packet.Protocol(packet.TCP), Ports: packet.AllPorts()},
			Gates: []fabric.Gate{{Element: why.Element, Refusal: why, Switches: switches}},
		}}
	}
}

// secondInZone reports whether an endpoint has another interface in the zone
// already: AWS takes one (sheet c.2; H).
func (l *lowering) secondInZone(e *Endpoint, n int) bool {
	nodes := l.endpoints[e]
	return nodes[n].zone != "" && slices.ContainsFunc(nodes[:n], func(o node) bool { return o.zone == nodes[n].zone })
}

func (l *lowering) notMade(e *Endpoint, at node) *fabric.Refusal {
	i := l.b.InterfaceAt(at.at)
	return &fabric.Refusal{
		Element: i.Element, Code: CodeEndpointNotAvailable, Kind: diag.KindLink,
		Summary: element(&e.Resource).Label + " has two subnets in zone " + at.zone + ", and AWS takes one: that in subnet " + at.subnet.Name + " is not made",
		Needed:  "one subnet in each zone",
	}
}

// toAWS: by an endpoint to execute-api private APIs are called; what other
// services of AWS do is not modelled.
func (l *lowering) toAWS(e *Endpoint, at node) {
	i := l.b.InterfaceAt(at.at)
	label, name := element(&e.Resource), e.ServiceName
	label.At = name.Range()
	if !e.is(executeAPI) {
		i.Quiet = &fabric.Refusal{
			Element: label, Code: "unsupported.aws-service", Kind: diag.KindUnknown,
			Summary: "what " + name.V.AWS + " does with what comes by " + label.Label + " is not modelled",
			Needed:  "a service that netsim models, such as execute-api",
		}
		return
	}
	i.Listeners = append(i.Listeners, fabric.Listener{
		Element: fabric.Element{Label: "the listener tcp/443 of " + label.Label, At: e.Key}, Calls: true,
		Service: packet.Service{Protocol: packet.Protocol(packet.TCP), Ports: packet.Port(443)},
	})
	i.Quiet = &fabric.Refusal{
		Element: label, Code: fabric.CodeNotListening, Kind: diag.KindBackend,
		Summary: label.Label + " takes calls on tcp/443 only",
		Needed:  "a call by https, on tcp/443",
	}
}

// toService leads what is sent to an endpoint's interface to the load balancers
// of an endpoint service in the same zone: what one of them listens on, the
// endpoint does (sheet c.3; H, the zone M).
func (l *lowering) toService(e *Endpoint, at node, s *EndpointService, switches []fabric.SwitchID) {
	faces, open := l.facesFor(e, at, s)
	switches = append(slices.Clip(switches), open...)
	if why := l.unserved(at, s, faces); why != nil {
		l.silent(at, why, switches)
		return
	}
	label := element(&e.Resource).Label
	var ports []fabric.Listener
	for _, f := range faces {
		for _, ln := range f.of.Listeners {
			for _, fl := range l.relayed(e, f, ln) {
				if n := slices.IndexFunc(ports, func(o fabric.Listener) bool { return o.Service == fl.Service }); n < 0 {
					ports = append(ports, fl)
				}
			}
		}
	}
	for n := range ports {
		for _, f := range faces {
			ports[n].Relay = append(ports[n].Relay, fabric.Backend{
				Element: fabric.Element{Label: fmt.Sprintf("load balancer %s, by PrivateLink", f.of.Name), At: s.Key},
				From:    f.from, Start: fabric.None, To: []fabric.InterfaceID{f.at}, Service: ports[n].Service,
				Keeps: true, Known: true, Carries: true, Transparent: true, Switches: switches,
			})
		}
	}
	i := l.b.InterfaceAt(at.at)
	i.Listeners = ports
	i.Quiet = &fabric.Refusal{
		Element: placed(element(&s.Resource).Label, s.LoadBalancers.Range(), s.Key), Code: fabric.CodeListenerMissing, Kind: diag.KindBackend,
		Summary: "no load balancer of " + element(&s.Resource).Label + ", which " + label + " leads to, has a listener on this port",
		Needed:  "a listener on this port",
	}
}

// relayed are the listeners that an endpoint has for one of a load balancer.
// PrivateLink carries TCP; that it carries UDP is newer, and not settled (sheet
// c6; U).
func (l *lowering) relayed(e *Endpoint, f face, ln *LoadBalancerListener) []fabric.Listener {
	var list []fabric.Listener
	for _, p := range ln.transports() {
		fl := fabric.Listener{
			Element: fabric.Element{Label: fmt.Sprintf("the listener %d of load balancer %s, by %s", ln.Port.V, f.of.Name, element(&e.Resource).Label), At: ln.Node.Range},
			Service: packet.Service{Protocol: packet.Protocol(p), Ports: packet.Port(uint16(ln.Port.V))},
			Relay:   []fabric.Backend{},
		}
		if p == packet.UDP {
			fl.Gates = cloud.Closed(&fabric.Refusal{
				Element: fl.Element, Code: "unsupported.privatelink-udp", Kind: diag.KindUnknown,
				Summary: "whether PrivateLink carries UDP to " + element(&f.of.Resource).Label + " is not settled",
				Needed:  "a listener for TCP",
			})
		}
		list = append(list, fl)
	}
	return list
}

// face is a load balancer's node as PrivateLink reaches it, and where it is
// reached from.
type face struct {
	node
	of   *LoadBalancer
	from fabric.InterfaceID
}

// facesFor are the faces of a service's load balancers in the zone of an
// endpoint's interface (sheet c4; H). Where a zone is not written, which are in it
// is a switch, and where an account is not, whose they are.
func (l *lowering) facesFor(e *Endpoint, at node, s *EndpointService) ([]face, []fabric.SwitchID) {
	all, switches := l.facesOf(s)
	if regionOf(&e.Resource) != regionOf(&s.Resource) {
		return all, switches // regions have no zone in common (sheet c5; M)
	}
	in := func(holds func(face) bool) []face {
		return slices.DeleteFunc(slices.Clone(all), func(f face) bool { return !holds(f) })
	}
	same := in(func(f face) bool { return f.subnet == at.subnet || f.zone != "" && f.zone == at.zone })
	maybe := in(func(f face) bool { return f.zone == "" || at.zone == "" })
	if len(same) > 0 || len(maybe) == 0 {
		return same, switches
	}
	subnet, id := l.zoneOf(at, s, maybe)
	return in(func(f face) bool { return f.subnet == subnet }), append(switches, id)
}

// zoneOf is the subnet of a service's load balancers that is in the zone of an
// endpoint's; nil: none is.
func (l *lowering) zoneOf(at node, s *EndpointService, maybe []face) (*Subnet, fabric.SwitchID) {
	w := fabric.Switch{
		Element: element(&at.subnet.Resource), ID: "zone of " + at.subnet.Ref() + " for " + s.Ref(), Name: "availability_zone_id", Code: CodeZoneOpen,
		Values: []string{"a zone of its own"},
		Text:   "which load balancer of " + element(&s.Resource).Label + " is in the same availability zone as subnet " + at.subnet.Name,
	}
	if at.zone == "" {
		w.Declare = cloud.At(at.subnet.TreePath, "availability_zone_id")
	}
	subnets := []*Subnet{nil}
	for _, f := range maybe {
		if slices.Contains(subnets, f.subnet) {
			continue
		}
		subnets = append(subnets, f.subnet)
		w.Values = append(w.Values, "that of subnet "+f.subnet.Name+" of load balancer "+f.of.Name)
		if f.zone == "" {
			w.Declare = append(w.Declare, cloud.At(f.subnet.TreePath, "availability_zone_id")...)
		}
	}
	which, id := l.Read(w)
	return subnets[which], id
}

// facesOf are the faces of all load balancers of a service: those of its account.
func (l *lowering) facesOf(s *EndpointService) (list []face, switches []fabric.SwitchID) {
	for _, ref := range s.LoadBalancers.V {
		b := ref.V.To
		if b == nil || l.links[b] == nil || s.cannotUse(b) != "" || slices.ContainsFunc(list, func(f face) bool { return f.of == b }) {
			continue
		}
		own, open := l.oneAccount(&b.Resource, &s.Resource)
		if switches = append(switches, open...); !own {
			continue
		}
		for _, n := range l.links[b].faces {
			list = append(list, face{node: n, of: b, from: l.links[b].entrance})
		}
	}
	return list, switches
}
