package cloud

import (
	"net/netip"
	"strings"
	"sync"

	"netsim/packet"
	"netsim/topology/diag"
	"netsim/topology/fabric"
	"netsim/topology/scenario"
)

// Listener is a service that listens on a machine.
type Listener struct {
	scenario.At
	Port    scenario.Value[packet.Service]
	Address scenario.Value[netip.Addr]
	Paths   scenario.Values[string]

	CertificateNames scenario.Values[string]
}

// Listens is the field that says what listens on a machine.
func Listens[T any](at func(*T) *[]*Listener) scenario.Field[T] { return listens(listenerTable(), at) }

// ListensByTLS is Listens in a cloud where calls reach machines by TLS, so that
// their certificates are judged.
func ListensByTLS[T any](at func(*T) *[]*Listener) scenario.Field[T] {
	return listens(tlsListenerTable(), at)
}

func listens[T any](table *scenario.Table[Listener], at func(*T) *[]*Listener) scenario.Field[T] {
	return scenario.Objects("listens", table, at, "What listens on it; []: nothing.").
		Absent("everything asked for is assumed to listen, and that is told").NotCalled("listeners", "ports", "services")
}

// Each table is one for all clouds: the schema defines it once.
var (
	listenerTable = sync.OnceValue(func() *scenario.Table[Listener] {
		return scenario.NewTable("listener", "A service that listens.", listenerFields()...)
	})
	tlsListenerTable = sync.OnceValue(func() *scenario.Table[Listener] {
		return scenario.NewTable("TLS listener", "A service that listens, perhaps with a certificate.", append(listenerFields(),
			scenario.Optional("certificate_names", scenario.ListOf(scenario.Text()),
				func(l *Listener) *scenario.Values[string] { return &l.CertificateNames },
				"The host names of the certificate that it shows.").Absent("not judged").NotCalled("certificate", "certificates"))...)
	})
)

func listenerFields() []scenario.Field[Listener] {
	return []scenario.Field[Listener]{
		scenario.Required("port", scenario.Service(),
			func(l *Listener) *scenario.Value[packet.Service] { return &l.Port }, "Protocol and port, such as tcp/8080."),
		scenario.Optional("address", scenario.Address(),
			func(l *Listener) *scenario.Value[netip.Addr] { return &l.Address },
			"The address it is bound to; 0.0.0.0 is all of the instance's.").Absent("all of the instance's"),
		scenario.Optional("paths", scenario.ListOf(PathType()),
			func(l *Listener) *scenario.Values[string] { return &l.Paths },
			"The request paths it answers: exact, or ending in /* for all below.").Absent("all"),
	}
}

// Machine is what services listen on.
type Machine struct {
	*scenario.Resource
	Kind    string // what people call its kind: instance
	Listens []*Listener
	Address scenario.Value[netip.Addr]
	// Pool is the block that its address is from, and PoolOf what has that block.
	Pool   scenario.Value[netip.Prefix]
	PoolOf string
}

func (m Machine) label() string { return m.Kind + " " + m.Name }

// Listen tells on an interface what listens on its machine. Absent is assumed to
// listen, [] is nothing (ruling 27).
func (s Switches) Listen(m Machine, i *fabric.Interface) {
	if m.Listens == nil {
		i.Anything = true
		_, i.AnySwitch = s.Read(fabric.Switch{
			Element: fabric.Element{Label: m.label(), At: m.Key}, ID: "listens of " + m.Ref(), Name: "listens", Code: CodeListens,
			Ruling: 27, Values: []string{"assumed"},
			Text:    "a service is assumed to listen on " + m.label() + ", since `listens` is not written",
			Declare: At(m.TreePath, "listens", "[{port: tcp/80}]", "[]"),
		})
	}
	for _, ln := range m.Listens {
		if ln.listensOn(m.Address) {
			i.Listeners = append(i.Listeners, ln.lower(m))
		}
	}
	at := m.Key
	if e := m.Node.Field("listens"); e != nil {
		at = e.KeyRange
	}
	i.Quiet = &fabric.Refusal{
		Element: fabric.Element{Label: m.label(), At: at}, Code: fabric.CodeNotListening, Kind: diag.KindBackend,
		Summary: "nothing listens on this port of " + m.label(),
		Needed:  "a service that listens on this port, on the " + m.Kind + "'s private address",
	}
}

func (l *Listener) lower(m Machine) fabric.Listener {
	e := fabric.Element{Label: "the listener " + l.Port.V.Text() + " of " + m.label(), At: l.Port.Range()}
	if e.At.IsZero() {
		e.At = m.Key
	}
	fl := fabric.Listener{Element: e, Service: l.Port.V, Gates: CertificateGates(e, l.CertificateNames)}
	if !l.Paths.Present() {
		return fl
	}
	fl.Paths = []string{}
	for _, p := range l.Paths.V {
		fl.Paths = append(fl.Paths, PathPattern(p.V))
	}
	miss := e
	miss.At = l.Paths.Range()
	fl.PathMiss = &fabric.Refusal{
		Element: miss, Code: fabric.CodePathNotServed, Kind: diag.KindBackend,
		Summary: e.Label + " does not answer this path",
		Needed:  "a service that answers the path that the backend is called with",
	}
	return fl
}

// listensOn reports whether a listener takes what is sent to its machine: one
// that is bound to another address, such as 127.0.0.1, does not.
func (l *Listener) listensOn(own scenario.Value[netip.Addr]) bool {
	a := l.Address
	return !a.Present() || a.V.IsUnspecified() || own.Present() && a.V == own.V ||
		!own.Present() && !a.V.IsLoopback()
}

// PathPattern writes a path in the fabric's way: a last * is all below it.
func PathPattern(path string) string {
	if below, ok := strings.CutSuffix(path, "/*"); ok {
		return below + "/**"
	}
	return path
}
