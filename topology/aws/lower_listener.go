package aws

import (
	"fmt"
	"strings"

	"netsim/packet"
	"netsim/topology/cloud"
	"netsim/topology/diag"
	"netsim/topology/fabric"
	"netsim/topology/scenario"
)

// listeners tells what listens on the nodes of a VPC's load balancers, and of its
// Kubernetes services. All interfaces stand by now.
func (l *lowering) listeners(v *VPC) {
	for _, k := range v.KubernetesServices.All() {
		l.nodePorts(k)
	}
	for _, b := range v.LoadBalancers.All() {
		for _, n := range l.nodes[b] {
			list := l.listenersAt(b, n, false) // which may add interfaces
			l.b.InterfaceAt(n.at).Listeners = list
		}
		if link := l.links[b]; link != nil {
			for _, f := range link.faces {
				list := l.listenersAt(b, l.nodeIn(b, f.subnet), true)
				l.b.InterfaceAt(f.at).Listeners = list
			}
		}
		l.resolve(b)
	}
}

// nodeIn is a load balancer's node in a subnet where it has one.
func (l *lowering) nodeIn(b *LoadBalancer, s *Subnet) node {
	for _, n := range l.nodes[b] {
		if n.subnet == s {
			return n
		}
	}
	return node{subnet: s, zone: s.ZoneID.V, at: fabric.None}
}

// balancing is one listener at one node.
type balancing struct {
	*LoadBalancer
	ln *LoadBalancerListener
	e  fabric.Element
	at node
	// privately: what comes by PrivateLink, of which targets never see whose it is
	// (sheet c.3; H).
	privately bool
	transport uint8
}

// action is a target group that a listener sends to, and when.
type action struct {
	group value[scenario.Ref[TargetGroup]]
	match fabric.Match
	rank  int
	what  string
	at    diag.Range
}

// listenersAt makes a load balancer's listeners at one of its nodes (sheet c8; H).
func (l *lowering) listenersAt(b *LoadBalancer, n node, privately bool) []fabric.Listener {
	var list []fabric.Listener
	if b.inactive() != nil {
		return nil
	}
	for _, ln := range b.Listeners {
		e := fabric.Element{Label: fmt.Sprintf("the listener %s:%d of %s", ln.Protocol.V, ln.Port.V, element(&b.Resource).Label), At: ln.Node.Range}
		for _, p := range ln.transports() {
			fl := fabric.Listener{
				Element: e, Service: packet.Service{Protocol: packet.Protocol(p), Ports: packet.Port(uint16(ln.Port.V))},
				Gates: cloud.CertificateGates(e, ln.CertificateNames), Relay: []fabric.Backend{},
			}
			if b.Type.V == application {
				fl.Symptoms = map[diag.Symptom]diag.Symptom{
					diag.SymptomTimeout: "HTTP 504 from the load balancer", diag.SymptomRefused: "HTTP 502 from the load balancer",
				}
			}
			if why := ln.misfit(b); why != "" {
				fl.Gates = refusing(&fabric.Refusal{
					Element: e, Code: fabric.CodeListenerMissing, Kind: diag.KindBackend,
					Summary: e.Label + " cannot be: " + why, Needed: "a listener that AWS takes",
				})
				list = append(list, fl)
				continue
			}
			l.relays(balancing{b, ln, e, n, privately, p}, &fl)
			list = append(list, fl)
		}
	}
	return list
}

// refusing is a gate that lets nothing pass.
func refusing(r *fabric.Refusal, switches ...fabric.SwitchID) []fabric.Gate {
	return []fabric.Gate{{Element: r.Element, Refusal: r, Switches: switches}}
}

// actions are what a listener does, in the order in which it tries: its rules, and
// then its default. What AWS would not take is left out (ruling 26).
func (ln *LoadBalancerListener) actions(b *LoadBalancer) []action {
	var list []action
	for n, r := range ln.Rules {
		if misfit(b, ln, r.TargetGroup.V.To) == "" {
			list = append(list, action{
				group: r.TargetGroup, match: r.match(), rank: n, what: fmt.Sprintf("rule %d of ", n+1), at: r.Node.Range,
			})
		}
	}
	if ln.TargetGroup.Present() {
		list = append(list, action{group: ln.TargetGroup, rank: len(ln.Rules), at: ln.TargetGroup.Range()})
	}
	return list
}

