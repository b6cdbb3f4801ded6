package reference

import (
	"slices"

	"net/netip"

	"netsim/packet"
	"netsim/topology/diag"
)

// definition is what the stage that is called runs; nil if nothing known.
func (k call) definition() *definition { return k.api.stages[k.stage] }

// grants are what a gateway needs before it opens a connection to a backend.
func (t *trip) grants(k call) Outcome {
	b := k.definition().backend
	if b == nil {
		return stopped("backend.missing", k.api.node, "%s has no backend", k.api.ref())
	}
	switch b.kind {
	case "http":
		// A private address is of some VPC, and that needs an authorization.
		if a, err := netip.ParseAddr(b.url.Hostname()); err == nil && (a.IsPrivate() || serviceNetwork.Contains(a)) {
			return stopped("grant.vpc-access-missing", k.api.node, "%s is private, and not authorized", a)
		}
	case "function":
		return t.invokes(k, b)
	case "vpc_access":
		if o := b.access.stands(k); !o.ok() {
			return o
		}
		if ref, ok := t.scenario.holder(b.access); ok && t.scenario.byRef[ref].displaced() {
			return stopped("endpoint.removed", b.access.node, "the vSwitch of %s is gone", ref)
		}
	}
	return Outcome{}
}

// invokes says whether the gateway may invoke a function (grants d.9).
func (t *trip) invokes(k call, b *backend) Outcome {
	if b.function == nil {
		o := stopped("backend.missing", k.api.node, "the function behind %s is gone", k.api.ref())
		o.Or = []diag.Code{"endpoint.removed"}
		return o
	}
	role := b.role
	if role == "" && !t.yes("invoke_role", k.api.ref()) || role == "none" {
		return stopped("grant.function-invoke-missing", k.api.node, "no role lets the gateway invoke %s", b.function.ref())
	}
	return Outcome{}
}

// stands says whether an authorization works: for a target in a VPC of the
// gateway's region and account (grants c.6, c.7).
func (a *vpcAccess) stands(k call) Outcome {
	switch {
	case a == nil:
		return stopped("grant.vpc-access-missing", k.api.node, "the authorization behind %s is gone", k.api.ref())
	case a.vpc == nil:
		o := stopped("grant.vpc-access-invalid", a.node, "the VPC of %s is gone", a.ref())
		o.Or = []diag.Code{"grant.vpc-access-missing", "endpoint.removed"}
		return o
	case a.vpc.region != a.gateway.region || a.vpc.account() != a.gateway.account():
		return stopped("grant.vpc-access-invalid", a.node, "%s is for a VPC of another region or account", a.ref())
	case a.gone:
		return stopped("endpoint.removed", a.node, "the target of %s is gone", a.ref())
	case a.target != nil && a.target.vpc() != a.vpc:
		return stopped("grant.vpc-access-invalid", a.node, "the target of %s is in another VPC", a.ref())
	}
	return Outcome{}
}

// vpc is the VPC that an instance or load balancer stands in.
func (r *resource) vpc() *vpc {
	switch o := r.object.(type) {
	case *instance:
		return o.vpc
	case *balancer:
		return o.vpc
	}
	return nil
}

// displaced reports whether the vSwitch or subnet of what stands in one is gone.
func (r *resource) displaced() bool {
	switch o := r.object.(type) {
	case *amazonBalancer:
		return !slices.ContainsFunc(o.nodes, func(n *lbNode) bool { return n.subnet != nil })
	case *amazonEndpoint:
		return !slices.ContainsFunc(o.nodes, func(n *lbNode) bool { return n.subnet != nil })
	case *machine:
		return o.subnet == nil && !o.outside()
	case *instance:
		return o.site == nil && o.vswitch == nil
	case *balancer:
		return o.vswitch == nil
	}
	return false
}

// behind answers what comes after the gateway.
func (t *trip) behind(k call) Outcome {
	if o := t.grants(k); !o.ok() {
		return o
	}
	b := k.definition().backend
	if b.kind != "vpc_access" {
		return Outcome{Fate: Arrives} // an HTTP service is assumed to answer (grants c.15, open.http-backend)
	}
	path := b.path
	if path == "" {
		path = k.path
	}
	return t.toBackend(k.api.group.gateway, b.access, &path)
}

// holder is what the scenario writes to have the target address of an
// authorization: in a vSwitch of the VPC, or else, beyond it, the one instance
// that has it (grants c.7).
func (s *Scenario) holder(a *vpcAccess) (ref string, ok bool) {
	if a.target != nil {
		return a.target.ref(), true
	}
	own := a.vpc.has(a.address)
	var found []string
	for _, v := range s.vpcs {
		if own != (v == a.vpc) {
			continue
		}
		for _, i := range v.instances {
			if i.address == a.address {
				found = append(found, i.ref())
			}
		}
		for _, b := range v.balancers {
			if own && b.address == a.address {
				found = append(found, b.ref())
			}
		}
	}
	if len(found) == 1 {
		return found[0], true
	}
	return "", false
}

// toBackend answers the leg from the gateway into the authorized VPC. Its source
// is an outbound address of the gateway, which needs a rule like any other
// (grants a.11, c.3, c.4).
func (t *trip) toBackend(g *gateway, a *vpcAccess, path *string) Outcome {
	if len(g.egress) == 0 {
		return unknown("open.vpc-egress-cidrs", g.node, "the outbound addresses of %s are not written", g.ref())
	}
	ref, ok := t.scenario.holder(a)
	if !ok && a.vpc.has(a.address) {
		return stopped("endpoint.unoccupied", a.node, "nothing has %s", a.address).on(1, true)
	}
	if !ok {
		return unknown("unsupported.outside-target", a.node, "what has %s is not written", a.address)
	}
	if len(t.course) < 2 {
		return impossible
	}
	p := t.course[1].Packet
	to, ok := t.party(ref, p.Destination)
	if !ok || t.course[1].To != ref || p.Protocol != packet.TCP || p.DestinationPort != a.port ||
		a.address.IsValid() && p.Destination != a.address || !within(g.egress, p.Source) {
		return impossible
	}
	client := far{address: p.Source}
	if o := t.carry(1, a.vpc.system, p.Destination, to, client, path); !o.ok() {
		return o
	}
	return t.replyAndOn(1, to, func() Outcome { return t.backendReply(g, a, to) }, client, path)
}

// backendReply takes a backend's reply to the gateway, which expects it from the
// VPC that it opened the connection into (ruling 28).
func (t *trip) backendReply(g *gateway, a *vpcAccess, of party) Outcome {
	to := t.course[1].Packet.Source
	if !serviceNetwork.Contains(to) {
		return t.uncovered("a gateway that sends from outside of %s", serviceNetwork)
	}
	k := t.walk(of.table, to)
	t.crossed = append(t.crossed, k.crossed...)
	p := t.course[1].Packet
	if o := t.passBack(k, 1, reply(p), of.far(p.Destination), far{address: to}); !o.ok() {
		return o
	}
	if at := (goal{region: g.region}); !at.met(k) {
		return t.blame(k, to, at).on(1, false)
	}
	if o := t.passedBoth(k, 1); !o.ok() {
		return o
	}
	if k.last() == a.vpc {
		return Outcome{}
	}
	if len(k.services) > 0 {
		s := k.services[0]
		if s.backend != nil && *s.backend || s.backend == nil && t.yes("backend_return", s.ref()) {
			return Outcome{}
		}
	}
	return stopped("route.asymmetric", a.node, "the reply comes by %s", k.last().ref()).on(1, false)
}
