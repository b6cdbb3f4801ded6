package alibaba

import (
	"cmp"
	"net/netip"
	"net/url"
	"slices"
	"strconv"

	"netsim/packet"
	"netsim/topology/cloud"
	"netsim/topology/diag"
	"netsim/topology/fabric"
	"netsim/topology/scenario"
)

// backend makes what a stage's definition forwards to.
func (l *lowering) backend(g *groupParts, a *API, d defined) fabric.Backend {
	b := fabric.Backend{
		Element: fabric.Element{Label: "the backend of API " + a.Name, At: d.Backend.Node.Range},
		Match:   fabric.Match{Stages: d.stages}, From: g.gateway.egress, Start: fabric.None,
	}
	switch {
	case d.Backend.VPCAccess.Present():
		l.vpcBackend(g, a, d, &b)
	case d.Backend.Function.Present():
		l.functionBackend(d, &b)
	case d.Backend.HTTP.Present():
		l.httpBackend(g, d, &b)
	}
	return b
}

func refuse(b *fabric.Backend, at diag.Range, code diag.Code, summary, needed string) {
	e := placed(b.Label, at, b.At)
	b.Gates = append(b.Gates, fabric.Gate{Element: e, Refusal: &fabric.Refusal{
		Element: e, Code: code, Kind: diag.KindGate, Summary: summary, Needed: needed,
		Symptom: "HTTP 504 from the gateway",
	}})
}

// functionBackend: the gateway invokes the function over the platform, by a
// role that may (grants d.9; H).
func (l *lowering) functionBackend(d defined, b *fabric.Backend) {
	f := d.Backend.Function
	if f.V.To == nil {
		refuse(b, f.Range(), cloud.CodeBackendMissing, "function "+f.V.Text+" is gone", "the function")
		return
	}
	role := d.Backend.Role
	s := fabric.Switch{
		Element: placed(b.Label, role.Range(), b.At), ID: "invoke role of " + f.V.To.Ref() + " for " + b.At.String(),
		Name: "backend.role", Code: "open.invoke-role", Values: []string{"none", "may invoke"},
		Declared: role.Present(),
		Text:     "whether the gateway has a role that may invoke function " + f.V.To.Name,
		Declare:  cloud.At(d.path, "backend.role", "none", "AliyunServiceRoleForApiGateway"),
	}
	if role.Present() && role.V != "none" {
		s.Value = 1
	}
	n, id := l.Read(s)
	b.Switches = append(b.Switches, id)
	if n == 0 {
		refuse(b, role.Range(), cloud.CodeInvokeMissing,
			"the gateway has no role that may invoke function "+f.V.To.Name,
			"the service-linked role AliyunServiceRoleForApiGateway, or a role with fc:InvokeFunction")
	}
}

// httpBackend: a service on the internet, of which netsim knows nothing. A
// private address is no such service: that needs an authorization.
func (l *lowering) httpBackend(g *groupParts, d defined, b *fabric.Backend) {
	u := d.Backend.HTTP
	if a, ok := addressOf(u.V); ok && !isPublic(a) {
		refuse(b, u.Range(), CodeVPCAccessMissing, u.V.Host+" is a private address, which the gateway does not reach as an HTTP backend",
			"a VPC access authorization for the address")
		return
	}
	_, id := l.Read(fabric.Switch{
		Element: placed(b.Label, u.Range(), b.At), ID: "answers of " + u.V.Host + " for " + b.At.String(), Name: "backend.http", Code: cloud.CodeHTTPBackend,
		Ruling: 27, Values: []string{"assumed"},
		Text: "the service at " + u.V.Host + " is assumed to answer the gateway",
	})
	b.From = l.onInternet(&g.gateway.Resource, "")
	from := l.b.InterfaceAt(b.From)
	if g.gateway.InternetEgressCIDRs.Present() {
		from.Addresses = nil
		for _, c := range values(g.gateway.InternetEgressCIDRs) {
			from.Addresses = append(from.Addresses, fabric.AddressesOf(c))
		}
	}
	host := fabric.Interface{
		Element: placed("the service at "+u.V.Host, u.Range(), b.At), Segment: l.internet.Segment,
		Addresses: publicAddresses(), Chosen: true, Anything: true, AnySwitch: id,
		Edge: fabric.None,
	}
	if a, ok := addressOf(u.V); ok {
		host.Addresses, host.Chosen = []fabric.Address{addressOfIP(a)}, false
	}
	b.To = []fabric.InterfaceID{l.b.Interface(host)}
	b.Service = packet.Service{Protocol: packet.Protocol(packet.TCP), Ports: packet.Port(portOf(u.V))}
	b.Call = &fabric.Call{Scheme: u.V.Scheme, Host: u.V.Hostname(), Method: d.Backend.Method.V, Path: u.V.Path}
}

