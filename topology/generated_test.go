package topology_test

import (
	"encoding/json"
	"maps"
	"testing"

	"github.com/stretchr/testify/require"

	"netsim/internal/generate"
	"netsim/topology"
	"netsim/topology/alibaba"
	"netsim/topology/aws"
	"netsim/topology/scenario"
)

// The scenarios that are made at random have every field of the language, so
// that no field is left out of what is asked of them.
func TestEveryFieldIsGenerated(t *testing.T) {
	written := map[string]bool{}
	for _, series := range []generate.Series{
		{Crossings: true, Options: generate.Options{NetworkACLs: true, Machines: true, Variants: true}},
		{Networks: true, Options: generate.Options{Enterprise: true, Sites: true}},
	} {
		for series.Made < 200 {
			generate.Edit(series.Next().Tree, func(_ []any, m generate.Mapping) generate.Mapping {
				for _, e := range m {
					if field, ok := e.Key.(string); ok {
						written[field] = true
					}
				}
				return m
			})
		}
	}
	whole := schemaOf(t, topology.Schema())
	made, other := schemaOf(t, schemaOfCloud(alibaba.Regions, alibaba.Fields)), schemaOf(t, schemaOfCloud(aws.Regions, aws.Fields))
	fields := map[string]bool{}
	for field := range whole.Properties {
		fields[field] = made.Properties[field] != nil || other.Properties[field] == nil
	}
	for name, table := range whole.Defs {
		if _, shared := made.Defs[name]; !shared && other.Defs[name] != nil {
			continue // of a cloud that is not made yet
		}
		for field := range table.Properties {
			fields[field] = true
		}
	}
	maps.DeleteFunc(fields, func(_ string, made bool) bool { return !made })
	require.Greater(t, len(fields), 100)
	for _, elsewhere := range []string{"$schema", "include", "proves", "set", "merge", "fails", "unknown"} {
		delete(fields, elsewhere) // of files and of variants, which have tests of their own
	}
	for _, later := range []string{
		"ecrs", "vpn_connections", "vpc_peer_connections", "vpn_gateways",
		"circuits", "health_check", "source_ip", "target_ip", "peer_vbr", "vbr_switching_groups", "switches_static_routes", "next_hops",
		"cidr_blocks", "publish_cidr_route", "ecr", "vpn_connection", "allowed_prefixes", "prefix_lists", "aggregations", "prefix_list",
		"multi_region_ecmp", "default_route_policy", "passes_static_routes", "appliance_mode_support",
		"as_path_match_mode", "community_match_mode", "community_operate_mode", "match_asns", "match_community_set", "operate_community_set",
		"destination_child_instance_types", "destination_route_tables", "source_child_instance_types", "source_route_tables",
		"accepting_vpc", "accepted", "link_type", "auto_propagate", "publish_vpc", "policy_routes", "vpn_gateway", "customer_gateway_ip",
		"local_subnets", "remote_subnets", "bgp", "alibaba_side_asn", "transit_mode", "vpc_associations", "grants",
		"private_zones", "zone_name", "proxy_pattern", "user_vpc_authorizations", "records", "rr", "values",
		"resolver_endpoints", "ip_addresses", "resolver_rules", "endpoint", "forward_ips", "ip", "before_private_zone",
		"resolver", "forwards", "zone", "access_region",
	} {
		delete(fields, later) // the generator does not write it yet
	}
	for field := range fields {
		require.True(t, written[field], "the generator never writes the field %s", field)
	}
}

type tables struct {
	Properties map[string]any
	Defs       map[string]*struct{ Properties map[string]any } `json:"$defs"`
}

func schemaOf(t *testing.T, text []byte) (out tables) {
	t.Helper()
	require.NoError(t, json.Unmarshal(text, &out))
	return out
}

// schemaOfCloud is the part of the language that one cloud adds.
func schemaOfCloud[D any](regions func(func(*D) *D) scenario.Field[D], fields func(func(*D) *D) []scenario.Field[D]) []byte {
	itself := func(d *D) *D { return d }
	return scenario.JSONSchema(scenario.NewTable("cloud", "One cloud.", append(fields(itself), regions(itself))...), "one cloud")
}
