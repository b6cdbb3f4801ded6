package reference

import (
	"fmt"
	"slices"
	"strings"

	"netsim/packet"
	"netsim/topology/diag"
	"netsim/topology/scenario"
)

// privateAPI is a private REST API (d.1).
type privateAPI struct {
	*resource
	region    *resource
	endpoints []*amazonEndpoint // for which there is a name of both (d2)
}

type vpcLink struct {
	*resource
	region  *resource
	targets []*amazonBalancer
	status  string
}

func (r *reader) privateAPI(g *resource, e scenario.Entry) {
	a := &privateAPI{region: g}
	a.resource = r.resource("rest_api", g, e, a)
	c := value(e.Value, "endpoint_configuration")
	if c == nil || !slices.Equal(several(c, "types"), []string{"PRIVATE"}) {
		r.refuse(e.Value, "an API that is not private")
		return
	}
	bindAll(r, a.resource, c, "vpc_endpoint_ids", "vpc_endpoint", &a.endpoints)
}

func (r *reader) vpcLink(g *resource, e scenario.Entry) {
	l := &vpcLink{region: g, status: textOr(e.Value, "status", "AVAILABLE")}
	l.resource = r.resource("vpc_link", g, e, l)
	bindAll(r, l.resource, e.Value, "targets", "load_balancer", &l.targets)
	if value(e.Value, "subnets") != nil || textOr(e.Value, "version", "1") != "1" {
		r.refuse(e.Value, "a VPC link of version 2")
	}
}

// amazonCall is what is said to an API of AWS.
type amazonCall struct {
	stage, method, path, domain string
	host, id                    string // headers
}

func amazonCallOf(q *scenario.Node) amazonCall {
	k := amazonCall{}
	if q == nil {
		return k
	}
	k = amazonCall{stage: textOr(q, "stage", ""), method: textOr(q, "method", ""), path: textOr(q, "path", ""), domain: textOr(q, "domain", "")}
	for _, e := range entries(q, "headers") {
		switch strings.ToLower(e.Key) {
		case "host":
			k.host = e.Value.Text
		case "x-apigw-api-id":
			k.id = e.Value.Text
		}
	}
	return k
}

// named is the host by which API Gateway knows an API in its region.
func (a *privateAPI) named() string {
	return fmt.Sprintf("%s.execute-api.%s.amazonaws.com", a.id, a.region.name())
}

// alias is the host by which it knows an API for which an endpoint is listed.
func (a *privateAPI) alias(e *amazonEndpoint) string {
	return fmt.Sprintf("%s-%s.execute-api.%s.amazonaws.com", a.id, e.id, a.region.name())
}

// calledOf is the private API that a check calls, or nil.
func (c *check) calledOf() *privateAPI {
	if c.to.target == nil {
		return nil
	}
	a, _ := c.to.target.object.(*privateAPI)
	return a
}

// private reports whether names of execute-api lead to an endpoint in its VPC
// (f1, f2).
func (e *amazonEndpoint) private() bool {
	return e.aws && e.open() && flagOr(e.node, "private_dns_enabled", false) && flagOr(e.vpc.node, "enable_dns_hostnames", false)
}

// open reports whether a call by an endpoint can get anywhere.
func (e *amazonEndpoint) open() bool { return e.state == "" || e.state == "available" }

