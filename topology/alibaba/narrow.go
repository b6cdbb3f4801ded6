package alibaba

import (
	"encoding/json"
	"maps"
	"slices"
	"strconv"
	"strings"

	"netsim/topology/scenario"
)

// What Check refuses and JSON Schema can say, so that an editor tells of it while
// it is written. Nothing is decided here: a test holds the schema to Check.

func pairOfAny(s *scenario.Schema) { s.MinItems, s.MaxItems = 2, 2 }

func pairOfDifferent(s *scenario.Schema) {
	pairOfAny(s)
	s.UniqueItems = true
}

func atLeastOne(s *scenario.Schema) { s.MinItems = 1 }

func noTwice(s *scenario.Schema) { s.UniqueItems = true }

func onlyTrue(s *scenario.Schema) { s.Const = true }

// pathType reads the path of a request.
func pathType() scenario.Type[string] {
	return scenario.Text().Narrowed(func(s *scenario.Schema) {
		s.Title, s.Type, s.Pattern, s.PatternError = "path of a request", scenario.SchemaTypes{"string"}, `^/`, "A path begins with a slash."
	})
}

// priorities are those that can be given, and some others.
func priorities(others ...scenario.Schema) func(*scenario.Schema) {
	return func(s *scenario.Schema) {
		given := &scenario.Schema{Maximum: json.Number(strconv.Itoa(lastPriority))}
		if len(others) == 0 {
			s.Maximum = given.Maximum
			return
		}
		s.AnyOf = []*scenario.Schema{given}
		for i := range others {
			s.AnyOf = append(s.AnyOf, &others[i])
		}
	}
}

// when says what holds of an object if a field of it is of some kind, and what
// holds else.
func when(doc, field string, is, then, otherwise *scenario.Schema) *scenario.Schema {
	return &scenario.Schema{Description: doc, If: withField(field, is), Then: then, Else: otherwise}
}

// withField is an object that has a field of some kind.
func withField(field string, is *scenario.Schema) *scenario.Schema {
	return &scenario.Schema{Properties: scenario.SchemaProperties{{Name: field, Schema: is}}, Required: []string{field}}
}

func having(field string) *scenario.Schema { return &scenario.Schema{Required: []string{field}} }

func lacking(fields ...string) *scenario.Schema {
	s := &scenario.Schema{}
	for _, f := range fields {
		s.AllOf = append(s.AllOf, &scenario.Schema{Not: having(f)})
	}
	return s
}

func words(list ...string) *scenario.Schema { return &scenario.Schema{Enum: list} }

// protocols describes protocols by a pattern of their names, and their numbers.
func protocols(names string, numbers ...int) *scenario.Schema {
	s := &scenario.Schema{}
	for _, n := range numbers {
		names += "|" + strconv.Itoa(n)
		s.AnyOf = append(s.AnyOf, &scenario.Schema{Const: n})
	}
	s.AnyOf = append(s.AnyOf, &scenario.Schema{Type: scenario.SchemaTypes{"string"}, Pattern: "^(" + names + ")$"})
	return s
}

// ruleProtocols are those that a security group tells apart.
func ruleProtocols(s *scenario.Schema) {
	s.AllOf = []*scenario.Schema{protocols(
		"[aA][nN][yY]|[aA][lL][lL]|[tT][cC][pP]|[uU][dD][pP]|[iI][cC][mM][pP]([vV]6)?|[gG][rR][eE]", 1, 6, 17, 47, 58)}
}

// ruleSchemas: tcp and udp have ports and nothing else has, and ICMPv6 is of
// IPv6.
func ruleSchemas(far string) []*scenario.Schema {
	all := scenario.OneOrMany(scenario.Ports().Narrowed(scenario.AllPorts)).Schema
	all.AnyOf[1].MinItems = 1
	return []*scenario.Schema{
		when("Rules for tcp and udp name ports; other protocols have none.", "protocol", protocols("[tT][cC][pP]|[uU][dD][pP]", 6, 17),
			withField("ports", &scenario.Schema{MinItems: 1}),
			&scenario.Schema{Properties: scenario.SchemaProperties{{Name: "ports", Schema: all}, {Name: "source_ports", Schema: all}}}),
		when("ICMPv6 is a protocol of IPv6.", "protocol", protocols("[iI][cC][mM][pP][vV]6", 58),
			&scenario.Schema{Not: withField(far, scenario.AddressOrCIDR().Narrowed(scenario.IPv4AddressOrCIDR).Schema)}, nil),
	}
}

// nextHopSchema: next_hop is an instance, and its type says so.
func nextHopSchema() *scenario.Schema {
	return when("The type instance goes with `next_hop`, and no other type does.", "next_hop_type", scenario.Enum(nextHopTypes[0]).Schema, having("next_hop"),
		&scenario.Schema{Not: &scenario.Schema{Required: []string{"next_hop", "next_hop_type"}}})
}

// routePolicySchemas: who takes a route is not settled where it comes in, and
// nothing is done with one that is denied.
func routePolicySchemas() []*scenario.Schema {
	return []*scenario.Schema{
		when("Destinations are for the direction out only.", "direction", words("in", "RegionIn"), lacking("destination_instances", "destination_instances_reversed"), nil),
		when("A denied route has no `preference` and no `next_priority`.", "action", words("deny", "Deny"), lacking("preference", "next_priority"), nil),
	}
}

// backendSchemas: each kind of backend has fields of its own.
func backendSchemas() (all []*scenario.Schema) {
	fields := []string{"scheme", "method", "path", "role"}
	for _, kind := range slices.Sorted(maps.Keys(backendFields)) {
		others := slices.DeleteFunc(slices.Clone(fields), func(f string) bool { return slices.Contains(backendFields[kind], f) })
		all = append(all, &scenario.Schema{
			Description: "Beside `" + kind + "` no `" + strings.Join(others, "`, `") + "`.",
			If:          having(kind), Then: lacking(others...),
		})
	}
	return all
}
