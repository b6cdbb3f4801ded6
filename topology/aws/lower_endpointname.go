package aws

import (
	"strings"

	"netsim/topology/diag"
	"netsim/topology/fabric"
)

// interfacesOf are the interfaces of nodes.
func interfacesOf(nodes []node) []fabric.InterfaceID {
	var ids []fabric.InterfaceID
	for _, n := range nodes {
		ids = append(ids, n.at)
	}
	return ids
}

// balancerNames names a VPC's load balancers: the name is public, and leads to
// private addresses where the load balancer is internal (sheet c7, f3, f6; H).
func (l *lowering) balancerNames(v *VPC) {
	for _, b := range v.LoadBalancers.All() {
		to := l.ends.Interfaces[&b.Resource]
		if b.DNSName.Present() && len(to) > 0 {
			at := placed("the name of "+element(&b.Resource).Label, b.DNSName.Range(), b.Key)
			l.name(strings.ToLower(strings.TrimSuffix(b.DNSName.V, ".")), at).leads(to)
		}
	}
}

// endpointNames names a VPC's interface endpoints: by their own public names,
// which lead to all of their interfaces (sheet f3; H), and in their VPC by the
// name of the endpoint service (sheet f4; H).
func (l *lowering) endpointNames(v *VPC) {
	for _, e := range v.Endpoints.All() {
		nodes := l.endpoints[e]
		if len(nodes) == 0 {
			continue // what was taken down has no name
		}
		if e.DNSName.Present() {
			at := placed("the name of "+element(&e.Resource).Label, e.DNSName.Range(), e.Key)
			l.name(e.DNSName.V, at).leads(interfacesOf(nodes))
		}
		s := e.ServiceName.V.Ref.To
		if s == nil || !s.PrivateDNSName.Present() || strings.HasPrefix(s.PrivateDNSName.V, "*.") {
			continue
		}
		n := l.name(s.PrivateDNSName.V, placed("the private name of "+element(&s.Resource).Label, s.PrivateDNSName.Range(), s.Key))
		if why := l.privateNameOff(v, e, s); why != nil {
			n.off(l.vpcs[v].domain, interfacesOf(nodes), why)
		} else {
			n.in(l.vpcs[v].domain, interfacesOf(nodes))
		}
	}
}

// privateNameOff is why the name of an endpoint service does not lead to an
// endpoint in its VPC; nil: it does.
func (l *lowering) privateNameOff(v *VPC, e *Endpoint, s *EndpointService) *fabric.Refusal {
	if !s.Verified.V {
		at := placed("the private name of "+element(&s.Resource).Label, s.Verified.Range(), s.PrivateDNSName.Range())
		return &fabric.Refusal{
			Element: at, Code: CodePrivateDNSOff, Kind: diag.KindName,
			Summary: s.PrivateDNSName.V + " is not verified, so no endpoint takes the name",
			Needed:  "private_dns_name_verified: true, which the provider's TXT record brings about",
		}
	}
	return l.privateDNSOff(v, e)
}

// privateDNS is what the names of a service of AWS are in a VPC.
type privateDNS struct {
	// nodes are those of the endpoint that takes the names; nil: none does, and off
	// says why, of an endpoint that nodes would be of.
	nodes []node
	off   *fabric.Refusal
	of    *Endpoint
}

// privateDNS tells of each VPC of a region that has an interface endpoint to a
// service of AWS, what the service's own names are there. An endpoint with private
// DNS takes all of them, in its own VPC only (sheet d.2, f2; H).
func (l *lowering) privateDNS(service string, r *Region) map[*VPC]privateDNS {
	all := map[*VPC]privateDNS{}
	for _, v := range r.VPCs.All() {
		for _, e := range v.Endpoints.All() {
			if !e.interfaces() || !e.is(service) || len(l.endpoints[e]) == 0 {
				continue
			}
			off := l.privateDNSOff(v, e)
			if before, ok := all[v]; ok && (before.off == nil || off != nil) {
				continue // AWS takes one endpoint with private DNS: the others are inactive
			}
			d := privateDNS{off: off, of: e}
			if off == nil {
				d.nodes = l.endpoints[e]
			}
			all[v] = d
		}
	}
	return all
}

// privateDNSOff is why private names do not lead to an endpoint in its VPC; nil:
// they do (sheet f1; H).
func (l *lowering) privateDNSOff(v *VPC, e *Endpoint) *fabric.Refusal {
	label := element(&e.Resource).Label
	off := func(at fabric.Element, summary, needed string) *fabric.Refusal {
		return &fabric.Refusal{Element: at, Code: CodePrivateDNSOff, Kind: diag.KindName, Summary: summary, Needed: needed}
	}
	switch {
	case !e.PrivateDNS.V:
		return off(placed(label, e.PrivateDNS.Range(), e.Key), label+" has no private DNS, so the names of its service do not lead to it", "private_dns_enabled: true")
	case !v.DNSHostnames.V:
		return off(placed("VPC "+v.Name, v.DNSHostnames.Range(), v.Key), "VPC "+v.Name+" has enable_dns_hostnames: false, so private DNS of "+label+" does nothing", "enable_dns_hostnames: true")
	case !v.DNSSupport.Or(true):
		return off(placed("VPC "+v.Name, v.DNSSupport.Range(), v.Key), "VPC "+v.Name+" has enable_dns_support: false, so private DNS of "+label+" does nothing", "enable_dns_support: true")
	}
	if why, _ := l.unavailable(e); why != nil && !why.Unknown() {
		return off(why.Element, label+" is not available, so private names do not lead to it: "+why.Summary, why.Needed)
	}
	return nil
}
