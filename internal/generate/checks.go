package generate

import (
	"fmt"
	"net/netip"
)

// checks makes what is asked.
func (g *generator) checks() List {
	out := List{}
	for i := range 3 + g.IntN(3) {
		c := Mapping{{"name", fmt.Sprintf("check %d", i+1)}}
		from, at, wide := g.source()
		c.Put("from", from)
		to, call, set := g.destination(at)
		for to == from {
			to, call, set = g.destination(nil)
		}
		wide = wide || set
		if call != nil {
			c.Put("to", to)
			g.call(call, &c)
		} else {
			c.Put("to", to)
			if g.chance(85) {
				c.Put("port", pick(g, []string{"tcp/80", "tcp/8080", "tcp", "tcp/8000-8100", "udp/53", "udp", "icmp", "gre", "any"}))
			}
		}
		if g.chance(15) {
			c.Put("source_ports", pick(g, []any{"1024-65535", 5000, "1-65535", List{"2000-3000", "30000-40000"}, List{"2000-3000", "2500-4000"}}))
		}
		if wide {
			c.Put("addresses", pick(g, []string{"all", "all", "all", "all", "all", "declared"}))
		}
		switch n := g.IntN(10); {
		case n < 5:
			c.Put("accept_test_bandwidth", true)
		case n < 7:
			c.Put("demand", pick(g, []string{"500bps", "1Mbps", "5Mbps"}))
		}
		if g.chance(20) {
			c.Put("expect", pick(g, []string{"reachable", "unreachable", "partial", "unknown"}))
		}
		out = append(out, c)
	}
	return out
}

// source is an end that sends, and the VPC that it is in, if one; wide if it is
// a set.
func (g *generator) source() (end any, at *vpc, wide bool) {
	v := pick(g, g.allVPCs())
	r := pick(g, g.regions)
	switch n := g.IntN(20); {
	case n < 9 && len(v.instances) > 0:
		return Ref{Kind: "instance", To: pick(g, v.instances).name}, v, false
	case n < 15 && len(r.funcs) > 0:
		return Ref{Kind: "function", To: pick(g, r.funcs)}, nil, false
	case n < 16:
		return Ref{Kind: "vswitch", To: pick(g, v.vswitches).name}, v, true
	case n < 17:
		return Ref{Kind: "vpc", To: v.name}, v, true
	case n < 18:
		return pick(g, []string{"internet", "console-debug"}), nil, false
	default:
		return g.prefixIn(pick(g, v.vswitches)), v, true
	}
}

// prefixIn is a block or an address of a vSwitch.
func (g *generator) prefixIn(s *vswitch) any {
	if len(s.used) > 0 && g.chance(40) {
		return pick(g, s.used)
	}
	if g.chance(50) {
		return s.cidr
	}
	return netip.PrefixFrom(g.addressIn(s.cidr), s.cidr.Bits()+g.IntN(33-s.cidr.Bits())).Masked()
}

// destination is an end that is sent to, often in the sender's VPC, or an API
// that is called.
func (g *generator) destination(from *vpc) (end any, call *api, wide bool) {
	v := pick(g, g.allVPCs())
	if from != nil && g.chance(40) {
		v = from
	}
	var apis []*api
	for _, r := range g.regions {
		for _, w := range r.gateways {
			apis = append(apis, w.apis...)
		}
	}
	switch n := g.IntN(20); {
	case n < 9 && len(apis) > 0:
		a := pick(g, apis)
		if len(a.hosts) > 0 && g.chance(15) && !g.Unequal {
			return "name/" + pick(g, a.hosts), a, false
		}
		return Ref{Kind: "api", To: a.name}, a, false
	case n < 13 && len(v.instances) > 0:
		return Ref{Kind: "instance", To: pick(g, v.instances).name}, nil, false
	case n < 15 && len(v.balancers) > 0:
		return Ref{Kind: "load_balancer", To: pick(g, v.balancers).name}, nil, false
	case n < 16:
		return Ref{Kind: "vswitch", To: pick(g, v.vswitches).name}, nil, true
	case n < 17:
		return Ref{Kind: "vpc", To: v.name}, nil, true
	case n < 18:
		return "internet", nil, false
	default:
		return g.prefixIn(pick(g, v.vswitches)), nil, true
	}
}

func (g *generator) call(a *api, c *Mapping) {
	if g.chance(30) {
		c.Put("port", pick(g, []string{"tcp/80", "tcp/443", "tcp/443", "tcp/8080", "any"}))
	}
	q := Mapping{}
	switch n := g.IntN(10); {
	case n < 4:
		q.Put("domain", "vpc_subdomain")
	case n < 6:
		q.Put("domain", "public_subdomain")
	case n < 8 && len(a.hosts) > 0:
		q.Put("domain", pick(g, a.hosts))
	case n < 9 && g.chance(50):
		q.Put("domain", "nowhere.example.com")
	}
	if g.chance(15) {
		q.Put("method", pick(g, []string{"GET", "POST"}))
	}
	if g.chance(30) {
		q.Put("path", pick(g, append([]string{"/web", "/web/7", "/nowhere"}, a.paths...)))
	}
	headers := Mapping{}
	if stage := pick(g, append([]string{"PROD"}, stages...)); g.chance(20) {
		q.Put("stage", stage)
	} else if g.chance(10) {
		headers.Put(pick(g, []string{"X-Ca-Stage", "x-ca-stage"}), stage)
	}
	var apps []Name
	for _, r := range g.regions {
		apps = append(apps, r.apps...)
	}
	if len(apps) > 0 && g.chance(40) {
		app := pick(g, apps)
		q.Put("app", Ref{To: app})
		if g.chance(40) {
			headers.Put("Authorization", "APPCODE code-"+string(app))
		}
	}
	if len(headers) > 0 {
		q.Put("headers", headers)
	}
	if len(q) > 0 {
		c.Put("request", q)
	}
}
