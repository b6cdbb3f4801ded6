package generate

// machines are the network interfaces and HaVips of a VPC.
func (g *generator) machines(v *vpc, m *Mapping) {
	if !g.Machines || len(v.instances) == 0 {
		return
	}
	interfaces, vips := Mapping{}, Mapping{}
	for range g.IntN(3) {
		of, in := pick(g, v.instances), pick(g, v.vswitches)
		name := g.name("eni")
		i := Mapping{
			{"vswitch", Ref{To: in.name}}, {"instance", Ref{To: of.name}}, {"security_groups", g.someGroups(v)},
			{"source_dest_check", g.chance(20)},
		}
		if g.chance(30) {
			i.Put("listens", List{})
		}
		if g.chance(20) {
			i.Put("forwards_to", Ref{Kind: "instance", To: of.name})
		}
		if a, ok := g.usableIn(in); ok && g.chance(50) {
			i.Put("private_ip", a)
		}
		interfaces.Put(name, i)
		v.hops = append(v.hops, Ref{Kind: "network_interface", To: name})
	}
	if g.chance(40) {
		first := pick(g, v.instances)
		name := g.name("vip")
		vip := Mapping{{"vswitch", Ref{To: first.vswitch.name}}, {"instances", g.together(v, first)}}
		if g.chance(30) {
			vip.Put("master", Ref{Kind: "instance", To: first.name})
		}
		if a, ok := g.usableIn(first.vswitch); ok && g.chance(50) {
			vip.Put("ip_address", a)
		}
		vips.Put(name, vip)
		v.hops = append(v.hops, Ref{Kind: "ha_vip", To: name})
	}
	if len(interfaces) > 0 {
		m.Put("network_interfaces", interfaces)
	}
	if len(vips) > 0 {
		m.Put("ha_vips", vips)
	}
}

// together are an instance and others of its vSwitch.
func (g *generator) together(v *vpc, first *instance) List {
	out := List{Ref{Kind: "instance", To: first.name}}
	for _, i := range v.instances {
		if i != first && i.vswitch == first.vswitch && g.chance(50) {
			out = append(out, Ref{Kind: "instance", To: i.name})
		}
	}
	return out
}

// forwards says whether an instance forwards, and how.
func (g *generator) forwards(m *Mapping) {
	if m.Field("ip_forwarding") == nil && g.chance(50) {
		m.Put("ip_forwarding", true)
	}
	if g.chance(80) {
		m.Put("source_dest_check", g.chance(20))
	}
	if g.chance(60) {
		m.Put("stateful", g.chance(50))
	}
}

// nextHop is what a route leads to.
func (g *generator) nextHop(v *vpc) Ref {
	if len(v.hops) > 0 && g.chance(40) {
		return pick(g, v.hops)
	}
	to := pick(g, v.instances).name
	if !g.Machines {
		return Ref{To: to}
	}
	return Ref{Kind: "instance", To: to}
}
