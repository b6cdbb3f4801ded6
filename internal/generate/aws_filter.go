package generate

// group makes a security group. In order, most lets what is asked about in.
func (a *amazon) group(v *amazonVPC) Mapping {
	m := Mapping{}
	if a.DenyAll {
		return Mapping{{"egress", List{}}}
	}
	ingress := a.rules(v, "source")
	open := [2]int{65, 25}
	if a.PrivateAPIs {
		open = [2]int{85, 60} // several groups are on the way
	}
	if a.mostly(open[0], open[1]) {
		ingress = append(ingress, Mapping{{"protocol", "all"}, {"source", "0.0.0.0/0"}})
	}
	if len(ingress) > 0 || a.chance(50) {
		m.Put("ingress", ingress)
	}
	if a.mostly(15, 45) {
		egress := a.rules(v, "destination")
		if a.PrivateAPIs && a.chance(60) {
			egress = append(egress, Mapping{{"protocol", "all"}, {"destination", "0.0.0.0/0"}})
		}
		m.Put("egress", egress)
	}
	return m
}

func (a *amazon) rules(v *amazonVPC, far string) List {
	rules := List{}
	for range a.IntN(4) {
		r := Mapping{}
		protocol := pick(a.generator, []string{"tcp", "tcp", "tcp", "udp", "icmp", "all", "all", "gre"})
		r.Put("protocol", protocol)
		if protocol == "tcp" || protocol == "udp" {
			r.Put("ports", pick(a.generator, []any{80, 443, 8080, "8000-8100", "1-65535", List{80, "440-450"}}))
		}
		peer := v
		if a.chance(50) {
			peer = pick(a.generator, a.vpcs)
		}
		switch {
		case len(a.lists[v.region]) > 0 && a.chance(15):
			r.Put(far, Ref{Kind: "prefix_list", To: pick(a.generator, a.lists[v.region])})
		case a.chance(35):
			r.Put(far, Ref{Kind: "security_group", In: peer.name, To: pick(a.generator, peer.groups)})
		case a.chance(30):
			r.Put(far, "0.0.0.0/0")
		case a.chance(50):
			r.Put(far, a.inVPC(peer))
		default:
			r.Put(far, a.block())
		}
		if a.chance(5) {
			r.Put("description", "a rule")
		}
		rules = append(rules, r)
	}
	return rules
}

// networkACLs are associated with some of the subnets of a VPC.
func (a *amazon) networkACLs(v *amazonVPC) Mapping {
	acls := Mapping{}
	for _, s := range v.subnets {
		if !a.mostly(25, 30) {
			continue
		}
		acl := Mapping{{"subnets", List{Ref{To: s.name}}}}
		for _, way := range [][2]string{{"ingress", "source"}, {"egress", "destination"}} {
			if a.mostly(96, 90) {
				acl.Put(way[0], a.entries(way[1]))
			}
		}
		acls.Put(a.name("acl"), acl)
	}
	return acls
}

// entries let most of what is asked about through, and here and there not: a
// narrow range of client ports, or a block that is denied before.
func (a *amazon) entries(far string) List {
	out := List{}
	number := 0
	add := func(action, protocol string, ports, block any) {
		number += 1 + a.IntN(100)
		e := Mapping{{"number", number}, {"action", action}, {"protocol", protocol}}
		if protocol == "tcp" || protocol == "udp" {
			e.Put("ports", ports)
		}
		e.Put(far, block)
		out = append(out, e)
	}
	for range a.IntN(3) {
		action := "allow"
		if a.mostly(30, 50) {
			action = "deny"
		}
		add(action, pick(a.generator, []string{"tcp", "tcp", "udp", "icmp", "all"}),
			pick(a.generator, []any{80, 8080, 443, "32768-61000", "49152-65535", "1024-65535", List{53, "8000-8100"}}), a.block())
	}
	switch {
	case a.mostly(75, 50):
		add("allow", "all", nil, "0.0.0.0/0")
	case a.chance(80):
		add("allow", "tcp", pick(a.generator, []any{"1024-65535", "1-65535", "32768-61000", 443}), "0.0.0.0/0")
	}
	// The order of the list means nothing: numbers do.
	shuffled := List{}
	for _, i := range a.perm(len(out)) {
		shuffled = append(shuffled, out[i])
	}
	return shuffled
}