// portOf is the port that a URL names, or that its scheme has.
func portOf(u *url.URL) uint16 {
	if n, err := strconv.ParseUint(u.Port(), 10, 16); err == nil {
		return uint16(n)
	}
	if u.Scheme == "https" {
		return 443
	}
	return 80
}

func isPublic(a netip.Addr) bool {
	_, at := packet.AddrsOfAddr(a)
	return a.Is6() && a.IsGlobalUnicast() && !a.IsPrivate() ||
		a.Is4() && slices.ContainsFunc(packet.PublicIPv4(), func(r packet.Addrs) bool { return r.Covers(at) })
}

// vpcBackend opens a connection into the authorized VPC, from the gateway's
// outbound addresses (grants c.3, c.4, c.6; H).
func (l *lowering) vpcBackend(g *groupParts, a *API, d defined, b *fabric.Backend) {
	ref := d.Backend.VPCAccess
	access := ref.V.To
	if access == nil {
		refuse(b, ref.Range(), CodeVPCAccessMissing,
			"the VPC access authorization "+ref.V.Text+" is gone, so the gateway may not reach the backend",
			"a VPC access authorization for the VPC, the target and the port")
		if access = l.lost(ref.V.Gone); access == nil {
			return
		}
	}
	v := access.VPC.V.To
	switch {
	case v == nil:
		refuse(b, access.VPC.Range(), CodeVPCAccessMissing, "the VPC of "+element(&access.Resource).Label+" is gone", "the VPC")
		return
	case regionOf(&v.Resource) != g.gateway.region:
		refuse(b, access.VPC.Range(), CodeVPCAccessInvalid,
			"API gateway "+g.gateway.Name+" opens connections only into VPCs of its own region, and VPC "+v.Name+" is in "+regionOf(&v.Resource).Name,
			"an authorization for a VPC of the gateway's region that leads to the target")
	case v.AccountOr("") != g.gateway.AccountOr(""):
		refuse(b, access.VPC.Range(), CodeVPCAccessInvalid,
			"an authorization works within one account, and VPC "+v.Name+" is another account's", "a VPC of the gateway's account")
	}
	if g.gateway.unknown != nil {
		b.Gates = append(b.Gates, fabric.Gate{Element: g.gateway.unknown.Element, Refusal: g.gateway.unknown})
	}
	b.Start = l.vpcs[v].main
	b.Service = packet.Service{Protocol: packet.Protocol(packet.TCP), Ports: packet.Port(uint16(access.Port.V))}
	b.Call = &fabric.Call{
		Scheme: d.Backend.Scheme.Or("http"), Host: access.Host.V,
		Method: d.Backend.Method.V, Path: d.Backend.Path.V,
	}
	b.Back = l.backGate(access, v)
	l.target(access, v, b)
}

// lost is an authorization that an edit took away, as it would stand now: what
// lies behind it is judged as if it were still there.
func (l *lowering) lost(gone *scenario.Resource) *VPCAccess {
	if gone == nil {
		return nil
	}
	access := *gone.Object.(*VPCAccess)
	v := l.vpcAt(access.VPC.V.To)
	if v == nil {
		return nil
	}
	access.VPC.V.To = v
	if t := access.Target.V.Ref.To; t != nil {
		access.Target.V.Ref.To = v.member(t)
		if access.Target.V.Ref.To == nil {
			return nil
		}
	}
	return &access
}

