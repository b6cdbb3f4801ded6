package generate

// networkACLs bind some of a VPC's vSwitches to network ACLs, if they are asked
// for. Their rules are about blocks that somebody gives.
func (g *generator) networkACLs(m *Mapping, vswitches []Name, block func() any) {
	if !g.ACLs || !g.chance(40) {
		return
	}
	acls := Mapping{}
	for _, s := range vswitches {
		if !g.chance(60) {
			continue
		}
		acl := Mapping{{"vswitches", List{Ref{To: s}}}}
		g.aclRules(&acl, "ingress", "source", block)
		g.aclRules(&acl, "egress", "destination", block)
		acls.Put(g.name("acl"), acl)
	}
	if len(acls) > 0 {
		m.Put("network_acls", acls)
	}
}

// aclRules are absent, none, or some: most let replies pass.
func (g *generator) aclRules(acl *Mapping, direction, far string, block func() any) {
	if g.chance(30) {
		return
	}
	rules := List{}
	if g.chance(85) {
		for range g.IntN(3) {
			protocol := pick(g, []string{"tcp", "tcp", "udp", "icmp", "all"})
			r := Mapping{{"policy", pick(g, []string{"accept", "accept", "drop"})}, {"protocol", protocol}}
			if protocol == "tcp" || protocol == "udp" {
				r.Put("ports", pick(g, []any{80, 8080, "1-1023", "1024-65535", "32768-65535", List{22, "8000-8100"}}))
			}
			r.Put(far, pick(g, []any{block(), "0.0.0.0/0"}))
			rules = append(rules, r)
		}
		if g.chance(70) {
			rules = append(rules, Mapping{{"policy", "accept"}, {"protocol", "all"}, {far, "0.0.0.0/0"}})
		}
	}
	acl.Put(direction, rules)
}