// leads says to which endpoint the name of a call leads for a VPC (d.2); nil:
// to none, for the reasons given. Not ok: that is not covered.
func (t *trip) leads(a *privateAPI, v *amazonVPC) (e *amazonEndpoint, why []diag.Code, ok bool) {
	k := amazonCallOf(t.check.said)
	domain := k.domain
	if domain == "" {
		domain = a.named()
	}
	if !flagOr(v.node, "enable_dns_support", true) {
		why = []diag.Code{"dns.resolver-off"}
		if t.nameless(a, domain) {
			why = append(why, "dns.not-resolvable") // with a resolver, too
		}
		return nil, why, true
	}
	var captures *amazonEndpoint
	for _, o := range v.endpoints {
		if o.private() && v.region == a.region {
			if captures != nil {
				return nil, nil, false // AWS refuses the second
			}
			captures = o
		}
	}
	if domain == a.named() {
		if captures == nil {
			return nil, []diag.Code{"dns.private-dns-off", "dns.not-resolvable", "endpoint.not-available"}, true
		}
		return captures, nil, true
	}
	for _, w := range t.scenario.amazon.vpcs {
		for _, o := range w.endpoints {
			switch {
			case domain == textOr(o.node, "dns_name", ""):
				return o, nil, o.open() && o.aws && o.vpc.region == a.region
			case o.id != "" && domain == a.alias(o):
				if captures != nil && captures != o {
					return nil, nil, false // private DNS may take this name, too
				}
				if !slices.Contains(a.endpoints, o) && captures == nil {
					return nil, []diag.Code{"dns.not-resolvable"}, true
				}
				return o, nil, o.open() && o.aws && slices.Contains(a.endpoints, o)
			}
		}
	}
	return nil, nil, false
}

// nameless reports whether nobody has a name of API Gateway: an endpoint has one
// with an API that lists it (d2), and one of its own.
func (t *trip) nameless(a *privateAPI, domain string) bool {
	for _, v := range t.scenario.amazon.vpcs {
		for _, e := range v.endpoints {
			its := domain == textOr(e.node, "dns_name", "") || slices.Contains(a.endpoints, e) && domain == a.alias(e)
			if its && !e.displaced() {
				return false
			}
		}
	}
	return domain != a.named() && strings.HasSuffix(domain, ".amazonaws.com")
}

// callsAPI answers a call of a private API.
func (t *trip) callsAPI(a *privateAPI) Outcome {
	var v *amazonVPC
	for _, x := range t.scenario.senders(t.check) {
		if m, ok := t.scenario.machine(x.ref); ok && !m.outside() {
			v = m.vpc
		}
	}
	if v == nil {
		return t.uncovered("%s: a call from outside of any VPC", a.ref())
	}
	e, why, ok := t.leads(a, v)
	if !ok {
		return t.uncovered("%s: what the name of the call leads to", a.ref())
	}
	if e == nil {
		o := stopped(why[0], a.node, "the name of the call leads %s to no endpoint", v.ref()).on(0, true)
		o.Or = why
		return o
	}
	if e.displaced() {
		o := stopped("dns.not-resolvable", e.node, "%s has no address left", e.ref()).on(0, true)
		o.Or = []diag.Code{"endpoint.removed", "dns.private-dns-off"}
		return o
	}
	if len(t.course) == 0 || t.course[0].To != e.ref() || t.course[0].Packet.DestinationPort != 443 || t.course[0].Packet.Protocol != packet.TCP {
		return impossible
	}
	from, ok := t.station(t.course[0].From, t.course[0].Packet.Source)
	if !ok {
		return impossible
	}
	return t.hop(0, from, nil)
}

