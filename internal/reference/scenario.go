package reference

import (
	"fmt"
	"net/netip"
	"slices"
	"strings"

	"netsim/packet"
	"netsim/topology/diag"
	"netsim/topology/scenario"
)

// Scenario is a scenario as the reference reads it. It is not changed once read.
type Scenario struct {
	regions []*region
	plans   []*plan
	cens    []*cen
	idcs    []*idc
	checks  []*check

	byRef    map[string]*resource
	vpcs     []*vpc
	gateways []*gateway
	apis     []*api // sorted by path

	amazon *amazon // nil: nothing is of AWS
}

type check struct {
	name        string
	from, to    end
	service     *packet.Service // nil: not written
	sourcePorts []packet.Ports
	request     request
	said        *scenario.Node     // the request as it is written, or nil
	demand      scenario.Bandwidth // 0: not written
	acceptTest  bool
	at          diag.Range
	uncovered   error // why the reference does not answer it; nil: it does
}

// end is one end of a check, as it is written.
type end struct {
	word   string // internet or console-debug
	block  netip.Prefix
	host   string
	target *resource // nil, where nothing else is set: gone
}

func (e end) gone() bool {
	return e.word == "" && !e.block.IsValid() && e.host == "" && e.target == nil
}

type request struct {
	domain, method, path, stage string
	app                         *app
	authorization               string
}

func (s *Scenario) index(all []*resource) {
	s.byRef = map[string]*resource{}
	for _, r := range all {
		s.byRef[r.ref()] = r
		if a, ok := r.object.(*api); ok {
			s.apis = append(s.apis, a)
		}
	}
	slices.SortFunc(s.apis, func(a, b *api) int { return slices.Compare(a.resource.path, b.resource.path) })
	for _, g := range s.regions {
		s.vpcs = append(s.vpcs, g.vpcs...)
		s.gateways = append(s.gateways, g.gateways...)
	}
}

// OfAWS reports whether it stands in AWS.
func (s *Scenario) OfAWS() bool { return s.amazon != nil }

// Checks are the names of the checks, in the order of the file.
func (s *Scenario) Checks() []string {
	var out []string
	for _, c := range s.checks {
		out = append(out, c.name)
	}
	return out
}

func (s *Scenario) check(name string) (*check, error) {
	for _, c := range s.checks {
		if c.name == name {
			return c, c.uncovered
		}
	}
	return nil, fmt.Errorf("there is no check %q", name)
}

func (r *reader) check(n *scenario.Node) *check {
	c := &check{
		name: textOr(n, "name", ""), sourcePorts: ports(n, "source_ports"), demand: rate(n, "demand"),
		acceptTest: flagOr(n, "accept_test_bandwidth", false), at: n.Range,
	}
	c.from = r.end(n, "from", "instance", "host", "idc", "network_interface", "function", "lambda_function", "vpc_endpoint", "vswitch", "subnet", "vpc")
	c.to = r.end(n, "to", "api", "instance", "host", "idc", "network_interface", "load_balancer", "vpc_endpoint", "rest_api", "vswitch", "subnet", "vpc")
	if v, ok := text(n, "port"); ok {
		service, _ := packet.ParseService(v)
		c.service = &service
	}
	if textOr(n, "addresses", "declared") == "all" {
		c.uncovered = fmt.Errorf("%s: what an address that nothing holds would do is not in the sheets", n.Range)
	}
	c.said = value(n, "request")
	if q := c.said; q != nil {
		c.request = r.request(q)
	}
	return c
}

func (r *reader) end(n *scenario.Node, field string, kinds ...string) end {
	v, _ := text(n, field)
	name, isName := strings.CutPrefix(v, "name/")
	switch {
	case v == "internet" || v == "console-debug":
		return end{word: v}
	case isName:
		return end{host: host(name)}
	case scenario.LooksLikeAddress(v):
		return end{block: prefixOf(v)}
	}
	return end{target: r.find(v, nil, kinds...)}
}

func (r *reader) request(n *scenario.Node) request {
	q := request{
		domain: textOr(n, "domain", ""), method: textOr(n, "method", ""),
		path: textOr(n, "path", ""), stage: textOr(n, "stage", ""),
	}
	if v, ok := text(n, "app"); ok {
		if found := r.find(v, nil, "app"); found != nil {
			q.app = found.object.(*app)
		}
	}
	for _, e := range entries(n, "headers") {
		switch strings.ToLower(e.Key) {
		case "x-ca-stage":
			if q.stage == "" {
				q.stage = e.Value.Text
			}
		case "authorization":
			q.authorization = e.Value.Text
		}
	}
	if q.authorization != "" && q.app == nil {
		r.refuse(n, "an Authorization header without an app: whose it is, is not written")
	}
	return q
}
