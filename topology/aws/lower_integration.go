package aws

import (
	"net/netip"
	"net/url"
	"strconv"
	"strings"

	"netsim/packet"
	"netsim/topology/cloud"
	"netsim/topology/diag"
	"netsim/topology/fabric"
)

// integrate makes what is behind a method.
func (l *lowering) integrate(a *apiParts, s Snapshot, stages []string, m *Method, b *fabric.Backend) {
	i := m.Integration
	if i == nil {
		a.refuse(b, diag.Range{}, cloud.CodeBackendMissing, m.label()+" has no integration, so it cannot be deployed", "an integration")
		return
	}
	switch i.Type.V {
	case integrationAWS, integrationAWSProxy:
		l.functionIntegration(a, i, b)
	case integrationHTTP, integrationHTTPProxy:
		l.httpIntegration(a, s, stages, m, b)
	}
}

// refuse is told of a backend that cannot be used.
func (a *apiParts) refuse(b *fabric.Backend, at diag.Range, code diag.Code, summary, needed string) {
	a.refuseAt(b, placed(b.Label, at, b.At), code, summary, needed)
}

// refuseAt is refuse for something that the backend needs.
func (a *apiParts) refuseAt(b *fabric.Backend, e fabric.Element, code diag.Code, summary, needed string) {
	b.Gates = append(b.Gates, cloud.Closed(&fabric.Refusal{
		Element: e, Code: code, Kind: diag.KindGate, Summary: summary, Needed: needed, Symptom: a.broken(),
	})...)
}

// functionIntegration invokes a function of Lambda, which its resource policy must
// let API Gateway do.
func (l *lowering) functionIntegration(a *apiParts, i *Integration, b *fabric.Backend) {
	f := i.Function.V.To
	switch {
	case !i.Function.Present():
		e := placed(b.Label, i.Type.Range(), b.At)
		b.Gates = append(b.Gates, cloud.Closed(&fabric.Refusal{
			Element: e, Code: "unsupported.aws-integration", Kind: diag.KindUnknown,
			Summary: b.Label + " is handed to a service of AWS, which netsim does not follow",
			Needed:  "a function of Lambda, under `function`, or an integration by HTTP",
		})...)
		return
	case f == nil:
		a.refuse(b, i.Function.Range(), cloud.CodeBackendMissing, "function "+i.Function.V.Text+" is gone", "the function")
		return
	}
	w := fabric.Switch{
		Element: placed(element(&f.Resource).Label, f.InvokedBy.Range(), f.Key), ID: "invoked_by of " + f.Ref(), Name: "invoked_by", Code: "open.invoked-by",
		Ruling: 27, Values: []string{"nobody", gatewayPrincipal}, Declared: f.InvokedBy.Present(),
		Text:    "whether API Gateway may invoke " + element(&f.Resource).Label,
		Declare: cloud.At(f.TreePath, "invoked_by", "[]", "["+gatewayPrincipal+"]"),
	}
	for _, by := range f.InvokedBy.V {
		if fabric.Wildcard(by.V, gatewayPrincipal) {
			w.Value = 1
		}
	}
	n, id := l.Read(w)
	b.Switches = append(b.Switches, id)
	if n == 0 {
		a.refuse(b, f.InvokedBy.Range(), cloud.CodeInvokeMissing, "the resource policy of "+element(&f.Resource).Label+" does not let API Gateway invoke it",
			"a permission for "+gatewayPrincipal)
	}
}

// gatewayPrincipal is what permissions call API Gateway.
const gatewayPrincipal = "apigateway.amazonaws.com"

// httpIntegration is asked by HTTP: over the internet, or by a VPC link (sheet d14;
// H).
func (l *lowering) httpIntegration(a *apiParts, s Snapshot, stages []string, m *Method, b *fabric.Backend) {
	i := m.Integration
	u := &url.URL{Scheme: "http"}
	if i.URI.Present() {
		text, missing := filled(i.URI.V, s)
		if missing != "" {
			a.refuse(b, i.URI.Range(), cloud.CodeBackendMissing, "the stage has no variable "+missing+", which the URL of "+b.Label+" needs", "the stage variable")
			return
		}
		var ok bool
		if u, ok = parseURI(text); !ok {
			a.refuse(b, i.URI.Range(), cloud.CodeBackendMissing, "with the variables of the stage the URL of "+b.Label+" is none: "+text, "a URL such as http://host/path")
			return
		}
		b.Call = asked(m, u, text)
		b.Below = belowOf(m, text, b.Call)
	} else if a.rest {
		a.refuse(b, i.Type.Range(), cloud.CodeBackendMissing, b.Label+" has no uri", "the URL of the service")
		return
	} else {
		b.Call = &fabric.Call{Scheme: "http"}
		// The name of the stage is part of the path (sheet d16; H).
		if len(stages) == 1 && stages[0] != defaultStage {
			b.Call.Path, b.Below = "/"+stages[0]+"/", "/"
		}
	}
	port := portOf(u)
	if i.ListenerPort.Present() {
		port = uint16(i.ListenerPort.V)
	}
	b.Service = tcpPort(port)
	if i.ConnectionType.V == connectionVPCLink {
		l.linked(a, s, i, b)
		return
	}
	l.overInternet(a, i, u, b)
}

