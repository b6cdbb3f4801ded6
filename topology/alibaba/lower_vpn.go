package alibaba

import (
	"net/netip"

	"netsim/topology/cloud"
	"netsim/topology/diag"
	"netsim/topology/fabric"
	"netsim/topology/scenario"
)

// vpnParts is an IPsec connection on the network.
//
// Of one that is attached to a transit router, table is a transit table: packets
// from the transit router enter it and go on into the tunnel. It has the
// connection's own routes and what BGP brings from the site, so a session from it
// carries more than a table's own. What it learns from the transit router goes on
// to the site by BGP. Packets out of the tunnel enter entry, which leads nowhere
// until the attachment writes a route for 0.0.0.0/0 to the table that it is
// associated with.
type vpnParts struct {
	domain       fabric.DomainID
	table, entry fabric.TableID
	link         fabric.LinkID
	// into and out of the tunnel, where its ends take some flows only, and else
	// table and what packets from the site enter.
	into, out fabric.TableID
	down      *fabric.Refusal // why nothing passes the tunnel, or nil
	switches  []fabric.SwitchID
}

// vpnGatewayParts is a VPN gateway on the network. Packets enter the first table;
// what that has no route for goes on to the next: policy-based routes go before
// destination-based ones, and these before BGP, whatever the prefixes (routing f;
// H).
type vpnGatewayParts struct {
	domain                    fabric.DomainID
	policies, table, dynamics fabric.TableID
}

func (l *lowering) eachVPN(gateway func(*VPC, *VPNGateway), connection func(*VPNConnection)) {
	l.eachVPC(func(v *VPC) {
		for _, g := range v.VPNGateways.All() {
			gateway(v, g)
		}
	})
	for _, r := range l.doc.Regions.All() {
		for _, c := range r.VPNConnections.All() {
			connection(c)
		}
	}
}

// vpnGateway makes the tables of a gateway.
func (l *lowering) vpnGateway(v *VPC, g *VPNGateway) {
	p := &vpnGatewayParts{}
	l.vgws[g] = p
	p.domain = l.b.Domain(fabric.Domain{Element: element(&g.Resource), Region: regionOf(&v.Resource).Name, Class: classVPN})
	table := func(label string, bySource bool) fabric.TableID {
		return l.b.Table(fabric.Table{
			Element: fabric.Element{Label: label + " of VPN gateway " + g.Name, At: g.Key}, Domain: p.domain, BySource: bySource, Multipath: true,
		})
	}
	p.table, p.dynamics = table("the routes", false), table("the BGP routes", false)
	p.policies = p.table
	if len(g.PolicyRoutes) > 0 {
		p.policies = table("the policy-based routes", true)
	}
	l.b.Main(p.domain, p.policies)
	l.otherwise(p.table, p.dynamics)
	l.hops[&g.Resource] = hop{target: fabric.ToTable(p.policies, fabric.None)}
	if s := g.Status; s.Or(vpnActive) != vpnActive {
		l.hops[&g.Resource] = hop{target: fabric.ToDrop(&fabric.Refusal{
			Element: placed(element(&g.Resource).Label, s.Range(), g.Key), Code: CodeVPNDown, Kind: diag.KindLink,
			Summary: element(&g.Resource).Label + " is in the state " + s.V + ", and only an active one lets packets pass",
			Needed:  element(&g.Resource).Label + ", active",
		})}
	}
}

// otherwise has a table hand on what it has no route for.
func (l *lowering) otherwise(from, to fabric.TableID) {
	t := l.b.TableAt(to)
	l.b.Route(from, fabric.Route{
		Element: t.Element, Prefix: anywhere, Kind: fabric.Learned, Target: fabric.ToTable(to, fabric.None),
		Preference: 1, Exit: t.Domain,
	})
}

