package topology

import (
	"net/netip"
	"slices"
	"sync"

	"netsim/topology/alibaba"
	"netsim/topology/aws"
	"netsim/topology/cloud"
	"netsim/topology/diag"
	"netsim/topology/fabric"
	"netsim/topology/scenario"
)

// Model is one scenario, as written or under the edits of a variant. It may be
// used concurrently.
type Model struct {
	doc      *document
	registry *scenario.Registry
	opts     scenario.Options // it was decoded with

	mu     sync.Mutex
	worlds map[string]*world
}

// world is a model's network under one reading of the open switches.
type world struct {
	net      *fabric.Network
	ends     *cloud.Ends
	internet fabric.InterfaceID
}

func newModel(root *scenario.Node, o scenario.Options) (*Model, diag.List) {
	m := &Model{doc: &document{}, opts: o, worlds: map[string]*world{}}
	d := scenario.NewDecoder(o)
	scenario.Decode(d, language(), root, m.doc)
	var findings diag.List
	m.registry, findings = d.Finish()
	// What could be read is judged even where something could not be: everything
	// that is wrong is told in one run.
	return m, slices.Concat(findings, alibaba.Check(&m.doc.Alibaba), aws.Check(&m.doc.AWS))
}

// Checks are the model's checks, in the order of the file.
func (m *Model) Checks() []*Check { return m.doc.Checks }

// world lowers the model under a reading, once.
func (m *Model) world(reading fabric.Reading) *world {
	key := reading.Key()
	m.mu.Lock()
	defer m.mu.Unlock()
	if w, ok := m.worlds[key]; ok {
		return w
	}
	w := m.lower(reading)
	m.worlds[key] = w
	return w
}

// lower makes what the clouds share, the internet, and lowers each cloud.
func (m *Model) lower(reading fabric.Reading) *world {
	b := fabric.NewBuilder(len(m.registry.All()))
	label := fabric.Element{Label: "the internet"}
	internet := cloud.Internet{Domain: b.Domain(fabric.Domain{Element: label, Class: "internet", Public: true})}
	internet.Table = b.Table(fabric.Table{
		Element: label, Domain: internet.Domain,
		Outside: &fabric.Refusal{
			Element: label, Code: fabric.CodeInternet, Kind: diag.KindUnknown,
			Summary: "whether the destination has a public address is not modelled",
			Needed:  "an end that the internet reaches, such as an API by its public subdomain",
		},
	})
	b.Main(internet.Domain, internet.Table)
	internet.Segment = b.Segment(fabric.Segment{Element: label, Domain: internet.Domain, Table: internet.Table})
	for _, p := range []netip.Prefix{netip.PrefixFrom(netip.IPv4Unspecified(), 0), netip.PrefixFrom(netip.IPv6Unspecified(), 0)} {
		b.Route(internet.Table, fabric.Route{
			Element: label, Prefix: p, Kind: fabric.Local, Target: fabric.ToSegment(internet.Segment), Exit: internet.Domain,
		})
	}
	w := &world{internet: b.Interface(internetHost(internet.Segment)), ends: cloud.NewEnds()}
	alibaba.Lower(&m.doc.Alibaba, b, internet, reading, w.ends)
	aws.Lower(&m.doc.AWS, b, internet, reading, w.ends)
	w.net = b.Network()
	return w
}

// resources are those of some kinds.
func (m *Model) resources(kinds []scenario.ResourceKind) []*scenario.Resource {
	var all []*scenario.Resource
	for _, kind := range kinds {
		all = append(all, m.registry.OfKind(kind)...)
	}
	return all
}