// vpcAt is the VPC that stands where one of an earlier document stood.
func (l *lowering) vpcAt(old *VPC) *VPC {
	if old == nil {
		return nil
	}
	r := l.doc.Regions.Get(old.Path[0])
	if r == nil {
		return nil
	}
	return r.VPCs.Get(old.Name)
}

// member is the resource of the VPC with the kind and name of another.
func (v *VPC) member(old *scenario.Resource) *scenario.Resource {
	switch old.Kind {
	case KindInstance:
		if i := v.Instances.Get(old.Name); i != nil {
			return &i.Resource
		}
	case KindLoadBalancer:
		if b := v.LoadBalancers.Get(old.Name); b != nil {
			return &b.Resource
		}
	}
	return nil
}

// target is where an authorization leads.
func (l *lowering) target(access *VPCAccess, v *VPC, b *fabric.Backend) {
	t := access.Target
	r := t.V.Ref.To
	if t.V.Address.IsValid() {
		if r = l.holder(v, t.V.Address); r == nil {
			l.addressTarget(access, v, b)
			return
		}
	}
	switch {
	case r == nil:
		refuse(b, t.Range(), fabric.CodeRemoved, "the target "+t.V.Ref.Text+" of "+element(&access.Resource).Label+" is gone", "the target")
	case l.ends.Refused[r] != nil:
		b.Gates = append(b.Gates, fabric.Gate{Element: element(r), Refusal: l.ends.Refused[r]})
	default:
		if !t.V.Address.IsValid() && r.Enclosing(KindVPC) != &v.Resource {
			refuse(b, t.Range(), CodeVPCAccessInvalid, element(r).Label+" is not in VPC "+v.Name, "a target in the VPC of the authorization")
		}
		b.To = l.ends.Interfaces[r]
	}
}

// holder is the resource of a VPC that has an address.
func (l *lowering) holder(v *VPC, a netip.Addr) *scenario.Resource {
	for _, i := range v.Instances.All() {
		if i.PrivateIP.Present() && i.PrivateIP.V == a {
			return &i.Resource
		}
	}
	for _, b := range v.LoadBalancers.All() {
		if b.Address.Present() && b.Address.V == a {
			return &b.Resource
		}
	}
	return nil
}

// addressTarget leads to an address that no resource of the VPC is written to
// have: one of a vSwitch's, or one that the VPC's routes lead to.
func (l *lowering) addressTarget(access *VPCAccess, v *VPC, b *fabric.Backend) {
	a := access.Target.V.Address
	for _, s := range v.VSwitches.All() {
		if s.CIDR.V.Contains(a) {
			i := *l.b.InterfaceAt(l.ends.Free[&s.Resource])
			i.Addresses = []fabric.Address{addressOfIP(a)}
			b.To = []fabric.InterfaceID{l.b.Interface(i)}
			return
		}
	}
	if gateway := access.Enclosing(KindAPIGateway); gateway.Object.(*APIGateway).Type.V == shared {
		// Backends that a VPC only leads to are for dedicated instances (seed 002,
		// limits; H).
		e := element(gateway)
		b.Gates = append(b.Gates, fabric.Gate{Element: e, Refusal: &fabric.Refusal{
			Element: e, Code: CodeNotDedicated, Kind: diag.KindGate,
			Summary: e.Label + " is a shared one, and only a dedicated one reaches a backend outside of the VPC of its authorization",
			Needed:  "a dedicated instance",
			Symptom: "HTTP 504 from the gateway",
		}})
	}
	for _, r := range l.doc.Regions.All() {
		for _, other := range r.VPCs.All() {
			if h := l.holder(other, a); h != nil && other != v {
				b.To = append(b.To, l.ends.Interfaces[h]...)
			}
		}
	}
	l.eachSite(func(site *IDC) { b.To = append(b.To, l.siteTarget(site, a)...) })
	if len(b.To) != 1 {
		b.To = nil
		e := placed(b.Label, access.Target.Range(), access.Key)
		b.Gates = append(b.Gates, fabric.Gate{Element: e, Refusal: &fabric.Refusal{
			Element: e, Code: cloud.CodeOutsideTarget, Kind: diag.KindUnknown,
			Summary: "what has the address " + a.String() + " is not written, or not in one place only",
			Needed:  "an instance with this address",
		}})
	}
}