// invoked answers what has come to an endpoint of execute-api: everything that
// API Gateway finds wrong with it, and what is behind.
func (t *trip) invoked(i int, from, at station) Outcome {
	e, a := at.endpoint, t.check.calledOf()
	if a == nil {
		return t.uncovered("%s: an endpoint to a service of AWS", e.ref())
	}
	k := amazonCallOf(t.check.said)
	said := invocation{
		source: t.course[i].Packet.Source,
		resource: []string{
			fmt.Sprintf("execute-api:/%s/%s%s", k.stage, k.method, k.path),
			fmt.Sprintf("arn:aws:execute-api:%s:%s:%s/%s/%s%s", a.region.name(), a.account(), a.id, k.stage, k.method, k.path),
		},
		keys: map[string]string{"aws:sourcevpce": e.id, "aws:sourcevpc": e.vpc.id, "aws:securetransport": "true"},
	}
	var codes []diag.Code
	if p := value(e.node, "policy"); p != nil {
		switch judge(p, said) {
		case unclear:
			return t.uncovered("%s: a condition of its policy", e.ref())
		case allows:
		default:
			codes = append(codes, "policy.endpoint-denied")
		}
	}
	if !t.names(a, k, e) {
		codes = append(codes, "api.forbidden")
	}
	stage := value(value(a.node, "stages"), k.stage)
	policy, methods := value(a.node, "policy"), items(a.node, "methods")
	switch {
	case stage == nil:
		codes = append(codes, "api.unknown-stage")
	case stage.Kind == scenario.Scalar && stage.Text == "stale":
		return t.uncovered("%s: an earlier deployment, which is not written", a.ref())
	case stage.Kind != scenario.Scalar:
		if p := value(stage, "policy"); p != nil {
			policy = p
		}
		if value(stage, "methods") != nil {
			methods = items(stage, "methods")
		}
	}
	verdict := neither // d3
	if policy != nil {
		verdict = judge(policy, said)
	}
	switch {
	case stage == nil:
	case verdict == unclear:
		return t.uncovered("%s: a condition of its policy", a.ref())
	case verdict == denies:
		codes = append(codes, "policy.explicit-deny")
	case verdict == neither:
		codes = append(codes, "policy.implicit-deny")
	}
	method := methodFor(methods, k)
	if stage != nil && method == nil {
		codes = append(codes, "api.no-match")
	}
	if method != nil && !t.mayInvoke(a, value(method, "integration")) {
		codes = append(codes, "grant.function-invoke-missing")
	}
	if len(codes) > 0 {
		o := stopped(codes[0], a.node, "API Gateway refuses the call").on(i, true)
		o.Or = codes
		return o
	}
	next := t.integrated(i+1, a, value(method, "integration"))
	if next.Fate == Stopped && next.Leg == i {
		return next // before anything is answered
	}
	back := t.back(at, from, reply(t.course[i].Packet)).on(i, false)
	if !back.ok() && back.Fate != Unknown {
		return back
	}
	return t.despite(back, next)
}

// mayInvoke reports whether API Gateway may invoke the function behind a method, if
// one is.
func (t *trip) mayInvoke(a *privateAPI, n *scenario.Node) bool {
	name, ok := text(n, "function")
	f := t.scenario.byRef["lambda_function/"+a.region.name()+"/"+strings.TrimPrefix(name, "lambda_function/")]
	if !ok || f == nil {
		return true
	}
	const gateway = "apigateway.amazonaws.com"
	if value(f.node, "invoked_by") != nil {
		return slices.Contains(several(f.node, "invoked_by"), gateway)
	}
	return t.reading("invoked_by", f.ref(), []string{"nobody", gateway}) == gateway
}

// names reports whether a call says which API it is for (d.2).
func (t *trip) names(a *privateAPI, k amazonCall, e *amazonEndpoint) bool {
	host := k.host
	if host == "" {
		host = k.domain
	}
	return host == "" || host == a.named() || k.id == a.id || host == a.alias(e)
}

// methodFor is the method that takes a call (d9): of the resource whose path is
// the most specific, its own or ANY.
func methodFor(methods []*scenario.Node, k amazonCall) *scenario.Node {
	best := ""
	for _, m := range methods {
		if p := textOr(m, "path", ""); takesPath(p, k.path) && (best == "" || closer(p, best)) {
			best = p
		}
	}
	for _, word := range []string{k.method, "ANY"} {
		for _, m := range methods {
			if best != "" && textOr(m, "path", "") == best && textOr(m, "method", "") == word {
				return m
			}
		}
	}
	return nil
}

func takesPath(pattern, path string) bool {
	p, s := strings.Split(pattern, "/")[1:], strings.Split(path, "/")[1:]
	for i, part := range p {
		switch {
		case strings.HasSuffix(part, "+}"):
			return len(s) > i && s[i] != ""
		case i >= len(s), strings.HasPrefix(part, "{") && s[i] == "", !strings.HasPrefix(part, "{") && part != s[i]:
			return false
		}
	}
	return len(p) == len(s)
}

