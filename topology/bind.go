package topology

import (
	"cmp"
	"net/netip"
	"slices"
	"strings"

	"netsim/packet"
	"netsim/topology/cloud"
	"netsim/topology/diag"
	"netsim/topology/fabric"
	"netsim/topology/scenario"
)

// maxPairs bounds the pairs of ends that one check asks about.
const maxPairs = 10_000

// Case is a check bound to a model: what is asked, in every reading.
type Case struct {
	model *Model
	check *Check
}

// Case binds one of the model's checks.
func (m *Model) Case(c *Check) *Case { return &Case{model: m, check: c} }

// Lower gives the network under a reading, and the check's questions on it.
func (c *Case) Lower(reading fabric.Reading) (*fabric.Network, []fabric.Question) {
	w := c.model.world(reading)
	b := binder{model: c.model, world: w, check: c.check}
	return w.net, b.questions()
}

// emptyEnds reports checks whose ends name nothing that could be asked about.
func (m *Model) emptyEnds() diag.List {
	var found diag.List
	for _, c := range m.doc.Checks {
		found = append(found, m.emptyEnd(c)...)
	}
	return found
}

func (m *Model) emptyEnd(c *Check) diag.List {
	var found diag.List
	_, questions := m.Case(c).Lower(nil)
	for _, q := range questions {
		if r := q.Refused; r != nil && r.Code == fabric.CodeEmpty {
			found.Add(diag.Finding{Range: r.At, Summary: r.Summary, Detail: "Needed: " + r.Needed + "."})
		}
	}
	return found
}

type binder struct {
	model *Model
	world *world
	check *Check
}

// source is one host, and the part of its addresses that is asked about.
type source struct {
	host fabric.Host
	only []fabric.Address
}

// target is where a check leads.
type target struct {
	interfaces []fabric.InterfaceID
	only       []fabric.Address
	api        *cloud.API
	name       *fabric.NameID // of something that is no API
}

func (b *binder) questions() []fabric.Question {
	from, refused := b.from()
	if refused == nil {
		var to target
		if to, refused = b.to(); refused == nil {
			return b.pairs(from, to)
		}
	}
	return []fabric.Question{{Refused: refused, Name: fabric.None, Target: fabric.None}}
}

func (b *binder) pairs(from []source, to target) []fabric.Question {
	c := b.check
	base := fabric.Question{
		Destination: to.only, Service: c.Port.V, SourcePorts: b.sourcePorts(),
		Target: fabric.None, Name: fabric.None,
	}
	if !c.Port.Present() {
		base.Service = packet.Service{Protocol: packet.AllProtocols(), Ports: packet.AllPorts()}
	}
	if len(from)*max(1, len(to.interfaces)) > maxPairs {
		return []fabric.Question{{Refused: tooMany(c), Name: fabric.None, Target: fabric.None}}
	}
	if to.api != nil {
		if refused := b.call(to.api, &base); refused != nil {
			return []fabric.Question{{Refused: refused, Name: fabric.None, Target: fabric.None}}
		}
	} else if base.To = to.interfaces; to.name != nil {
		base.Name, base.Call = *to.name, b.said()
	}
	questions := make([]fabric.Question, 0, len(from))
	for _, s := range from {
		q := base
		q.From, q.Source = s.host, s.only
		b.elsewhere(&q)
		q.To = slices.DeleteFunc(slices.Clone(q.To), func(t fabric.InterfaceID) bool { return s.host.Via[0].Interface == t })
		if len(q.To) > 0 || q.Name != fabric.None {
			questions = append(questions, q)
		}
	}
	if len(questions) == 0 {
		return []fabric.Question{{Refused: b.empty(c.To, "this end is the sender itself, and nothing else", "another end"), Name: fabric.None, Target: fabric.None}}
	}
	return questions
}

// elsewhere makes a question that calls an API one that does not, where the name
// leads its sender to something that takes no calls.
func (b *binder) elsewhere(q *fabric.Question) {
	if q.Target == fabric.None || q.Name == fabric.None || b.check.To.V.Name == "" {
		return
	}
	n := b.world.net
	answers := n.Names[q.Name].SeenFrom(n.Segments[n.Interfaces[q.From.AskerOf()].Segment].Domain).Answers
	takes := func(i fabric.InterfaceID) bool {
		at := &n.Interfaces[i]
		return at.Alias != nil || slices.ContainsFunc(at.Listeners, func(l fabric.Listener) bool { return l.Calls })
	}
	if len(answers) > 0 && !slices.ContainsFunc(answers, takes) {
		q.Target, q.Call = fabric.None, b.said()
	}
}

