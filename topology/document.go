package topology

import (
	"fmt"
	"net/netip"
	"slices"
	"strings"
	"sync"

	"netsim/packet"
	"netsim/topology/alibaba"
	"netsim/topology/aws"
	"netsim/topology/scenario"
)

// apiVersion is the version of the language.
const apiVersion = "netsim/v1"

// document is a whole scenario.
type document struct {
	APIVersion  scenario.Value[string]
	Name        scenario.Value[string]
	Description scenario.Value[string]
	Alibaba     alibaba.Document
	AWS         aws.Document
	Checks      []*Check
	Variants    []*Variant
}

// language is the table of everything that may stand in a scenario. It is made
// once, and what is in it where a scenario has it.
var language = sync.OnceValue(documentTable)

func documentTable() *scenario.Table[document] {
	fields := []scenario.Field[document]{
		scenario.Required("apiVersion", scenario.Enum(scenario.Choice(apiVersion, "this version of the language")),
			func(d *document) *scenario.Value[string] { return &d.APIVersion }, "The version of the language.").Example(apiVersion),
		scenario.Required("name", scenario.Label(),
			func(d *document) *scenario.Value[string] { return &d.Name }, "The name of the scenario.").Example("my-network"),
		scenario.Optional("description", scenario.Text(),
			func(d *document) *scenario.Value[string] { return &d.Description }, "What it shows, in words.").Absent("none"),
		scenario.Include[document](),
		scenario.MapSwitch("regions", "cloud", "alibaba", map[string]scenario.Field[document]{
			"alibaba": alibaba.Regions(func(d *document) *alibaba.Document { return &d.Alibaba }),
			"aws":     aws.Regions(func(d *document) *aws.Document { return &d.AWS }),
		}, "Regions by their ids, and what stands in them."),
		scenario.Objects("checks", claims(),
			func(d *document) *[]*Check { return &d.Checks }, "What is claimed of the network.").NotCalled("tests", "assertions"),
		scenario.Objects("variants", scenario.Later(variantTable),
			func(d *document) *[]*Variant { return &d.Variants }, "What-ifs: edits, and which checks fail under them.").NotCalled("whatif", "mutations"),
	}
	fields = append(fields, alibaba.Fields(func(d *document) *alibaba.Document { return &d.Alibaba })...)
	fields = append(fields, aws.Fields(func(d *document) *aws.Document { return &d.AWS })...)
	return scenario.NewTable("scenario", "A network, and what is claimed of it.", fields...)
}

// Schema is the JSON Schema of a scenario in one file. Of a file that includes
// others it says what the joined scenario is.
func Schema() []byte { return scenario.JSONSchema(language(), "netsim scenario") }

// Check is a claim about a scenario.
type Check struct {
	scenario.At
	Name                scenario.Value[string]
	From, To            scenario.Value[End]
	Port                scenario.Value[packet.Service]
	SourcePorts         scenario.Values[[]packet.Ports]
	Request             *Request
	Expect              scenario.Value[string]
	Demand              scenario.Value[scenario.Bandwidth]
	AcceptTestBandwidth scenario.Value[bool]
	Addresses           scenario.Value[string]
}

// End is one end of a check.
type End struct {
	Word   string       // internet or console-debug
	Prefix netip.Prefix // an address or CIDR
	Name   string       // a host name
	Ref    scenario.AnyRef
}

const (
	wordInternet = "internet"
	wordConsole  = "console-debug"
	namePrefix   = "name/" // of a host name
)

// Request is what a call says.
type Request struct {
	scenario.At
	Domain  scenario.Value[string]
	Method  scenario.Value[string]
	Path    scenario.Value[string]
	Stage   scenario.Value[string]
	App     scenario.Value[scenario.Ref[alibaba.App]]
	Headers map[string]string
}

// claims is the table of a check. Questions that stand in no file are read by
// the same one.
var claims = sync.OnceValue(checkTable)

