package aws

import (
	"net/netip"

	"netsim/topology/diag"
	"netsim/topology/fabric"
	"netsim/topology/scenario"
)

// publicAddress makes an interface on the internet that stands for one in a VPC
// with a public address. What is sent to it comes in by the VPC's internet
// gateway (sheet a15; H).
func (l *lowering) publicAddress(v *VPC, owner *scenario.Resource, private fabric.InterfaceID, a value[netip.Addr]) {
	if !a.Present() {
		return
	}
	e := placed("the public address of "+element(owner).Label, a.Range(), owner.Key)
	l.publicFace(v, private, e, []fabric.Address{single(a.V)})
}

// publicFace stands on the internet for an interface of a VPC.
func (l *lowering) publicFace(v *VPC, private fabric.InterfaceID, e fabric.Element, addresses []fabric.Address) fabric.InterfaceID {
	face := l.b.Interface(fabric.Interface{
		Element: e, Segment: l.internet.Segment, Addresses: addresses, Edge: fabric.None,
		Alias: &fabric.Alias{For: private, Start: l.vpcs[v].arrivals},
	})
	l.public[v] = append(l.public[v], fabric.Face{Element: e, Of: []fabric.InterfaceID{private}, As: face, Ports: true})
	l.ends.Public[private] = face
	return face
}

// gateways makes a VPC's NAT gateways, and the internet gateway that stands for
// all that has a public address.
func (l *lowering) gateways(v *VPC) {
	for _, n := range v.NATGateways.All() {
		l.natGateway(v, n)
	}
	for n, g := range v.InternetGateways.All() {
		if n > 0 {
			continue // a VPC has one, and another cannot be attached (ruling 26)
		}
		e := element(&g.Resource)
		id := l.b.Gateway(fabric.Gateway{
			Element: e, Inside: fabric.None, Table: l.vpcs[v].arrivals, Faces: l.public[v],
			NoFace: &fabric.Refusal{
				Element: e, Code: CodeNoPublicAddress, Kind: diag.KindRoute,
				Summary: e.Label + " lets out only what has a public address",
				Needed:  "a public address for the sender, or a NAT gateway on the way",
			},
		})
		l.igws[g] = l.onlyPublic(v, e, id)
		for _, f := range l.public[v] {
			if alias := l.b.InterfaceAt(f.As).Alias; alias != nil { // not of a NAT gateway, which nothing is sent to
				alias.By = id
			}
		}
	}
	if v.InternetGateways.Len() == 0 {
		for _, f := range l.public[v] {
			l.unattached(v, f)
		}
	}
}

// onlyPublic is where packets to an internet gateway are looked up: it drops those
// to private addresses (sheet a15; H).
func (l *lowering) onlyPublic(v *VPC, e fabric.Element, id fabric.GatewayID) fabric.TableID {
	t := l.b.Table(fabric.Table{Element: e, Domain: l.vpcs[v].domain})
	l.b.Route(t, fabric.Route{Element: e, Prefix: anywhere, Kind: fabric.Local, Target: fabric.ToGateway(id), Exit: l.internet.Domain})
	for _, p := range privateRanges {
		l.b.Route(t, fabric.Route{Element: e, Prefix: p, Kind: fabric.Local, Exit: l.internet.Domain, Target: fabric.ToDrop(&fabric.Refusal{
			Element: e, Code: CodePrivateAddress, Kind: diag.KindRoute,
			Summary: e.Label + " hands nothing to the internet that is for a private address, of " + p.String(),
			Needed:  "a route to the destination that is not by the internet gateway",
		})})
	}
	return t
}

// unattached: a public address is of no use without an internet gateway.
func (l *lowering) unattached(v *VPC, f fabric.Face) {
	i := l.b.InterfaceAt(f.As)
	i.Gates = append(i.Gates, fabric.Gate{Element: i.Element, Refusal: &fabric.Refusal{
		Element: i.Element, Code: CodeNoInternetGateway, Kind: diag.KindRoute,
		Summary: "no internet gateway is attached to VPC " + v.Name + ", so nothing comes in for " + i.Label,
		Needed:  "an internet gateway, attached to VPC " + v.Name,
	}})
}

// natGateway: it sends with an address of its subnet, and is routed on by the
// table of that subnet. A public one gets on to the internet by its elastic IP
// (sheet a16; H). One that is not available makes routes to it blackholes (a8; H).
func (l *lowering) natGateway(v *VPC, n *NATGateway) {
	s := n.Subnet.V.To
	if s == nil || n.State.Or(available) != available {
		return
	}
	e := element(&n.Resource)
	i := fabric.Interface{Element: e, Segment: l.subnets[s], Edge: fabric.None, Quiet: &fabric.Refusal{
		Element: e, Code: fabric.CodeNotListening, Kind: diag.KindBackend,
		Summary: e.Label + " takes no connections",
		Needed:  "a destination that listens",
	}}
	if n.PrivateIP.Present() {
		i.Addresses = []fabric.Address{single(n.PrivateIP.V)}
	} else {
		i.Addresses, i.Chosen = l.pool(s), true
	}
	l.behindACL(s, &i)
	inside := l.b.Interface(i)
	if n.Connectivity.Or("public") == "public" {
		outside := fabric.Interface{Element: fabric.Element{Label: "the public address of " + e.Label, At: n.Key}, Segment: l.internet.Segment, Edge: fabric.None}
		if n.ElasticIP.Present() {
			outside.Addresses, outside.At = []fabric.Address{single(n.ElasticIP.V)}, n.ElasticIP.Range()
		} else {
			outside.Addresses, outside.Chosen = publicAddresses(), true
		}
		l.public[v] = append(l.public[v], fabric.Face{Element: outside.Element, Of: []fabric.InterfaceID{inside}, As: l.b.Interface(outside), Ports: true})
	}
	l.nats[n] = l.b.Gateway(fabric.Gateway{
		Element: e, Inside: inside, Table: l.tableOf(l.vpcs[v], s), Faces: []fabric.Face{{Element: e, As: inside}},
	})
}