// closer reports whether a path says more of a call than another that takes it.
func closer(p, than string) bool {
	rank := func(part string) int {
		switch {
		case strings.HasSuffix(part, "+}"):
			return 2
		case strings.HasPrefix(part, "{"):
			return 1
		}
		return 0
	}
	a, b := strings.Split(p, "/")[1:], strings.Split(than, "/")[1:]
	for i := range min(len(a), len(b)) {
		if rank(a[i]) != rank(b[i]) {
			return rank(a[i]) < rank(b[i])
		}
	}
	return false
}

// integrated answers what is behind a method (d.3).
func (t *trip) integrated(i int, a *privateAPI, n *scenario.Node) Outcome {
	switch textOr(n, "type", "") {
	case "MOCK":
		return Outcome{Fate: Arrives}
	case "AWS_PROXY":
		if name, _ := text(n, "function"); t.scenario.byRef["lambda_function/"+a.region.name()+"/"+strings.TrimPrefix(name, "lambda_function/")] != nil {
			return Outcome{Fate: Arrives}
		}
		return t.uncovered("%s: a function behind it is gone", a.ref())
	case "HTTP_PROXY":
	default:
		return t.uncovered("%s: an integration of another type", a.ref())
	}
	found := t.scenario.byRef["vpc_link/"+a.region.name()+"/"+strings.TrimPrefix(textOr(n, "connection_id", ""), "vpc_link/")]
	if found == nil {
		return stopped("link.vpc-link-unavailable", n, "the VPC link is gone").on(i-1, true)
	}
	l := found.object.(*vpcLink)
	down := stopped("link.vpc-link-unavailable", l.node, "%s does not work", l.ref()).on(i-1, true)
	if len(l.targets) != 1 || l.status != "AVAILABLE" || !t.oneAccount(l.resource, a.resource) {
		return down // d12
	}
	b, as := l.targets[0], l.resource
	if as.account() == "" {
		as = a.resource // the link is of its account, too
	}
	if !t.oneAccount(b.resource, as) || b.vpc.region != l.region || t.scenario.offered(b) {
		return down
	}
	port, uri := uint16(80), textOr(n, "uri", "")
	if strings.HasPrefix(uri, "https:") {
		port = 443
	}
	if strings.Contains(uri, ":443/") {
		port = 443
	}
	if len(t.course) <= i {
		return impossible
	}
	p := t.course[i].Packet
	at := b.nodeAt(p.Destination)
	if at == nil || at.subnet == nil || p.DestinationPort != port || within(b.vpc.blocks, p.Source) {
		return impossible
	}
	return t.byLink(i, station{b.resource, b.vpc, at.subnet, nil, false, b, nil}, p.Source)
}

// offered reports whether a load balancer is behind an endpoint service (d12).
func (s *Scenario) offered(b *amazonBalancer) bool {
	for _, r := range s.byRef {
		if o, ok := r.object.(*endpointService); ok && slices.Contains(o.balancers, b) && o.state != "Deleted" {
			return true
		}
	}
	return false
}

// calling draws the first leg of a call.
func (d *draw) calling(a *privateAPI) {
	list := d.scenario.senders(d.check)
	if len(list) == 0 || d.check.from.gone() {
		return
	}
	x := pick(d, list)
	m, ok := d.scenario.machine(x.ref)
	if !ok || m.outside() || m.subnet == nil {
		return
	}
	e, _, ok := d.leads(a, m.vpc)
	if !ok || e == nil || len(e.nodes) == 0 {
		return
	}
	n := pick(d, e.nodes)
	leg := Leg{From: x.ref, To: e.ref(), Packet: packet.Header{Protocol: packet.TCP, SourcePort: d.clientPort(), DestinationPort: 443}}
	leg.Packet.Source, leg.Packet.Destination = d.standsAt(x), d.standsAt(sender{fixed: n.address, in: n.subnet})
	if n.subnet == nil || !leg.Packet.Source.IsValid() || !leg.Packet.Destination.IsValid() {
		return
	}
	k := d.amazonWay(m.subnet, leg.Packet.Destination, nil)
	if k.end == atNAT || k.end == atInternet {
		return // goes another way, which is drawn by the solver
	}
	d.course = Course{leg}
}