func tooMany(c *Check) *fabric.Refusal {
	return &fabric.Refusal{
		Element: fabric.Element{Label: "check " + c.Name.V, At: c.Name.Range()}, Code: fabric.CodeBudget, Kind: diag.KindUnknown,
		Summary: "the ends of the check make too many pairs to ask about one by one",
		Needed:  "smaller ends",
	}
}

func (b *binder) sourcePorts() []packet.Ports {
	if !b.check.SourcePorts.Present() {
		return nil
	}
	var out []packet.Ports
	for _, list := range b.check.SourcePorts.V {
		out = append(out, list.V...)
	}
	return out
}

// said is what a check says to something that is no API; nil: nothing.
func (b *binder) said() *fabric.Call {
	r := b.check.Request
	if r == nil {
		return nil
	}
	return &fabric.Call{Scheme: scheme(b.check.Port.V), Host: b.check.To.V.Name, Method: r.Method.Or("GET"), Path: r.Path.Or("/")}
}

// noDomain is why an API is not called by a domain that it does not have.
func noDomain(api *cloud.API, domain string, at diag.Range) *fabric.Refusal {
	r := &fabric.Refusal{
		Element: fabric.Element{Label: "name " + domain, At: at},
		Code:    cloud.CodeUnknownDomain, Kind: diag.KindName,
		Summary: "the API that is called has no domain " + domain,
		Needed:  "a domain that leads to the API",
		Symptom: api.Unknown,
	}
	if api.Missing == nil {
		return r
	}
	if missing := api.Missing(domain); missing != nil {
		missing.At = cmp.Or(missing.At, at)
		return missing
	}
	return r
}

// call makes the question one of calling an API.
func (b *binder) call(api *cloud.API, q *fabric.Question) *fabric.Refusal {
	c := b.check
	request := c.Request
	if request == nil {
		request = &Request{}
	}
	domain := request.Domain.Or(api.Default)
	name, ok := api.Name(domain)
	if !ok {
		return noDomain(api, domain, cmp.Or(request.Domain.Range(), c.To.Range()))
	}
	if !c.Port.Present() {
		q.Service = api.Port
	}
	host := b.world.net.Names[name].Host
	if strings.HasPrefix(host, "*.") {
		host = domain // any of those that the pattern is for
	}
	call := request.call(api, host)
	call.Scheme = scheme(q.Service)
	q.Call, q.Target, q.Name = &call, api.Service, name
	return nil
}

// scheme is what a port is called by.
func scheme(s packet.Service) string {
	if s.Ports == packet.Port(443) {
		return "https"
	}
	return "http"
}

// call is what a request says to an API.
func (r *Request) call(api *cloud.API, host string) fabric.Call {
	call := api.Call
	call.Host = host
	call.Method, call.Path, call.Stage = r.Method.Or(call.Method), r.Path.Or(call.Path), r.Stage.Or(call.Stage)
	if api.Say != nil {
		said := cloud.Said{Headers: r.Headers}
		if app := r.App.V.To; app != nil {
			said.App = &app.Resource
		}
		api.Say(&call, said)
	}
	return call
}

func (b *binder) from() ([]source, *fabric.Refusal) {
	e := b.check.From
	switch {
	case e.V.Word != "":
		return []source{{host: fabric.Host{
			Element: fabric.Element{Label: e.V.Word, At: e.Range()},
			Via:     []fabric.Via{{Prefix: netip.PrefixFrom(netip.IPv4Unspecified(), 0), Interface: b.world.internet}},
		}}}, nil
	case e.V.Prefix.IsValid():
		return b.fromPrefix(e)
	case e.V.Ref.Gone != nil:
		return nil, removed(e)
	case e.V.Ref.To == nil:
		return nil, b.bare(e)
	}
	r := e.V.Ref.To
	if refused := b.world.ends.Refused[r]; refused != nil {
		return nil, refused
	}
	var out []source
	for _, h := range b.world.ends.Hosts[r] {
		out = append(out, source{host: h})
	}
	for _, i := range b.free(r) {
		out = append(out, source{host: fabric.Host{
			Element: b.world.net.Interfaces[i].Element,
			Via:     []fabric.Via{{Prefix: netip.PrefixFrom(netip.IPv4Unspecified(), 0), Interface: i}},
		}})
	}
	if len(out) == 0 {
		return nil, b.bare(e)
	}
	return out, nil
}

