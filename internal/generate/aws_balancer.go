package generate

// zoneOf is the zone of a subnet of a VPC: each has one of its own.
func (v *amazonVPC) zoneOf(s *vswitch) string {
	for i, o := range v.subnets {
		if o == s {
			return []string{"use1-az1", "use1-az2", "use1-az3"}[i]
		}
	}
	return ""
}

// fixed are the instances and network interfaces whose addresses are written.
func (v *amazonVPC) fixed() []*instance {
	var out []*instance
	for _, i := range v.instances {
		if i.addr.IsValid() {
			out = append(out, i)
		}
	}
	return out
}

// balancers makes a network load balancer of a VPC, and its target group.
func (a *amazon) balancers(v *amazonVPC, m *Mapping) {
	protocol := pick(a.generator, []string{"TCP", "TCP", "UDP"})
	if a.PrivateAPIs && a.chance(80) {
		protocol = "TCP"
	}
	byAddress := a.chance(50)
	g := Mapping{{"protocol", protocol}, {"port", pick(a.generator, []int{80, 8080})}}
	if byAddress {
		g.Put("target_type", "ip")
	}
	if a.chance(30) && protocol == "TCP" {
		g.Put("preserve_client_ip", a.chance(50))
	}
	if a.chance(25) {
		g.Put("cross_zone", pick(a.generator, []any{true, false, "load_balancer"}))
	}
	if a.chance(30) {
		g.Put("health_check", Mapping{{"protocol", "TCP"}, {"port", pick(a.generator, []any{80, 8080, "traffic-port"})}})
	}
	targets := List{}
	for _, i := range v.fixed() {
		if a.pods[i] && !byAddress || a.chance(25) {
			continue
		}
		t := Mapping{}
		if byAddress {
			t.Put("target", i.addr)
		} else {
			t.Put("target", a.ref(i))
		}
		if a.chance(20) {
			t.Put("port", pick(a.generator, []int{80, 443}))
		}
		targets = append(targets, t)
	}
	for _, e := range v.endpoints {
		for _, at := range e.at {
			if byAddress && at.addr.IsValid() && a.chance(70) {
				targets = append(targets, Mapping{{"target", at.addr}})
			}
		}
	}
	g.Put("targets", targets)
	group := a.name("tg")
	m.Put("target_groups", Mapping{{group, g}})
	b := Mapping{{"type", "network"}, {"scheme", "internal"}}
	mappings := List{}
	for _, s := range v.subnets {
		used := s.used
		at, ok := a.usableIn(s)
		if len(used) > 0 {
			s.used = used // no check is from there
		}
		if ok && (len(mappings) == 0 || a.chance(60)) {
			mappings = append(mappings, Mapping{{"subnet", Ref{To: s.name}}, {"private_ip", at}})
		}
	}
	b.Put("subnet_mappings", mappings)
	if a.chance(40) {
		b.Put("security_groups", List{Ref{To: pick(a.generator, v.groups)}})
	}
	if a.PrivateAPIs && a.chance(70) {
		b.Put("enforce_security_group_inbound_rules_on_private_link_traffic", pick(a.generator, []any{"off", "on"}))
	}
	if a.chance(40) {
		b.Put("cross_zone", a.chance(60))
	}
	if a.chance(8) {
		b.Put("state", pick(a.generator, []string{"active", "provisioning", "failed"}))
	}
	listener := Mapping{{"protocol", protocol}, {"port", pick(a.generator, []int{80, 443})}}
	if a.PrivateAPIs && a.mostly(60, 20) {
		listener = listener.With("port", 80)
	}
	if a.chance(95) {
		listener.Put("target_group", Ref{To: group})
	}
	b.Put("listeners", List{listener})
	m.Put("load_balancers", Mapping{{v.balancer, b}})
}