func checkTable() *scenario.Table[Check] {
	return scenario.NewTable("check", "A claim: whether packets, or a call, get from one end to the other.",
		scenario.Required("name", scenario.Label(),
			func(c *Check) *scenario.Value[string] { return &c.Name }, "What is claimed, in words; unique."),
		scenario.Required("from", sender(),
			func(c *Check) *scenario.Value[End] { return &c.From }, "The end that sends first.").Example("instance/web").NotCalled("source", "src", "client"),
		scenario.Required("to", receiver(),
			func(c *Check) *scenario.Value[End] { return &c.To }, "The end that is sent to, or the API that is called.").Example("api/orders/list").NotCalled("destination", "dst", "dest", "target", "server"),
		scenario.Optional("port", scenario.Service(),
			func(c *Check) *scenario.Value[packet.Service] { return &c.Port },
			"tcp/443, udp/53, icmp, any.").Absent("tcp/80 for a call, else any").NotCalled("service", "protocol", "destination_port"),
		scenario.Optional("source_ports", scenario.OneOrMany(scenario.Ports()),
			func(c *Check) *scenario.Values[[]packet.Ports] { return &c.SourcePorts },
			"The ports that the sender uses.").Absent("1024-65535, each of which must work"),
		scenario.Object("request", scenario.Later(requestTable),
			func(c *Check) **Request { return &c.Request }, "What a call says.").Absent("all as the API has it"),
		scenario.Optional("expect", scenario.Enum(
			scenario.Choice("reachable", "every packet arrives, and its reply returns"),
			scenario.Choice("unreachable", "none does"),
			scenario.Choice("partial", "some do"),
			scenario.Choice("unknown", "the model does not say")),
			func(c *Check) *scenario.Value[string] { return &c.Expect }, "The verdict that is claimed.").Absent("reachable").NotCalled("verdict", "expected", "result"),
		scenario.Optional("demand", scenario.Rate(),
			func(c *Check) *scenario.Value[scenario.Bandwidth] { return &c.Demand },
			"The bandwidth that is needed.").Absent("more than a link's test rate").Example("1Mbps"),
		scenario.Optional("accept_test_bandwidth", scenario.Bool(),
			func(c *Check) *scenario.Value[bool] { return &c.AcceptTestBandwidth },
			"Whether a link's test rate will do.").Absent("false"),
		scenario.Optional("addresses", scenario.Enum(
			scenario.Choice("declared", "the interfaces that the scenario names"),
			scenario.Choice("all", "also the addresses that nothing holds")),
			func(c *Check) *scenario.Value[string] { return &c.Addresses },
			"Which addresses of an end that is a set are meant.").Absent("declared"),
	)
}

func requestTable() *scenario.Table[Request] {
	return scenario.NewTable("request", "What a call says.",
		scenario.Optional("domain", domainType(),
			func(r *Request) *scenario.Value[string] { return &r.Domain },
			"vpc_subdomain, public_subdomain or a host name.").Absent("vpc_subdomain"),
		scenario.Optional("method", scenario.Text(),
			func(r *Request) *scenario.Value[string] { return &r.Method }, "The HTTP method.").Absent("the API's"),
		scenario.Optional("path", scenario.Text(),
			func(r *Request) *scenario.Value[string] { return &r.Path }, "The path.").Absent("the API's"),
		scenario.Optional("stage", scenario.Name(),
			func(r *Request) *scenario.Value[string] { return &r.Stage }, "The stage that is called.").Absent("RELEASE"),
		scenario.Optional("app", scenario.RefTo[alibaba.App](alibaba.KindApp),
			func(r *Request) *scenario.Value[scenario.Ref[alibaba.App]] { return &r.App },
			"The app that calls: by signature, unless an Authorization header carries its AppCode.").Absent("none"),
		scenario.Custom("headers", func() *scenario.Schema {
			return &scenario.Schema{Type: scenario.SchemaTypes{"object"}, Values: scenario.Text().Schema()}
		}, readHeaders, "Headers of the call; X-Ca-Stage and Authorization matter.").Absent("none"),
	)
}

// domainType reads a host name, or the word for one of the group's own.
func domainType() scenario.Type[string] {
	host := scenario.HostName()
	words := []string{alibaba.VPCSubdomain, alibaba.PublicSubdomain}
	return scenario.Type[string]{
		Schema: scenario.AnyOf(oneOf(words), host.Schema),
		Read: func(d *scenario.Decoder, n *scenario.Node, into *string) bool {
			if n.Kind == scenario.Scalar && slices.Contains(words, n.Text) {
				*into = n.Text
				return true
			}
			return host.Read(d, n, into)
		},
	}
}