// removed is told of a check whose own end an edit took away.
func removed(e scenario.Value[End]) *fabric.Refusal {
	gone := e.V.Ref.Gone
	return &fabric.Refusal{
		Element: fabric.Element{Label: gone.Ref(), At: e.Range()}, Code: fabric.CodeRemoved, Kind: diag.KindEndpoint,
		Summary: gone.Ref() + " is gone",
		Needed:  gone.Ref(),
	}
}

func (b *binder) empty(e scenario.Value[End], why, needed string) *fabric.Refusal {
	return &fabric.Refusal{
		Element: fabric.Element{Label: "an end of check " + b.check.Name.V, At: e.Range()}, Code: fabric.CodeEmpty, Kind: diag.KindEndpoint,
		Summary: why, Needed: needed,
	}
}

// bare is told of an end that is a resource without a network interface.
func (b *binder) bare(e scenario.Value[End]) *fabric.Refusal {
	name := e.V.Ref.Text
	if r := e.V.Ref.To; r != nil {
		name = r.Ref()
	}
	return b.empty(e, name+" holds no interface that packets could be sent from or to",
		"an instance or a load balancer in it; or `addresses: all`, which also asks about the addresses of vSwitches that nothing holds")
}

// nobody is told of an end that is addresses which nothing has.
func (b *binder) nobody(e scenario.Value[End]) *fabric.Refusal {
	return b.empty(e, "nothing in the scenario has an address of "+e.Node.Text,
		"an instance or a load balancer with such an address; or `addresses: all`, if a vSwitch has it and nothing holds it")
}

// free are the unoccupied addresses of an end that is a set, where the check
// asks about them.
func (b *binder) free(r *scenario.Resource) []fabric.InterfaceID {
	if b.check.Addresses.V != "all" {
		return nil
	}
	var out []fabric.InterfaceID
	for _, s := range b.model.resources(subnets) {
		if i, ok := b.world.ends.Free[s]; ok && (s == r || s.Parent == r) {
			out = append(out, i)
		}
	}
	return out
}

// standing calls yield with every resource that stands in a vSwitch, in order.
func (b *binder) standing(yield func(*scenario.Resource)) {
	for _, r := range b.model.resources(machines) {
		yield(r)
	}
}

func (b *binder) fromPrefix(e scenario.Value[End]) ([]source, *fabric.Refusal) {
	only := []fabric.Address{fabric.AddressesOf(e.V.Prefix)}
	var out []source
	b.standing(func(r *scenario.Resource) {
		for _, h := range b.world.ends.Hosts[r] {
			if overlaps(b.world.net.Interfaces[h.Via[0].Interface].Addresses, only[0]) {
				out = append(out, source{host: h, only: only})
			}
		}
	})
	for _, i := range b.freeIn(only[0]) {
		out = append(out, source{only: only, host: fabric.Host{
			Element: b.world.net.Interfaces[i].Element,
			Via:     []fabric.Via{{Prefix: netip.PrefixFrom(netip.IPv4Unspecified(), 0), Interface: i}},
		}})
	}
	if len(out) == 0 {
		return nil, b.nobody(e)
	}
	return out, nil
}

func (b *binder) freeIn(a fabric.Address) []fabric.InterfaceID {
	if b.check.Addresses.V != "all" {
		return nil
	}
	var out []fabric.InterfaceID
	for _, s := range b.model.resources(subnets) {
		if i, ok := b.world.ends.Free[s]; ok && overlaps(b.world.net.Interfaces[i].Addresses, a) {
			out = append(out, i)
		}
	}
	return out
}

func overlaps(have []fabric.Address, a fabric.Address) bool {
	return slices.ContainsFunc(have, func(h fabric.Address) bool {
		return h.Family == a.Family && h.Addrs.Overlaps(a.Addrs)
	})
}