// filled puts the values of the stage's variables where they are named.
func filled(text string, s Snapshot) (out, missing string) {
	out = stageVariable().ReplaceAllStringFunc(text, func(named string) string {
		name := stageVariable().FindStringSubmatch(named)[1]
		v, ok := s.Variables[name]
		if !ok && missing == "" {
			missing = name
		}
		return v.V
	})
	return out, missing
}

// asked is what a service is asked. The host of the URL is the Host header, and
// the name that a certificate must have; it leads nowhere (sheet d14; H).
func asked(m *Method, u *url.URL, text string) *fabric.Call {
	c := &fabric.Call{Scheme: u.Scheme, Host: strings.ToLower(u.Hostname()), Path: u.Path}
	if c.Path == "" {
		c.Path = "/"
	}
	if v := m.Integration.Method.V; v != methodAny {
		c.Method = v
	}
	return c
}

// belowOf puts what /{proxy+} stands for behind the path of the service, where
// the URL ends in {proxy}.
func belowOf(m *Method, text string, c *fabric.Call) string {
	at := strings.LastIndexByte(m.Path.V, '/')
	last := m.Path.V[at+1:]
	name, greedy := strings.CutSuffix(last, "+}")
	if !greedy || !strings.HasSuffix(text, "/"+name+"}") || strings.Count(m.Path.V[:at], "{") > 0 {
		return ""
	}
	c.Path = strings.TrimSuffix(c.Path, "x")
	return m.Path.V[:at+1]
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

// overInternet asks a host that must be public (sheet d17; M). Of a host that the
// scenario does not name nothing is known, and it is assumed to answer.
func (l *lowering) overInternet(a *apiParts, i *Integration, u *url.URL, b *fabric.Backend) {
	host := strings.ToLower(u.Hostname())
	at := i.URI.Range()
	if !i.URI.Present() {
		a.refuse(b, i.Type.Range(), cloud.CodeBackendMissing, b.Label+" has no uri", "the URL of the service")
		return
	}
	private := func(why string) {
		a.refuse(b, at, CodeNotPublic, why+", and API Gateway reaches it by a VPC link only", "connection_type VPC_LINK, or a host on the internet")
	}
	addr, err := netip.ParseAddr(host)
	if err == nil && !isPublicBlock(single(addr)) {
		private(host + " is a private address")
		return
	}
	if err == nil {
		if to := l.holderInPublic(addr); to != fabric.None {
			b.To = []fabric.InterfaceID{to}
			return
		}
	}
	if n, ok := l.hosts[host]; ok && n.public == nil {
		private(host + " is a private name")
		return
	} else if ok {
		for _, to := range n.public.Answers {
			if l.b.InterfaceAt(to).Segment != l.internet.Segment {
				private(host + " leads to " + l.b.InterfaceAt(to).Label + ", which has a private address")
				return
			}
		}
		b.To = n.public.Answers
		b.Gates = append(b.Gates, n.public.Gates...)
		return
	}
	b.To = []fabric.InterfaceID{l.anyHost(a.gateway, host, addr, at)}
}

// holderInPublic is what has a public address in the scenario; None: nothing has.
func (l *lowering) holderInPublic(a netip.Addr) fabric.InterfaceID {
	for _, v := range l.doc.vpcs() {
		for _, f := range l.public[v] {
			if have := l.b.InterfaceAt(f.As); !have.Chosen && len(have.Addresses) == 1 && have.Addresses[0] == single(a) {
				return f.As
			}
		}
	}
	return fabric.None
}

// vpcs are all VPCs, in order.
func (d *Document) vpcs() []*VPC {
	var all []*VPC
	for _, r := range d.Regions.All() {
		all = append(all, r.VPCs.All()...)
	}
	return all
}

// anyHost is a host on the internet that nothing is written of.
func (l *lowering) anyHost(g *gatewayParts, host string, addr netip.Addr, at diag.Range) fabric.InterfaceID {
	if id, ok := g.hosts[host]; ok {
		return id
	}
	e := fabric.Element{Label: "the service at " + host, At: at}
	_, assumed := l.Read(fabric.Switch{
		Element: e, ID: "answers of " + host + " in " + g.Ref(), Name: "uri", Code: cloud.CodeHTTPBackend,
		Ruling: 27, Values: []string{"assumed"}, Text: "the service at " + host + " is assumed to answer API Gateway",
	})
	i := fabric.Interface{
		Element: e, Segment: l.internet.Segment, Addresses: publicAddresses(), Chosen: true, Anything: true, AnySwitch: assumed, Edge: fabric.None,
	}
	if addr.IsValid() {
		i.Addresses, i.Chosen = []fabric.Address{single(addr)}, false
	}
	g.hosts[host] = l.b.Interface(i)
	return g.hosts[host]
}

// notOf are all IPv4 addresses but those of a VPC.
func notOf(v *VPC) []fabric.Address {
	free := []packet.Addrs{packet.AllAddrs(packet.V4)}
	for _, block := range v.blocks() {
		free = packet.Without(free, fabric.AddressesOf(block.V).Addrs)
	}
	out := make([]fabric.Address, 0, len(free))
	for _, r := range free {
		out = append(out, fabric.Address{Family: packet.V4, Addrs: r})
	}
	return out
}
