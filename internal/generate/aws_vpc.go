package generate

import (
	"net/netip"
	"slices"
)

func (a *amazon) region(id string) Mapping {
	m := Mapping{{"cloud", "aws"}}
	switch {
	case a.PrivateAPIs && a.mostly(95, 85):
		m.Put("account", a.accounts[0])
	case a.chance(30):
		m.Put("account", pick(a.generator, a.accounts))
	}
	if len(a.lists[id]) > 0 {
		lists := Mapping{}
		for _, l := range a.lists[id] {
			entries := List{}
			for range 1 + a.IntN(3) {
				entries = append(entries, a.block())
			}
			lists.Put(l, Mapping{{"entries", entries}})
		}
		m.Put("prefix_lists", lists)
	}
	vpcs, lambdas := Mapping{}, Mapping{}
	for _, v := range a.vpcs {
		if v.region == id {
			if v.lambda != "" {
				lambdas.Put(v.lambda, a.lambda(v))
			}
			vpcs.Put(v.name, a.vpc(v))
		}
	}
	if len(vpcs) > 0 {
		m.Put("vpcs", vpcs)
	}
	if len(lambdas) > 0 {
		m.Put("lambda_functions", lambdas)
	}
	if a.PrivateAPIs {
		a.private(id, &m)
	}
	return m
}

func (a *amazon) vpc(v *amazonVPC) Mapping {
	m := Mapping{{"cidr", v.cidr}}
	if v.second.IsValid() {
		m.Put("secondary_cidrs", List{v.second})
	}
	switch {
	case v.other:
		m.Put("account", a.accounts[1])
	case !a.PrivateAPIs && a.chance(15):
		m.Put("account", pick(a.generator, a.accounts))
	}
	if v.id != "" {
		m.Put("id", v.id)
		m.Put("enable_dns_hostnames", a.mostly(97, 80))
		if a.chance(3) {
			m.Put("enable_dns_support", false)
		}
	}
	if a.mostly(100, 70) {
		m.Put("main_route_table", Ref{To: v.tables[0]})
	}
	subnets, tables, groups, instances, interfaces := Mapping{}, Mapping{}, Mapping{}, Mapping{}, Mapping{}
	for _, s := range v.subnets {
		sub := Mapping{{"cidr", s.cidr}}
		if v.balancer != "" || len(v.endpoints) > 0 || a.chance(20) {
			sub.Put("availability_zone_id", v.zoneOf(s))
		}
		if a.chance(50) {
			sub.Put("route_table", Ref{To: pick(a.generator, v.tables)})
		}
		subnets.Put(s.name, sub)
	}
	for _, t := range v.tables {
		table := Mapping{}
		if routes := a.routes(v); len(routes) > 0 {
			table.Put("routes", routes)
		}
		tables.Put(t, table)
	}
	for _, s := range v.groups {
		groups.Put(s, a.group(v))
	}
	for _, i := range v.instances {
		if a.pods[i] {
			interfaces.Put(i.name, a.instance(v, i))
		} else {
			instances.Put(i.name, a.instance(v, i))
		}
	}
	m.Put("subnets", subnets)
	m.Put("route_tables", tables)
	m.Put("security_groups", groups)
	m.Put("instances", instances)
	if len(interfaces) > 0 {
		m.Put("network_interfaces", interfaces)
	}
	if acls := a.networkACLs(v); len(acls) > 0 {
		m.Put("network_acls", acls)
	}
	if v.balancer != "" {
		a.balancers(v, &m)
	}
	if len(v.endpoints) > 0 {
		endpoints := Mapping{}
		for _, e := range v.endpoints {
			endpoints.Put(e.name, a.endpoint(e))
		}
		m.Put("vpc_endpoints", endpoints)
	}
	if v.igw != "" {
		m.Put("internet_gateways", Mapping{{v.igw, Mapping{}}})
	}
	if len(v.nats) > 0 {
		nats := Mapping{}
		for _, n := range v.nats {
			nats.Put(n, a.nat(v))
		}
		m.Put("nat_gateways", nats)
	}
	return m
}

func (a *amazon) nat(v *amazonVPC) Mapping {
	s := pick(a.generator, v.subnets)
	m := Mapping{{"subnet", Ref{To: s.name}}}
	private := a.chance(25)
	if private {
		m.Put("connectivity_type", "private")
	} else if a.chance(20) {
		m.Put("connectivity_type", "public")
	}
	if a.chance(60) {
		if at, ok := a.usableIn(s); ok {
			m.Put("private_ip", at)
		}
	}
	if !private && a.chance(60) {
		m.Put("elastic_ip", a.elastic())
	}
	if a.chance(10) {
		m.Put("state", pick(a.generator, []string{"available", "pending", "failed", "deleting", "deleted"}))
	}
	return m
}