func (b *binder) to() (target, *fabric.Refusal) {
	e := b.check.To
	switch {
	case e.V.Word != "":
		return target{interfaces: []fabric.InterfaceID{b.world.internet}}, nil
	case e.V.Name != "":
		return b.toName(e)
	case e.V.Prefix.IsValid():
		return b.toPrefix(e)
	case e.V.Ref.Gone != nil:
		return target{}, removed(e)
	case e.V.Ref.To == nil:
		return target{}, b.bare(e)
	}
	r := e.V.Ref.To
	if refused := b.world.ends.Refused[r]; refused != nil {
		return target{}, refused
	}
	if api := b.world.ends.APIs[r]; api != nil {
		return target{api: api}, nil
	}
	t := target{interfaces: b.seen(slices.Concat(b.world.ends.Interfaces[r], b.free(r)))}
	if len(t.interfaces) == 0 {
		return target{}, b.bare(e)
	}
	return t, nil
}

// seen are interfaces as the sender of the check knows them: the internet knows
// what has a public address by that.
func (b *binder) seen(list []fabric.InterfaceID) []fabric.InterfaceID {
	if b.check.From.V.Word == "" {
		return list
	}
	for n, i := range list {
		if face, ok := b.world.ends.Public[i]; ok {
			list[n] = face
		}
	}
	return list
}

func (b *binder) toPrefix(e scenario.Value[End]) (target, *fabric.Refusal) {
	t := target{only: []fabric.Address{fabric.AddressesOf(e.V.Prefix)}}
	b.standing(func(r *scenario.Resource) {
		for _, i := range slices.Concat(b.world.ends.Interfaces[r], b.world.ends.Parts[r]) {
			if overlaps(b.world.net.Interfaces[i].Addresses, t.only[0]) && !slices.Contains(t.interfaces, i) {
				t.interfaces = append(t.interfaces, i)
			}
			face, ok := b.world.ends.Public[i]
			if ok && overlaps(b.world.net.Interfaces[face].Addresses, t.only[0]) && !slices.Contains(t.interfaces, face) {
				t.interfaces = append(t.interfaces, face)
			}
		}
	})
	t.interfaces = append(t.interfaces, b.freeIn(t.only[0])...)
	if len(t.interfaces) == 0 {
		return target{}, b.nobody(e)
	}
	return t, nil
}

// toName finds what a host name leads to: the API that answers the request, the
// first of the name if none does, or an end that is no API.
func (b *binder) toName(e scenario.Value[End]) (target, *fabric.Refusal) {
	request := Request{}
	if b.check.Request != nil {
		request = *b.check.Request
	}
	var first *cloud.API
	for _, r := range b.model.resources(called) {
		api := b.world.ends.APIs[r]
		if api == nil {
			continue
		}
		name, ok := api.Name(e.V.Name)
		if !ok {
			continue
		}
		if call := request.call(api, b.world.net.Names[name].Host); api.Takes(&call) {
			first = api
			break
		}
		first = cmp.Or(first, api)
	}
	if first == nil {
		if name, ok := b.world.ends.Named(e.V.Name); ok {
			return target{name: &name}, nil
		}
		return target{}, &fabric.Refusal{
			Element: fabric.Element{Label: "name " + e.V.Name, At: e.Range()}, Code: cloud.CodeNotResolvable, Kind: diag.KindName,
			Summary: "nothing in the scenario has the name " + e.V.Name,
			Needed:  "a name that the scenario has",
		}
	}
	request.Domain = scenario.Value[string]{V: e.V.Name, Node: e.Node}
	named := *b.check
	named.Request = &request
	b.check = &named
	return target{api: first}, nil
}

// internetHost is anybody on the internet.
func internetHost(s fabric.SegmentID) fabric.Interface {
	i := fabric.Interface{
		Element: fabric.Element{Label: "the internet"}, Segment: s, Chosen: true, Anything: true, AnySwitch: fabric.None,
		Edge: fabric.None,
	}
	for _, r := range packet.PublicIPv4() {
		i.Addresses = append(i.Addresses, fabric.Address{Family: packet.V4, Addrs: r})
	}
	return i
}
