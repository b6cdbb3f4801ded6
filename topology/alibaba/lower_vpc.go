package alibaba

import (
	"net/netip"

	"netsim/packet"
	"netsim/topology/diag"
	"netsim/topology/fabric"
)

// serviceAddresses is where every VPC reaches its region's cloud services
// (routing a, system routes; H).
var serviceAddresses = netip.MustParsePrefix("100.64.0.0/10")

// region makes the networks that a region has of itself.
func (l *lowering) region(r *Region) {
	p := &regionParts{others: fabric.None}
	label := "the cloud service network of " + r.Name
	p.service = l.b.Domain(fabric.Domain{
		Element: fabric.Element{Label: label, At: r.Key}, Region: r.Name, Class: classServiceNetwork, Shared: true,
	})
	p.table = l.b.Table(fabric.Table{
		Element: fabric.Element{Label: label, At: r.Key}, Domain: p.service,
		// A packet to a service of another region ends in the service network of
		// the region it was sent in (ruling 11).
		NoRoute: &fabric.Refusal{
			Element: fabric.Element{Label: label, At: r.Key},
			Code:    CodeServiceRouteMissing, Kind: diag.KindRoute,
			Summary: "it ended in " + label + ", where no service has this address",
			Needed:  "a service route to this address, through a CEN that both ends are attached to",
		},
	})
	l.b.Main(p.service, p.table)
	p.segment = l.b.Segment(fabric.Segment{
		Element: fabric.Element{Label: label, At: r.Key}, Domain: p.service, Table: p.table,
	})
	p.functions = l.b.Domain(fabric.Domain{
		Element: fabric.Element{Label: "the function network of " + r.Name, At: r.Key},
		Region:  r.Name, Class: classFunctionNetwork, Shared: true,
	})
	l.regions[r] = p
}

// otherServices is where the services of a region stand whose addresses are not
// written, and the addresses that these may have: those of 100.64.0.0/10 that no
// gateway is written to have.
func (l *lowering) otherServices(r *Region) (fabric.SegmentID, []fabric.Address) {
	p := l.regions[r]
	if p.others == fabric.None {
		e := fabric.Element{Label: "other services of " + r.Name, At: r.Key}
		p.others = l.b.Segment(fabric.Segment{Element: e, Domain: p.service, Table: p.table})
		l.b.Route(p.table, fabric.Route{
			Element: e, Prefix: serviceAddresses, Kind: fabric.Local, Target: fabric.ToSegment(p.others), Exit: p.service,
		})
	}
	free := []packet.Addrs{fabric.AddressesOf(serviceAddresses).Addrs}
	for _, region := range l.doc.Regions.All() {
		for _, g := range region.APIGateways.All() {
			for _, c := range values(g.VPCEgressCIDRs) {
				free = packet.Without(free, fabric.AddressesOf(c).Addrs)
			}
		}
	}
	return p.others, ofIPv4(free)
}

func ofIPv4(ranges []packet.Addrs) []fabric.Address {
	out := make([]fabric.Address, len(ranges))
	for i, r := range ranges {
		out[i] = fabric.Address{Family: packet.V4, Addrs: r}
	}
	return out
}

// vpc makes a VPC's tables and vSwitches.
func (l *lowering) vpc(v *VPC) {
	r := regionOf(&v.Resource)
	p := &vpcParts{custom: map[*RouteTable]fabric.TableID{}}
	l.vpcs[v] = p
	p.domain = l.b.Domain(fabric.Domain{Element: element(&v.Resource), Region: r.Name, Class: classVPC})
	table := func(e fabric.Element) fabric.TableID {
		return l.b.Table(fabric.Table{
			Element: e, Domain: p.domain, Rejects: vpcRejects, Conflict: &routeConflict,
			// An elastic IP needs no route (routing a, IPv4 gateway), and neither it
			// nor NAT is in the language yet.
			Outside: &fabric.Refusal{
				Element: element(&v.Resource), Code: fabric.CodeInternet, Kind: diag.KindUnknown,
				Summary: "whether anything in VPC " + v.Name + " has a way to the internet, such as an elastic IP, is not modelled",
				Needed:  "a way that netsim models",
			},
		})
	}
	p.main = table(fabric.Element{Label: "the system route table of VPC " + v.Name, At: v.Key})
	l.b.Main(p.domain, p.main)
	for _, t := range v.RouteTables.All() {
		p.custom[t] = table(element(&t.Resource))
	}
	for _, s := range v.VSwitches.All() {
		l.vSwitch(v, p, s)
	}
	l.eachTable(v, func(t fabric.TableID) { l.systemRoutes(v, t) })
}

// systemRoutes are those of every route table: one for each vSwitch, and the one
// to cloud services (routing a; H).
func (l *lowering) systemRoutes(v *VPC, t fabric.TableID) {
	p, r := l.vpcs[v], regionOf(&v.Resource)
	for _, s := range v.VSwitches.All() {
		l.b.Route(t, fabric.Route{
			Element:  placed("system route "+s.CIDR.V.String()+" of VPC "+v.Name, s.CIDR.Range(), s.Key),
			Prefix:   s.CIDR.V,
			Kind:     fabric.Local,
			Target:   fabric.ToSegment(l.vsw[s]),
			Exit:     p.domain,
			Announce: t == p.main, // b.2: the system routes are published to a CEN by themselves (H)
		})
	}
	l.b.Route(t, fabric.Route{
		Element: fabric.Element{Label: "system route " + serviceAddresses.String() + " of VPC " + v.Name, At: v.Key},
		Prefix:  serviceAddresses, Kind: fabric.Local,
		Target: fabric.ToTable(l.regions[r].table, fabric.None), Exit: l.regions[r].service,
	})
}

// eachTable goes through a VPC's route tables.
func (l *lowering) eachTable(v *VPC, do func(fabric.TableID)) {
	p := l.vpcs[v]
	do(p.main)
	for _, t := range v.RouteTables.All() {
		do(p.custom[t])
	}
}

func (l *lowering) vSwitch(v *VPC, p *vpcParts, s *VSwitch) {
	table := p.main
	if t := s.RouteTable.V.To; t != nil {
		// A vSwitch whose custom table is gone is back at the system table
		// (routing a, route tables; H).
		if id, ok := p.custom[t]; ok {
			table = id
		}
	}
	l.vsw[s] = l.b.Segment(fabric.Segment{Element: element(&s.Resource), Domain: p.domain, Table: table})
}

// usable are the addresses of a vSwitch that can be given out: the first and
// the last three are the cloud's (routing a; H).
func usable(p netip.Prefix) packet.Addrs {
	_, a := packet.AddrsOfPrefix(p)
	a.From, _ = a.From.Next()
	for range 3 {
		a.To, _ = a.To.Prev()
	}
	return a
}

// pool are the addresses that the cloud may give to somebody in a vSwitch:
// usable ones that nobody has (ruling 19).
func (l *lowering) pool(s *VSwitch) []fabric.Address {
	free := []packet.Addrs{usable(s.CIDR.V)}
	for _, taken := range l.used[s] {
		free = packet.Without(free, addressOfIP(taken).Addrs)
	}
	return ofIPv4(free)
}