// routes lead to what the VPC has: in order, to every peer, and to the internet.
func (a *amazon) routes(v *amazonVPC) Mapping {
	routes := Mapping{}
	var taken []any
	put := func(destination any, target Entry) {
		if destination == v.cidr || destination == v.second || slices.Contains(taken, destination) {
			return
		}
		taken = append(taken, destination)
		r := Mapping{}
		if _, list := destination.(Ref); list {
			r.Put("destination_prefix_list", destination)
		} else {
			r.Put("destination", destination)
		}
		r = append(r, target)
		if a.chance(6) {
			r.Put("state", pick(a.generator, []string{"blackhole", "active"}))
		}
		routes.Put(a.name("route"), r)
	}
	for _, p := range a.peerings {
		if to := p.other(v); to != nil && a.mostly(92, 60) {
			block := to.cidr
			if a.chance(15) {
				block = pick(a.generator, to.subnets).cidr
			}
			target := Entry{"target", Ref{Kind: "vpc_peering_connection", To: p.name}}
			if a.chance(6) {
				target = Entry{"target_type", "transit_gateway"}
			}
			put(block, target)
			if to.second.IsValid() && a.mostly(90, 30) {
				put(to.second, Entry{"target", Ref{Kind: "vpc_peering_connection", To: p.name}})
			}
		}
	}
	if (v.igw != "" || len(v.nats) > 0) && a.mostly(85, 60) {
		put(prefixOf("0.0.0.0/0"), a.wayOut(v))
	}
	odd := a.IntN(3)
	if a.order == chaos {
		odd = a.IntN(5)
	}
	for range odd {
		if lists := a.lists[v.region]; len(lists) > 0 && a.chance(45) {
			put(Ref{To: pick(a.generator, lists)}, a.target(v))
			continue
		}
		if a.order == tidy && a.chance(60) {
			continue
		}
		put(a.block(), a.target(v))
	}
	return routes
}

// wayOut is an internet or a NAT gateway.
func (a *amazon) wayOut(v *amazonVPC) Entry {
	if v.igw == "" || len(v.nats) > 0 && a.chance(50) {
		return Entry{"target", Ref{Kind: "nat_gateway", To: pick(a.generator, v.nats)}}
	}
	return Entry{"target", Ref{Kind: "internet_gateway", To: v.igw}}
}

func (a *amazon) target(v *amazonVPC) Entry {
	var peers []Name
	for _, p := range a.peerings {
		if p.other(v) != nil {
			peers = append(peers, p.name)
		}
	}
	switch n := a.IntN(20); {
	case n < 7 && len(peers) > 0:
		return Entry{"target", Ref{Kind: "vpc_peering_connection", To: pick(a.generator, peers)}}
	case n < 12 && (v.igw != "" || len(v.nats) > 0):
		return a.wayOut(v)
	case n < 17:
		return Entry{"target", a.ref(pick(a.generator, v.instances))}
	}
	return Entry{"target_type", pick(a.generator, []string{
		"transit_gateway", "vpn_gateway", "vpc_endpoint", "network_interface", "egress_only_internet_gateway",
		"local_gateway", "carrier_gateway", "core_network",
	})}
}

// ref is a reference to an instance, or to a network interface.
func (a *amazon) ref(i *instance) Ref {
	if a.pods[i] {
		return Ref{Kind: "network_interface", To: i.name}
	}
	return Ref{Kind: "instance", To: i.name}
}

func (a *amazon) lambda(v *amazonVPC) Mapping {
	m := Mapping{}
	if a.PrivateAPIs && a.chance(60) {
		m.Put("invoked_by", pick(a.generator, []List{{"apigateway.amazonaws.com"}, {"apigateway.amazonaws.com"}, {}, {"events.amazonaws.com"}}))
	}
	if a.chance(15) {
		return m
	}
	in := List{}
	for _, s := range v.subnets {
		if len(in) == 0 || a.chance(40) {
			in = append(in, Ref{Kind: "subnet", In: v.name, To: s.name})
		}
	}
	m.Put("vpc_config", Mapping{{"subnets", in}, {"security_groups", List{Ref{Kind: "security_group", In: v.name, To: pick(a.generator, v.groups)}}}})
	return m
}

func (a *amazon) instance(v *amazonVPC, i *instance) Mapping {
	groups := List{}
	for k, n := range a.perm(len(v.groups)) {
		if k == 0 || a.chance(40) {
			groups = append(groups, Ref{To: v.groups[n]})
		}
	}
	m := Mapping{{"subnet", Ref{To: i.vswitch.name}}, {"security_groups", groups}}
	if a.chance(10) {
		m.Put("account", pick(a.generator, a.accounts))
	}
	if i.addr.IsValid() {
		m.Put("private_ip", i.addr)
	}
	if a.elastics[i].IsValid() {
		m.Put("public_ip", a.elastics[i])
	}
	if a.chance(30) {
		listens := List{}
		for range a.IntN(4) {
			l := Mapping{{"port", pick(a.generator, services)}}
			if a.chance(10) {
				l.Put("address", pick(a.generator, []string{"0.0.0.0", "127.0.0.1"}))
			}
			listens = append(listens, l)
		}
		m.Put("listens", listens)
	}
	if a.chance(35) {
		m.Put("source_dest_check", a.chance(30))
	}
	if a.Machines && a.chance(70) {
		m.Put("ip_forwarding", a.chance(80))
		if a.chance(50) {
			m.Put("stateful", a.chance(50))
		}
	}
	return m
}

// usableFor is the lowest and the highest usable address of a subnet, counted
// from its first.
func usableFor(c Cloud, size int) (low, high int) {
	if c == AWS {
		return 4, size - 2
	}
	return 1, size - 4
}

// inVPC is a block of a VPC of AWS, one of its subnets as often as not.
func (a *amazon) inVPC(v *amazonVPC) netip.Prefix {
	if a.chance(50) {
		return pick(a.generator, v.subnets).cidr
	}
	return v.cidr
}
