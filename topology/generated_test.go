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
	series := generate.Series{Crossings: true, Options: generate.Options{NetworkACLs: true, Machines: true, Variants: true}}
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
		"ecrs", "idcs", "transit_routers", "physical_connections", "vbrs", "router_interfaces", "vpn_connections", "vpc_peer_connections",
		"ipv4_gateways", "nat_gateways", "vpn_gateways",
	} {
		delete(fields, later) // read, and not lowered yet
	}
	for _, later := range []string{
		// Express Connect and on-premises sites.
		"asn", "prefixes", "hosts", "bgp_peers", "firewall", "local_preference", "prepend_as_path", "announces",
		"physical_connection", "idc", "vlan", "local_gateway_ip", "peer_gateway_ip", "peering_subnet_mask", "circuits", "status", "vbr",
		"bgp_groups", "bgp_networks", "health_check", "sitelink_enable", "peer_asn", "local_asn", "is_fake_asn", "route_limit", "peers",
		"peer_ip_address", "bfd", "source_ip", "target_ip", "peer_vbr", "vbr_switching_groups", "access_point", "state",
		"role", "router", "opposite_interface", "spec", "next_hops", "weight", "switches_static_routes",
	} {
		delete(fields, later)
	}
	for _, later := range []string{
		// Names: private zones, resolvers, access of sites to PrivateZone.
		"private_zones", "zone_name", "proxy_pattern", "user_vpc_authorizations", "records", "rr", "values",
		"resolver_endpoints", "ip_addresses", "resolver_rules", "endpoint", "forward_ips", "ip", "before_private_zone",
		"resolver", "forwards", "zone", "access_region",
	} {
		delete(fields, later)
	}
	for _, later := range []string{
		// Transit routers of Enterprise Edition.
		"peer_attachments", "multi_region_ecmp", "passes_static_routes", "cidr_blocks", "publish_cidr_route", "ecr", "vpn_connection", "zone_mappings",
		"association", "propagations", "auto_publish_route_enabled", "appliance_mode_support", "allowed_prefixes", "prefix_lists", "aggregations",
		"blackhole", "ends", "transit_router", "bandwidth_type", "transit_router_route_table", "prefix_list",
	} {
		delete(fields, later)
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