// match is when a rule holds.
func (r *ListenerRule) match() fabric.Match {
	var m fabric.Match
	for _, h := range r.Hosts.V {
		m.HostForms = append(m.HostForms, strings.ToLower(h.V))
	}
	for _, p := range r.Paths.V {
		m.PathForms = append(m.PathForms, p.V)
	}
	for _, v := range r.Methods.V {
		m.Methods = append(m.Methods, v.V)
	}
	return m
}

// relays tells to what a listener hands what it takes. An action without a target
// keeps its place: the next one is not tried for it.
func (l *lowering) relays(x balancing, fl *fabric.Listener) {
	fl.NoRelay = &fabric.Refusal{
		Element: x.e, Code: fabric.CodeNoServer, Kind: diag.KindBackend,
		Summary: x.e.Label + " forwards nothing: no rule of it holds, and it has no default target group",
		Needed:  "a target group that it forwards to",
	}
	for _, a := range x.ln.actions(x.LoadBalancer) {
		backends, none := l.backends(x, a)
		for i := range backends {
			backends[i].Match, backends[i].Rank = a.match, a.rank
		}
		if len(backends) == 0 {
			l.bare[x.at.at] = true
			backends = []fabric.Backend{{
				Element: none.Element, Match: a.match, Rank: a.rank, From: x.at.at, Start: fabric.None,
				Gates: refusing(none.Refusal, none.switches...),
			}}
		}
		fl.Relay = append(fl.Relay, backends...)
	}
}

// without is why an action has no target at a node, and on which switches that
// hangs.
type without struct {
	*fabric.Refusal
	switches []fabric.SwitchID
}

// backends are the targets that a node uses for an action.
func (l *lowering) backends(x balancing, a action) ([]fabric.Backend, without) {
	g := a.group.V.To
	if g == nil {
		return nil, without{Refusal: x.noServer(a, "target group "+a.group.V.Text+" is gone", "the target group")}
	}
	var list []fabric.Backend
	var switches []fabric.SwitchID
	var unused string
	elsewhere := false
	for _, t := range g.Targets {
		r := l.registration(g, t)
		if r.why != "" {
			unused = r.why
		}
		for _, p := range r.places {
			use := l.use(x.LoadBalancer, g, t, p)
			switches = append(switches, use.switches...)
			switch {
			case use.why != "":
				unused = use.why
			case use.only != nil && use.only.at != x.at.at:
				elsewhere = true
			default:
				list = append(list, l.backend(x, g, t, p))
			}
		}
	}
	for i := range list {
		list[i].Switches = switches
	}
	if len(list) > 0 {
		return list, without{}
	}
	return nil, without{l.noTarget(x, a, g, elsewhere, unused), switches}
}

func (x balancing) noServer(a action, why, needed string) *fabric.Refusal {
	r := &fabric.Refusal{
		Element: placed(x.e.Label, a.at, x.e.At), Code: fabric.CodeNoServer, Kind: diag.KindBackend,
		Summary: a.what + x.e.Label + " has nothing to forward to: " + why, Needed: needed,
	}
	if x.Type.V == application {
		r.Symptom = "HTTP 503 from the load balancer"
	}
	return r
}

// noTarget is why a node has no target of a group (sheet c10, c11; H).
func (l *lowering) noTarget(x balancing, a action, g *TargetGroup, elsewhere bool, unused string) *fabric.Refusal {
	e := element(&g.Resource)
	r := x.noServer(a, e.Label+" has no targets", "a target that is registered in "+e.Label)
	r.Element = placed(e.Label, fieldRange(g.Node, "targets"), g.Key)
	switch {
	case elsewhere:
		zone := "the zone of subnet " + x.at.subnet.Name
		if x.at.zone != "" {
			zone = "zone " + x.at.zone
		}
		r.Code = CodeNoTargetInZone
		r.Element = placed(e.Label, g.CrossZone.Range(), r.At)
		r.Summary = x.e.Label + " uses the targets of its own zone only, and " + e.Label + " has none in " + zone
		r.Needed = "a target in " + zone + ", or cross-zone load balancing"
	case unused != "":
		r.Code = CodeTargetUnused
		r.Summary = "no target of " + e.Label + " is used: " + unused
		r.Needed = "a target that " + element(&x.Resource).Label + " uses"
	}
	return r
}

// fieldRange is where a field is written; zero where it is not.
func fieldRange(n *scenario.Node, field string) diag.Range {
	if n != nil {
		if f := n.Field(field); f != nil {
			return f.KeyRange
		}
	}
	return diag.Range{}
}
