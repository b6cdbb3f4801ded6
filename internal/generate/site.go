package generate

import (
	"fmt"
	"net/netip"
)

// netSite is a site of the customer.
type netSite struct {
	name   Name
	block  netip.Prefix
	asn    int
	hosts  []Name
	routes Mapping
	peers  Mapping
	tree   Mapping
}

// netVBR is a virtual border router: on the CEN, or joined to a VPC by router
// interfaces.
type netVBR struct {
	name     Name
	byCEN    bool
	attached Name
}

func (n *networks) planSites() {
	for i := range 1 + n.IntN(2) {
		s := &netSite{name: n.name("idc"), block: prefixOf(fmt.Sprintf("10.%d.0.0/16", 90+i))}
		if n.chance(60) {
			s.asn = 65010 + i
		}
		n.sites = append(n.sites, s)
		bgp := s.asn != 0
		twoLines := n.chance(45)
		r := pick(n.generator, n.regions)
		n.line(s, r, bgp)
		if twoLines {
			if n.chance(30) {
				r = pick(n.generator, n.regions)
			}
			n.line(s, r, bgp)
		}
		n.site(s, i)
	}
}

// line makes a circuit and a VBR to a site, and joins it to the cloud.
func (n *networks) line(s *netSite, r *netRegion, bgp bool) {
	circuit := Mapping{{"status", "enabled"}, {"access_point", "ap-1"}}
	if n.slip() {
		circuit = Mapping{{"status", pick(n.generator, []string{"confirmed", "initial"})}}
	}
	if n.chance(50) {
		circuit.Put("bandwidth", "1Gbps")
	}
	if n.slip() {
		circuit.Put("state", pick(n.generator, []string{"down", "down", "up"}))
	}
	pc := n.name("pc")
	n.into(r, "physical_connections", pc, circuit)
	v := &netVBR{name: n.name("vbr"), byCEN: n.chance(75)}
	k := n.names % 200
	local, peer := netip.AddrFrom4([4]byte{10, 255, byte(k), 1}), netip.AddrFrom4([4]byte{10, 255, byte(k), 2})
	m := Mapping{
		{"physical_connection", Ref{To: pc}}, {"idc", Ref{Kind: "idc", To: s.name}}, {"vlan", 100 + k},
		{"local_gateway_ip", local}, {"peer_gateway_ip", peer}, {"peering_subnet_mask", "255.255.255.252"},
	}
	if n.slip() {
		m.Put("status", pick(n.generator, []string{"active", "terminated"}))
	}
	if n.chance(30) {
		m.Put("bandwidth", "200Mbps")
	}
	if n.chance(10) {
		m.Put("sitelink_enable", false)
	}
	if bgp && !n.slip() {
		g := Mapping{{"peer_asn", s.asn}}
		if n.slip() {
			g = Mapping{{"peer_asn", s.asn + 100}}
		}
		if n.chance(30) {
			g.Put("local_asn", 45104)
		}
		if n.chance(20) {
			g.Put("is_fake_asn", false)
			g.Put("route_limit", 110)
		}
		p := Mapping{{"peer_ip_address", peer}}
		if n.chance(30) {
			p.Put("bfd", true)
		}
		if n.slip() {
			p.Put("status", "unavailable")
		}
		g.Put("peers", Mapping{{n.name("peer"), p}})
		m.Put("bgp_groups", Mapping{{n.name("group"), g}})
		if n.chance(40) {
			e := Mapping{{"vbr", Ref{Kind: "vbr", To: v.name}}}
			if n.chance(50) {
				e.Put("local_preference", 100+10*n.IntN(3))
			}
			if n.chance(30) {
				e.Put("prepend_as_path", n.IntN(3))
			}
			if n.chance(30) {
				e.Put("announces", List{s.block})
			}
			s.peers.Put(n.name("session"), e)
		} else if len(s.peers) > 0 {
			s.peers.Put(n.name("session"), Mapping{{"vbr", Ref{Kind: "vbr", To: v.name}}})
		}
	}
	routes := Mapping{}
	if (!bgp || n.chance(20)) && !n.slip() {
		routes.Put(n.name("route"), Mapping{{"destination", s.block}, {"next_hop", Ref{Kind: "physical_connection", To: pc}}})
	}
	near := pick(n.generator, r.vpcs)
	if (!bgp || !v.byCEN && n.chance(40)) && !n.slip() {
		to := prefixOf("10.0.0.0/10")
		if n.chance(30) {
			to = near.cidr
		}
		if s.free(to) {
			e := Mapping{{"destination", to}, {"next_hop", Ref{Kind: "vbr", To: v.name}}}
			if n.chance(20) {
				e.Put("preference", pick(n.generator, []int{10, 60, 100}))
			}
			s.routes.Put(n.name("route"), e)
		} else {
			s.routes.Put(n.name("route"), Mapping{{"destination", to}, {"next_hop", Ref{Kind: "vbr", To: v.name}}})
		}
	}
	if !v.byCEN {
		n.interfaces(r, v, s, near, &routes)
		if bgp && !n.slip() {
			m.Put("bgp_networks", List{pick(n.generator, []netip.Prefix{near.cidr, near.blocks[0]})})
		}
	}
	if len(routes) > 0 {
		m.Put("routes", routes)
	}
	r.vbrs = append(r.vbrs, v)
	n.into(r, "vbrs", v.name, m)
}

