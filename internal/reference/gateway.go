package reference

import (
	"net/netip"
	"net/url"
	"strings"

	"netsim/topology/diag"
	"netsim/topology/scenario"
)

type gateway struct {
	*resource
	region   *region
	shared   bool
	egress   []netip.Prefix
	mode     string
	address  netip.Addr
	vswitch  *vswitch
	named    bool // whether ingress names a vSwitch
	client   *vpc
	accesses []*vpcAccess
	groups   []*apiGroup
}

type vpcAccess struct {
	*resource
	gateway *gateway
	vpc     *vpc // nil: gone
	target  *resource
	gone    bool // the target was removed
	address netip.Addr
	port    uint16
}

type apiGroup struct {
	*resource
	gateway    *gateway
	base       string
	subdomain  string
	https      *bool
	public     string
	internet   bool
	domains    []*domain
	resolvesIn string // vpcs, any, list
	resolvers  []*vpc // of list
	apis       []*api
}

type domain struct {
	*resource
	cname string
	https bool
}

type api struct {
	*resource
	group   *apiGroup
	current *definition
	stages  map[string]*definition // nil: stale
}

type definition struct {
	protocols  []string
	method     string
	path       string
	app        bool
	appCode    bool
	authorized []*authorization
	backend    *backend
}

type authorization struct {
	app    *app
	stages []string
}

type app struct {
	*resource
	code string
}

type backend struct {
	kind     string // vpc_access, http, function, mock
	access   *vpcAccess
	function *function
	url      *url.URL
	path     string
	role     string // empty: not written
	at       diag.Range
}

func (r *reader) gateway(g *region, e scenario.Entry) *gateway {
	w := &gateway{region: g, shared: textOr(e.Value, "type", "") != "dedicated", egress: prefixes(e.Value, "vpc_egress_cidrs")}
	w.resource = r.resource("api_gateway", g.resource, e, w)
	if n := value(e.Value, "ingress"); n != nil {
		w.mode, w.address = textOr(n, "mode", ""), address(n, "address")
		bind(r, w.resource, n, "vswitch", "vswitch", &w.vswitch)
		w.named = value(n, "vswitch") != nil
		if w.shared && w.mode == "vpc_private_ip" {
			r.refuse(n, "a shared gateway has no private address (routing 0.3)")
		}
	}
	bind(r, w.resource, e.Value, "client_vpc", "vpc", &w.client)
	for _, a := range entries(e.Value, "vpc_access") {
		w.accesses = append(w.accesses, r.vpcAccess(w, a))
	}
	for _, p := range entries(e.Value, "groups") {
		w.groups = append(w.groups, r.apiGroup(w, p))
	}
	return w
}

func (r *reader) vpcAccess(w *gateway, e scenario.Entry) *vpcAccess {
	a := &vpcAccess{gateway: w, port: uint16(number(e.Value, "port", 0))}
	a.resource = r.resource("vpc_access", w.resource, e, a)
	bind(r, a.resource, e.Value, "vpc", "vpc", &a.vpc)
	target, _ := text(e.Value, "target")
	if scenario.LooksLikeAddress(target) {
		a.address, _ = netip.ParseAddr(target)
		return a
	}
	r.later = append(r.later, func() {
		a.target = r.find(target, a.path, "instance", "load_balancer")
		a.gone = a.target == nil
	})
	return a
}

func (r *reader) apiGroup(w *gateway, e scenario.Entry) *apiGroup {
	g := &apiGroup{
		gateway: w, base: textOr(e.Value, "base_path", "/"), subdomain: host(textOr(e.Value, "vpc_subdomain", "")),
		https: flag(e.Value, "vpc_subdomain_https"), public: host(textOr(e.Value, "public_subdomain", "")),
		internet: flagOr(e.Value, "internet", true), resolvesIn: "vpcs",
	}
	g.resource = r.resource("api_group", w.resource, e, g)
	for _, d := range entries(e.Value, "custom_domains") {
		c := &domain{cname: textOr(d.Value, "cname", ""), https: flagOr(d.Value, "https", false)}
		c.resource = r.resource("custom_domain", g.resource, d, c)
		g.domains = append(g.domains, c)
	}
	if n := value(e.Value, "resolves_in"); n != nil {
		g.resolvesIn = n.Text
		if n.Kind == scenario.List {
			g.resolvesIn = "list"
			bindAll(r, g.resource, e.Value, "resolves_in", "vpc", &g.resolvers)
		}
	}
	for _, a := range entries(e.Value, "apis") {
		g.apis = append(g.apis, r.api(g, a))
	}
	return g
}

// host writes a host name as names are compared.
func host(s string) string { return strings.ToLower(strings.TrimSuffix(s, ".")) }

func (r *reader) api(g *apiGroup, e scenario.Entry) *api {
	a := &api{group: g, stages: map[string]*definition{}}
	a.resource = r.resource("api", g.resource, e, a)
	a.current = r.definition(a, e.Value)
	published := value(e.Value, "published")
	if published == nil {
		return a
	}
	for _, n := range published.Items {
		a.stages[n.Text] = a.current
	}
	for _, s := range published.Entries {
		switch {
		case s.Value.Kind == scenario.Map:
			a.stages[s.Key] = r.definition(a, s.Value)
		case s.Value.Text == "stale":
			a.stages[s.Key] = nil
		default:
			a.stages[s.Key] = a.current
		}
	}
	return a
}

func (r *reader) definition(a *api, n *scenario.Node) *definition {
	d := &definition{
		method: strings.ToUpper(textOr(n, "method", "ANY")), path: textOr(n, "path", "/"),
		app: strings.ToLower(textOr(n, "auth", "none")) == "app", appCode: flagOr(n, "app_code", false),
	}
	for _, p := range texts(n, "protocols") {
		d.protocols = append(d.protocols, strings.ToLower(p))
	}
	for _, m := range items(n, "authorized_apps") {
		u := &authorization{stages: texts(m, "stages")}
		bind(r, a.resource, m, "app", "app", &u.app)
		d.authorized = append(d.authorized, u)
	}
	if b := value(n, "backend"); b != nil {
		d.backend = r.backend(a, b)
	}
	return d
}

func (r *reader) backend(a *api, n *scenario.Node) *backend {
	b := &backend{path: textOr(n, "path", ""), role: textOr(n, "role", ""), at: n.Range}
	for _, kind := range []string{"vpc_access", "http", "function", "mock"} {
		if value(n, kind) != nil {
			b.kind = kind
		}
	}
	bind(r, a.resource, n, "vpc_access", "vpc_access", &b.access)
	bind(r, a.resource, n, "function", "function", &b.function)
	if b.kind == "http" {
		b.url, _ = url.Parse(textOr(n, "http", ""))
	}
	if b.kind == "mock" && !flagOr(n, "mock", false) {
		r.refuse(n, "mock: false leaves open what the backend is")
	}
	return b
}
