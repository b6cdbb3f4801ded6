package aws

import "netsim/topology/fabric"

// classPrivateLink is the class of the networks by which load balancers take what
// comes by PrivateLink.
const classPrivateLink = "aws-privatelink"

// privateLinks makes the faces of the load balancers of endpoint services.
func (l *lowering) privateLinks() {
	for _, r := range l.doc.Regions.All() {
		for _, s := range r.EndpointServices.All() {
			for _, ref := range s.LoadBalancers.V {
				if b := ref.V.To; b != nil && s.cannotUse(b) == "" {
					l.link(b)
				}
			}
		}
	}
}

// link is where a load balancer takes what comes by PrivateLink: made before the
// security groups judge, and listened on as its nodes are. Its groups judge there
// if that is enforced, and they are given (sheet c15, c16; H).
func (l *lowering) link(b *LoadBalancer) *privateLink {
	if made := l.links[b]; made != nil {
		return made
	}
	e := fabric.Element{Label: "PrivateLink to " + element(&b.Resource).Label, At: b.Key}
	p := &privateLink{domain: l.b.Domain(fabric.Domain{Element: e, Region: regionOf(&b.Resource).Name, Class: classPrivateLink})}
	p.table = l.b.Table(fabric.Table{Element: e, Domain: p.domain})
	l.b.Main(p.domain, p.table)
	p.segment = l.b.Segment(fabric.Segment{Element: e, Domain: p.domain, Table: p.table, Direct: true})
	for _, n := range l.nodes[b] {
		face := *l.b.InterfaceAt(n.at)
		face.Segment, face.Ingress, face.Egress = p.segment, nil, nil
		id := l.b.Interface(face)
		if len(b.SecurityGroups.V) > 0 && b.EnforceOnPrivateLink.Or(on) == on {
			l.guarded = append(l.guarded, guarded{at: id, groups: b.SecurityGroups.V, owner: &b.Resource})
		}
		p.faces = append(p.faces, node{zone: n.zone, subnet: n.subnet, at: id})
	}
	// Packets stand here that come: they have their sender's address, and nothing
	// has judged them.
	p.entrance = l.b.Interface(fabric.Interface{
		Element: e, Segment: p.segment, Addresses: []fabric.Address{fabric.AddressesOf(anywhere)}, Chosen: true, Edge: fabric.None,
	})
	l.links[b] = p
	return p
}