func (s *netSite) free(p netip.Prefix) bool {
	for _, e := range s.routes {
		if e.Value.(Mapping).Field("destination") == p {
			return false
		}
	}
	return true
}

// into puts something into a map of a region.
func (n *networks) into(r *netRegion, field string, name Name, m Mapping) {
	if r.tree.Field(field) == nil {
		r.tree.Put(field, Mapping{})
	}
	r.tree = r.tree.With(field, append(r.tree.Field(field).(Mapping), Entry{name, m}))
}

// interfaces joins a VBR and a VPC by a pair of router interfaces, with routes in
// both.
func (n *networks) interfaces(r *netRegion, v *netVBR, s *netSite, near *netVPC, routes *Mapping) {
	a, b := n.name("ri"), n.name("ri")
	end := func(role string, router Ref, opposite Name) Mapping {
		m := Mapping{{"role", role}, {"router", router}, {"opposite_interface", Ref{Kind: "router_interface", To: opposite}}}
		if n.slip() {
			m.Put("status", "inactive")
		}
		if n.chance(20) {
			m.Put("spec", "Large.1")
		}
		return m
	}
	n.into(r, "router_interfaces", a, end("initiator", Ref{Kind: "vbr", To: v.name}, b))
	n.into(r, "router_interfaces", b, end("acceptor", Ref{Kind: "vpc", To: near.name}, a))
	if !n.slip() {
		routes.Put(n.name("route"), Mapping{{"destination", near.cidr}, {"next_hop", Ref{Kind: "router_interface", To: a}}})
	}
	if !n.slip() {
		near.route(n, s.block, Ref{Kind: "router_interface", To: b})
	}
}

func (n *networks) site(s *netSite, i int) {
	m := Mapping{}
	if s.asn != 0 && !n.slip() {
		m.Put("asn", s.asn)
	}
	m.Put("prefixes", List{s.block})
	hosts := Mapping{}
	for k := range 1 + n.IntN(2) {
		h := n.name("host")
		s.hosts = append(s.hosts, h)
		at := Mapping{{"address", netip.AddrFrom4([4]byte{10, byte(90 + i), byte(1 + k), 10})}}
		if n.chance(20) {
			at.Put("listens", List{Mapping{{"port", "tcp/80"}}})
		}
		hosts.Put(h, at)
	}
	m.Put("hosts", hosts)
	if len(s.routes) > 0 {
		m.Put("routes", s.routes)
	}
	if len(s.peers) > 0 {
		m.Put("bgp_peers", s.peers)
	}
	if n.chance(40) {
		f := Mapping{}
		if n.chance(60) {
			f.Put("ingress", n.siteRules("source"))
		}
		if n.chance(60) {
			f.Put("egress", n.siteRules("destination"))
		}
		m.Put("firewall", f)
	}
	s.tree = m
}

func (n *networks) siteRules(field string) List {
	out := List{}
	if n.chance(40) {
		r := Mapping{{"protocol", "tcp"}, {"ports", pick(n.generator, []any{80, 8080, "1-1023"})}, {field, pick(n.generator, n.vpcs).cidr}, {"policy", "drop"}}
		out = append(out, r)
	}
	if !n.slip() {
		out = append(out, Mapping{{"policy", "accept"}, {"description", "the rest"}})
	}
	return out
}