// vpnConnection makes the two ways through a tunnel: into it, where packets of the
// cloud's side enter, and out of it, where those of the site do.
func (l *lowering) vpnConnection(c *VPNConnection) {
	p := &vpnParts{}
	l.vpns[c] = p
	e := element(&c.Resource)
	g := c.VPNGateway.V.To
	p.link = l.b.Link(fabric.Link{Element: e, Rate: c.rate()})
	p.domain = l.b.Domain(fabric.Domain{Element: e, Region: regionOf(&c.Resource).Name, Class: classVPN})
	p.down, p.switches = l.tunnel(c)
	p.table = l.b.Table(fabric.Table{
		Element: fabric.Element{Label: "the routes of " + e.Label, At: c.Key}, Domain: p.domain, Transit: true, Multipath: true,
	})
	l.b.Main(p.domain, p.table)
	p.entry = l.b.Table(fabric.Table{
		Element: fabric.Element{Label: "the way out of " + e.Label, At: c.Key}, Domain: p.domain,
	})
	if g != nil && l.vgws[g] != nil {
		v := vpcOf(&g.Resource).Object.(*VPC)
		p.entry = l.vpcs[v].main
	}
	site := c.IDC.V.To
	if site == nil {
		p.down = &fabric.Refusal{
			Element: e, Code: CodeVPNDown, Kind: diag.KindLink,
			Summary: "the site at the other end of " + e.Label + " is gone", Needed: "a site at the other end",
		}
		return
	}
	to := l.idcs[site]
	p.into = l.selected(c, tunnelWay{"into", to.domain, c.LocalSubnets.V, c.RemoteSubnets.V, fabric.ToTable(to.table, p.link)})
	p.out = l.selected(c, tunnelWay{"out of", p.domain, c.RemoteSubnets.V, c.LocalSubnets.V, fabric.ToTable(p.entry, fabric.None)})
	h := hop{target: fabric.ToTable(p.out, p.link), switches: p.switches}
	if p.down != nil {
		h.target, h.inactive = fabric.ToDrop(p.down), p.down
	}
	l.siteHops[&c.Resource] = h
}

// rate is what a connection carries; 0: it is not written.
func (c *VPNConnection) rate() (bits int64) {
	if g := c.VPNGateway.V.To; g != nil {
		bits = int64(g.Bandwidth.V)
	}
	if c.Bandwidth.Present() {
		bits = int64(c.Bandwidth.V)
	}
	return bits
}

// tunnel is why nothing passes a tunnel, or nil. What lies between its two ends is
// taken as given.
func (l *lowering) tunnel(c *VPNConnection) (*fabric.Refusal, []fabric.SwitchID) {
	e := placed(element(&c.Resource).Label, c.Status.Range(), c.Key)
	if !c.Status.Present() {
		_, id := l.Read(fabric.Switch{
			Element: e, ID: "status of " + c.Ref(), Name: "status", Code: "open.tunnel", Values: []string{"assumed"},
			Text:    "the tunnel of " + e.Label + " is assumed to be established: what is between its two ends is not modelled",
			Declare: cloud.At(c.TreePath, "status", tunnelEstablished, "ipsec_not_established"),
		})
		return nil, []fabric.SwitchID{id}
	}
	if c.Status.V == tunnelEstablished {
		return nil, nil
	}
	return &fabric.Refusal{
		Element: e, Code: CodeVPNDown, Kind: diag.KindLink,
		Summary: "the tunnel of " + e.Label + " is not established (" + c.Status.V + "), so its routes are withdrawn",
		Needed:  "the tunnel, established: the same keys, proposals and subnets at both ends",
	}, nil
}

// tunnelWay is one through a tunnel, for flows from some blocks to some.
type tunnelWay struct {
	name     string
	domain   fabric.DomainID // where it leads
	from, to []scenario.Value[netip.Prefix]
	next     fabric.Target
}

// selected is where a way through a tunnel starts. Both all is the mode in which routes alone decide; else what is not among
// the protected flows is dropped (routing f; H).
func (l *lowering) selected(c *VPNConnection, w tunnelWay) fabric.TableID {
	e := fabric.Element{Label: "the protected flows " + w.name + " " + element(&c.Resource).Label, At: c.Key}
	outside := &fabric.Refusal{
		Element: e, Code: CodeOutsideProtected, Kind: diag.KindRoute,
		Summary: element(&c.Resource).Label + " takes only flows between its local and its remote subnets, and this is none of them",
		Needed:  "both addresses in `local_subnets` and `remote_subnets`, at both ends of the tunnel; or 0.0.0.0/0 for both",
	}
	table := func(bySource bool, blocks []scenario.Value[netip.Prefix], target fabric.Target) fabric.TableID {
		t := l.b.Table(fabric.Table{Element: e, Domain: w.domain, BySource: bySource, NoRoute: outside})
		if len(blocks) == 0 {
			l.b.Route(t, fabric.Route{Element: e, Prefix: anywhere, Kind: fabric.Static, Target: target, Exit: w.domain})
		}
		for _, b := range blocks {
			l.b.Route(t, fabric.Route{
				Element: placed(e.Label, b.Range(), c.Key), Prefix: b.V, Kind: fabric.Static, Target: target, Exit: w.domain,
			})
		}
		return t
	}
	return table(true, w.from, fabric.ToTable(table(false, w.to, w.next), fabric.None))
}
