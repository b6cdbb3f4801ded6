package generate

import (
	"fmt"
	"net/netip"
)

// checks makes what is asked.
func (a *amazon) checks() List {
	out := List{}
	for i := range 3 + a.IntN(3) {
		c := Mapping{{"name", fmt.Sprintf("check %d", i+1)}}
		if a.PrivateAPIs && a.chance(65) {
			a.privateCheck(&c)
			out = append(out, c)
			continue
		}
		from, at, set := a.end(nil, false)
		to, _, wide := a.end(at, true)
		for from == to {
			to, _, wide = a.end(nil, true)
		}
		c.Put("from", from)
		c.Put("to", to)
		if a.chance(85) {
			c.Put("port", pick(a.generator, []string{"tcp/80", "tcp/8080", "tcp/443", "tcp", "tcp/8000-8100", "udp/53", "icmp", "gre", "any"}))
		}
		if a.chance(15) {
			c.Put("source_ports", pick(a.generator, []any{"1024-65535", 5000, "32768-61000", List{"2000-3000", "30000-40000"}}))
		}
		if (set || wide) && a.chance(10) {
			c.Put("addresses", pick(a.generator, []string{"all", "declared"}))
		}
		if a.chance(20) {
			c.Put("expect", pick(a.generator, []string{"reachable", "unreachable", "partial", "unknown"}))
		}
		out = append(out, c)
	}
	return out
}

// end is an end of a check, the VPC that it is in, if one, and whether it is a
// set. One that is sent to is often in the sender's VPC, and may be a public
// address.
func (a *amazon) end(from *amazonVPC, sent bool) (end any, at *amazonVPC, set bool) {
	v := pick(a.generator, a.vpcs)
	if from != nil && a.chance(35) {
		v = from
	}
	switch n := a.IntN(20); {
	case n < 3 && !sent && v.lambda != "":
		return Ref{Kind: "lambda_function", To: v.lambda}, v, false
	case n < 7 && sent && v.balancer != "":
		return Ref{Kind: "load_balancer", To: v.balancer}, v, false
	case n < 14:
		return a.ref(pick(a.generator, v.instances)), v, false
	case n < 16:
		return "internet", nil, false
	case n < 17:
		return Ref{Kind: "subnet", To: pick(a.generator, v.subnets).name}, v, true
	case n < 18:
		return Ref{Kind: "vpc", To: v.name}, v, true
	}
	return a.blockOf(v, sent), v, true
}

// blockOf is a block of a subnet, or an address that something has: to send to, a
// public one too.
func (a *amazon) blockOf(v *amazonVPC, to bool) any {
	i := pick(a.generator, v.instances)
	s := i.vswitch
	if to && a.elastics[i].IsValid() && a.chance(40) {
		return a.elastics[i]
	}
	switch {
	case len(s.used) > 0 && a.chance(40):
		return pick(a.generator, s.used)
	case i.addr.IsValid():
		return netip.PrefixFrom(i.addr, s.cidr.Bits()+a.IntN(33-s.cidr.Bits())).Masked()
	}
	return s.cidr
}

// privateCheck asks about an endpoint, or calls an API: a sender often in the VPC
// of an endpoint.
func (a *amazon) privateCheck(c *Mapping) {
	v := pick(a.generator, a.vpcs)
	var near []*amazonEndpoint
	for _, o := range a.vpcs {
		for _, e := range o.endpoints {
			if e.service != nil && (o == v || a.chance(30)) {
				near = append(near, e)
			}
		}
	}
	if len(near) > 0 && a.chance(45) {
		e := pick(a.generator, near)
		if a.chance(50) {
			v = e.vpc
		}
		c.Put("from", a.caller(v))
		if a.chance(15) {
			c.Put("to", "name/"+e.host)
		} else {
			c.Put("to", Ref{Kind: "vpc_endpoint", To: e.name})
		}
		c.Put("port", pick(a.generator, []string{"tcp/80", "tcp/443", "tcp/80", "tcp/80", "tcp", "any"}))
		return
	}
	api := pick(a.generator, a.apis)
	if called := a.called(); len(called) > 0 && a.mostly(85, 60) {
		v = pick(a.generator, called)
	}
	for range 3 {
		if api.region != v.region {
			api = pick(a.generator, a.apis)
		}
	}
	c.Put("from", a.caller(v))
	c.Put("to", Ref{Kind: "rest_api", To: api.name})
	c.Put("request", a.call(api))
}

// caller is somebody in a VPC, or, now and then, on the internet.
func (a *amazon) caller(v *amazonVPC) any {
	switch {
	case v.lambda != "" && a.chance(15):
		return Ref{Kind: "lambda_function", To: v.lambda}
	case a.chance(6):
		return Ref{Kind: "subnet", To: pick(a.generator, v.subnets).name}
	case a.chance(3):
		return "internet"
	}
	return a.ref(pick(a.generator, v.instances))
}
