package alibaba

import (
	"encoding/json"
	"maps"
	"slices"
	"strconv"
	"strings"

	"netsim/topology/cloud"
	"netsim/topology/scenario"
)

// What Check refuses and JSON Schema can say, so that an editor tells of it while
// it is written. Nothing is decided here: a test holds the schema to Check.

func pairOfAny(s *scenario.Schema) { s.MinItems, s.MaxItems = 2, 2 }

func pairOfDifferent(s *scenario.Schema) {
	pairOfAny(s)
	s.UniqueItems = true
}

// priorities are those that can be given, and some others.
func priorities(others ...int) func(*scenario.Schema) {
	return func(s *scenario.Schema) {
		given := &scenario.Schema{Maximum: json.Number(strconv.Itoa(lastPriority))}
		if len(others) == 0 {
			s.Maximum = given.Maximum
			return
		}
		s.AnyOf = []*scenario.Schema{given}
		for _, n := range others {
			s.AnyOf = append(s.AnyOf, &scenario.Schema{Const: n})
		}
	}
}

// ruleProtocols are those that a security group tells apart.
func ruleProtocols(s *scenario.Schema) {
	s.AllOf = []*scenario.Schema{cloud.Protocols(
		"[aA][nN][yY]|[aA][lL][lL]|[tT][cC][pP]|[uU][dD][pP]|[iI][cC][mM][pP]([vV]6)?|[gG][rR][eE]", 1, 6, 17, 47, 58)}
}

// routePolicySchemas: who takes a route is not settled where it comes in, and
// nothing is done with one that is denied.
func routePolicySchemas() []*scenario.Schema {
	return []*scenario.Schema{
		cloud.When("Destinations are for the direction out only.", "direction", cloud.Words("in", "RegionIn"), cloud.Lacking("destination_instances", "destination_instances_reversed", "destination_route_tables", "destination_child_instance_types"), nil),
		cloud.When("A denied route has no `preference`, no `next_priority`, no `operate_community_set`, no `community_operate_mode` and no `prepend_as_path`.", "action", cloud.Words("deny", "Deny"), cloud.Lacking("preference", "next_priority", "operate_community_set", "community_operate_mode", "prepend_as_path"), nil),
	}
}

// attachmentSchemas: some fields are for one sort of network.
func attachmentSchemas() []*scenario.Schema {
	only := func(doc, field string, others ...string) (all []*scenario.Schema) {
		for _, other := range others {
			all = append(all, &scenario.Schema{Description: doc, If: cloud.Having(other), Then: cloud.Lacking(field)})
		}
		return all
	}
	return slices.Concat(
		only("Zone mappings are of a VPC.", "zone_mappings", "vbr", "ecr", "vpn_connection"),
		only("The appliance mode is of a VPC.", "appliance_mode_support", "vbr", "ecr", "vpn_connection"),
		only("Allowed prefixes are of an ECR.", "allowed_prefixes", "vpc", "vbr", "vpn_connection"))
}

// peerSchemas: a connection has two ends, and what is paid by data transfer no
// plan.
func peerSchemas() []*scenario.Schema {
	two := &scenario.Schema{}
	pairOfAny(two)
	ends := cloud.WithField("ends", two)
	ends.Description = "There are two `ends`."
	return []*scenario.Schema{
		ends,
		cloud.When("What is paid by data transfer is taken from no plan.", "bandwidth_type", cloud.Words(dataTransfer, "DataTransfer"), cloud.Lacking("plan"), nil),
	}
}

// backendSchemas: each kind of backend has fields of its own.
func backendSchemas() (all []*scenario.Schema) {
	fields := []string{"scheme", "method", "path", "role"}
	for _, kind := range slices.Sorted(maps.Keys(backendFields)) {
		others := slices.DeleteFunc(slices.Clone(fields), func(f string) bool { return slices.Contains(backendFields[kind], f) })
		all = append(all, &scenario.Schema{
			Description: "Beside `" + kind + "` no `" + strings.Join(others, "`, `") + "`.",
			If:          cloud.Having(kind), Then: cloud.Lacking(others...),
		})
	}
	return all
}