// oneOf describes one of a few words.
func oneOf(words []string) func() *scenario.Schema {
	return func() *scenario.Schema { return &scenario.Schema{Enum: words} }
}

func readHeaders(d *scenario.Decoder, n *scenario.Node, into *Request) {
	if !d.Expect(n, scenario.Map, "a map of headers") {
		return
	}
	into.Headers = map[string]string{}
	text := scenario.Text()
	for _, e := range n.Entries {
		d.AtEntry(e, func() {
			var v string
			if text.Read(d, e.Value, &v) {
				into.Headers[strings.ToLower(e.Key)] = v
			}
		})
	}
}

// The kinds that may be ends, in every cloud, and what else questions ask of.
var (
	sources      = distinct(alibaba.Sources, aws.Sources)
	destinations = distinct(alibaba.Destinations, aws.Destinations)
	machines     = distinct(alibaba.Machines, aws.Machines) // what holds addresses
	subnets      = distinct(alibaba.Subnets, aws.Subnets)   // where addresses may be free
	called       = distinct(alibaba.Called, aws.Called)
)

func distinct(lists ...[]scenario.ResourceKind) []scenario.ResourceKind {
	var all []scenario.ResourceKind
	for _, k := range slices.Concat(lists...) {
		if !slices.Contains(all, k) {
			all = append(all, k)
		}
	}
	return all
}

// sender reads the end that sends first: a word, an address or CIDR, or a
// reference.
func sender() scenario.Type[End] {
	t := endType([]string{wordInternet, wordConsole}, sources)
	read := t.Read
	t.Read = func(d *scenario.Decoder, n *scenario.Node, into *End) bool {
		if n.Kind == scenario.Scalar && strings.HasPrefix(n.Text, namePrefix) {
			d.Refuse(n.Range, fmt.Sprintf("%q sends nothing", n.Text),
				"A name is asked for and called. Write here who calls: an instance, a function, a vSwitch, a VPC, an address, or internet.")
			return false
		}
		return read(d, n, into)
	}
	return t
}

// receiver reads the end that is sent to: a word, an address or CIDR, name/HOST,
// or a reference.
func receiver() scenario.Type[End] {
	t, host := endType([]string{wordInternet}, destinations), scenario.HostName()
	read := t.Read
	return scenario.Type[End]{
		Schema: func() *scenario.Schema {
			named := host.Schema()
			named.Pattern, named.MaxLength = "^"+namePrefix+strings.TrimPrefix(named.Pattern, "^"), len(namePrefix)+named.MaxLength
			named.Examples = []any{namePrefix + "api.example.com"}
			return &scenario.Schema{If: &scenario.Schema{Type: named.Type, Pattern: "^" + namePrefix}, Then: named, Else: t.Schema()}
		},
		Read: func(d *scenario.Decoder, n *scenario.Node, into *End) bool {
			name, isName := strings.CutPrefix(n.Text, namePrefix)
			switch {
			case n.Kind != scenario.Scalar:
			case isName:
				named := *n
				named.Text, named.Quoted = name, true // whatever it looks like without what stands before it
				return host.Read(d, &named, &into.Name)
			case n.Text == wordConsole:
				d.Refuse(n.Range, fmt.Sprintf("%q takes nothing", wordConsole),
					"It is where the calls of the console's debugging page come from. Write here what is called or sent to.")
				return false
			}
			return read(d, n, into)
		},
	}
}

// endType reads what both ends may be: a word, an address or CIDR, or a
// reference.
func endType(words []string, kinds []scenario.ResourceKind) scenario.Type[End] {
	cidr, ref := scenario.AddressOrCIDR(), scenario.RefOr(words, kinds...)
	return scenario.Type[End]{
		Schema: scenario.AddressOr(cidr.Schema, scenario.AnyOf(oneOf(words), ref.Schema)),
		Read: func(d *scenario.Decoder, n *scenario.Node, into *End) bool {
			switch {
			case n.Kind != scenario.Scalar:
			case slices.Contains(words, n.Text):
				into.Word = n.Text
				return true
			case scenario.LooksLikeAddress(n.Text):
				return cidr.Read(d, n, &into.Prefix)
			}
			return ref.Read(d, n, &into.Ref)
		},
	}
}