// siteTarget is what has an address in a site, or the address itself if nothing
// has it.
func (l *lowering) siteTarget(site *IDC, a netip.Addr) []fabric.InterfaceID {
	for _, h := range site.Hosts.All() {
		if h.Address.V == a {
			return l.ends.Interfaces[&h.Resource]
		}
	}
	if site.around(a) == nil {
		return nil
	}
	i := *l.b.InterfaceAt(l.ends.Free[&site.Resource])
	i.Addresses = []fabric.Address{addressOfIP(a)}
	return []fabric.InterfaceID{l.b.Interface(i)}
}

// backGate: the reply must come back by the VPC that the gateway was let into.
// By a service route of a CEN it would come through another: whether that counts
// is not documented (ruling 28).
func (l *lowering) backGate(access *VPCAccess, v *VPC) *fabric.Gate {
	e := element(&access.Resource)
	gate := &fabric.Gate{
		Element: e,
		Clauses: []fabric.GateClause{{
			Element: e, Match: fabric.Match{Arrival: []fabric.DomainID{l.vpcs[v].domain}},
			Says: "the reply comes back by VPC " + v.Name,
		}},
		Refusal: &fabric.Refusal{
			Element: e, Code: CodeAsymmetric, Kind: diag.KindRoute,
			Summary: "the reply reaches the gateway through another VPC than the one it was sent into",
			Needed:  "a reply by the VPC of the authorization: no route to the gateway's addresses that leads elsewhere",
		},
	}
	for _, used := range l.serviceRoutes(regionOf(&v.Resource)) {
		s := used.ServiceRoute
		if host := s.HostVPC.V.To; host != v {
			counts, id := l.ReadBool(s.BackendReturn, fabric.Switch{
				Element: element(&s.Resource), ID: "backend_return of " + s.Ref(), Name: "backend_return",
				Code: "open.backend-return", Ruling: 28,
				Text:    "whether the gateway takes a backend's replies that come by service route " + s.Name,
				Declare: cloud.At(s.TreePath, "backend_return"),
			})
			clause := fabric.GateClause{
				Says:    "the reply comes back by this service route, and that counts",
				Element: element(&s.Resource), Switches: append(used.switches, id),
				Match: fabric.Match{
					Arrival: []fabric.DomainID{l.vpcs[host].domain}, Sources: []packet.Box{destinationBox(s.Host.V)},
				},
			}
			if !counts {
				clause.Refusal = gate.Refusal
			}
			gate.Clauses = append(gate.Clauses, clause)
		}
	}
	return gate
}

// usedServiceRoute is a service route that a gateway of a CEN may use, with the
// switches on which its turn hangs.
type usedServiceRoute struct {
	*ServiceRoute
	turn     int
	switches []fabric.SwitchID
}

// serviceRoutes are those that the gateways of a region may use, in the order in
// which a packet follows them: the narrowest first, and of one host the one whose
// turn it is.
func (l *lowering) serviceRoutes(r *Region) []usedServiceRoute {
	var all []usedServiceRoute
	for _, p := range l.cens {
		for _, s := range p.ServiceRoutes.All() {
			if why, _ := l.whyUnserved(p, s, r); why != nil {
				continue
			}
			turn, open := l.turnOf(p, s)
			all = append(all, usedServiceRoute{s, turn, open})
		}
	}
	slices.SortStableFunc(all, func(a, b usedServiceRoute) int {
		return cmp.Or(cmp.Compare(b.Host.V.Bits(), a.Host.V.Bits()), cmp.Compare(a.turn, b.turn))
	})
	return all
}

func destinationBox(p netip.Prefix) packet.Box {
	f, a := packet.AddrsOfPrefix(p)
	b := packet.AllHeaders(f)
	b.Destination = a
	return b
}
