package alibaba

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"netsim/topology/diag"
	"netsim/topology/scenario"
)

// checkCase is a document in which a ^ stands before every place that Check
// reports, and what it reports there, in the order of the file. Two ^ are two
// findings at one place.
type checkCase struct {
	name, document string
	want           []string
}

func TestCheck(t *testing.T) {
	for _, group := range [][]checkCase{
		vpcCases, placementCases, routeCases, instanceCases, groupCases, functionCases,
		gatewayCases, apiCases, cenCases, bandwidthCases, serviceRouteCases, policyCases, networkACLCases, peeringCases, siteCases, nameCases, transitCases,
	} {
		for _, tc := range group {
			t.Run(tc.name, func(t *testing.T) {
				source, places := unmarked(tc.document)
				found := Check(decode(t, source))
				var want, got []string
				for i, w := range tc.want {
					require.Less(t, i, len(places), "more findings than marks")
					want = append(want, places[i]+" "+w)
				}
				require.Len(t, places, len(tc.want), "more marks than findings")
				for _, f := range found {
					got = append(got, fmt.Sprintf("%d:%d %s: %s", f.Range.Start.Line, f.Range.Start.Column, f.Severity, f.Summary))
					requireTold(t, f)
				}
				require.Equal(t, strings.Join(want, "\n"), strings.Join(got, "\n"))
			})
		}
	}
}

// requireTold checks what every finding owes its reader.
func requireTold(t *testing.T, f diag.Finding) {
	t.Helper()
	require.True(t, strings.HasSuffix(f.Detail, "."), "detail is no sentence: %q", f.Detail)
	require.False(t, strings.HasSuffix(f.Summary, "."), "summary is a sentence: %q", f.Summary)
	require.NotContains(t, f.Summary+f.Detail, "%!")
	for _, r := range f.Related {
		require.False(t, r.Range.IsZero(), "a related place is nowhere: %q", r.Message)
		require.NotEmpty(t, r.Message)
	}
}

// unmarked takes the marks out of a document and tells where they stood.
func unmarked(document string) (source string, places []string) {
	var out strings.Builder
	line, column := 1, 1
	for _, r := range document {
		switch r {
		case '^':
			places = append(places, fmt.Sprintf("%d:%d", line, column))
			continue
		case '\n':
			line, column = line+1, 1
		default:
			column++
		}
		out.WriteRune(r)
	}
	return out.String(), places
}

// testTable reads what this cloud has in a scenario.
var testTable = scenario.NewTable("scenario", "A scenario.", append(
	Fields(func(d *Document) *Document { return d }),
	Regions(func(d *Document) *Document { return d }))...)

func read(t *testing.T, source string) *scenario.Node {
	t.Helper()
	root, findings := scenario.Read("test.yaml", []byte(source))
	require.Empty(t, findings)
	return root
}

// decode reads a document in which the decoder finds nothing wrong.
func decode(t *testing.T, source string) *Document {
	t.Helper()
	doc, _, findings := decodeNode(read(t, source), scenario.Options{})
	require.Empty(t, findings)
	return doc
}

func decodeNode(root *scenario.Node, o scenario.Options) (*Document, *scenario.Registry, diag.List) {
	doc := &Document{}
	d := scenario.NewDecoder(o)
	scenario.Decode(d, testTable, root, doc)
	registry, findings := d.Finish()
	return doc, registry, findings
}

// only keeps some keys of a map.
func only(n *scenario.Node, keys ...string) *scenario.Node {
	kept := *n
	kept.Entries = nil
	for _, e := range n.Entries {
		if slices.Contains(keys, e.Key) {
			kept.Entries = append(kept.Entries, e)
		}
	}
	return &kept
}

func TestCheckFindsNothingInTheHeadlineScenario(t *testing.T) {
	root := only(read(t, headline), "regions", "bandwidth_plans", "cens")
	doc, _, findings := decodeNode(root, scenario.Options{})
	require.Empty(t, findings)
	require.Empty(t, Check(doc))
}

// richDocument is a document that has something of all that Check looks at, and
// nothing that it reports.
const richDocument = `
regions:
  r1:
    area: China
    account: "1"
    prefix_lists: {p: {entries: [30.0.0.0/8]}}
    vpcs:
      main:
        cidr: 10.0.0.0/16
        secondary_cidrs: [10.1.0.0/16]
        user_cidrs: [31.0.0.0/8]
        cen_grants: [{cen: n, owner: "2"}]
        vswitches: {a: {cidr: 10.0.1.0/24, route_table: t}, b: {cidr: 10.1.1.0/24}}
        routes: {r: {destination: 40.0.0.0/8, next_hop: i, published: true}, l: {destination_prefix_list: p, next_hop_type: vpc_peer}}
        route_tables: {t: {routes: {s: {destination: 40.0.0.0/8, next_hop: i}}}}
        security_groups:
          g: {ingress: [{protocol: tcp, ports: 80, source: security_group/h}, {protocol: all, source: prefix_list/p}], egress: [{protocol: icmp, destination: 0.0.0.0/0}]}
          h: {}
        instances:
          i: {vswitch: a, private_ip: 10.0.1.10, security_groups: [g, h], listens: [{port: tcp/80, address: 10.0.1.10, paths: [/x]}]}
        load_balancers:
          b: {vswitch: a, address: 10.0.1.11, listeners: [{protocol: tcp, port: 80, acl_type: white, acl_entries: [10.0.0.0/8], servers: [{instance: i, port: 80}]}]}
    functions: {f: {vpc_config: {vpc: main, vswitches: [a, b], security_group: g}}}
    apps: {caller: {}}
    api_gateways:
      gw:
        type: dedicated
        vpc_egress_cidrs: [100.104.255.128/26]
        client_vpc: main
        ingress: {mode: vpc_private_ip, address: 10.0.1.12, vswitch: a}
        vpc_access: {va: {vpc: main, target: i, port: 80}, vb: {vpc: main, target: load_balancer/b, port: 80}}
        groups:
          g:
            base_path: /v1
            vpc_subdomain: a.example.com
            public_subdomain: b.example.com
            custom_domains: {c.example.com: {cname: vpc_subdomain}}
            apis:
              x: {method: GET, path: /x, auth: app, published: [RELEASE], authorized_apps: [{app: caller, stages: [RELEASE]}], backend: {vpc_access: va, path: /x}}
              y: {method: GET, path: /y, auth: none, published: {PRE: {method: GET, path: /y, auth: none, backend: {vpc_access: vb}}}, backend: {function: f, role: none}}
  r2: {area: China, account: "2", vpcs: {far: {cidr: 10.9.0.0/16}}}
bandwidth_plans: {p: {areas: [China, China], bandwidth: 2Mbps, cen: n}}
cens:
  n:
    account: "2"
    edition: basic
    attachments: {x: {vpc: main, attached_order: 1}, y: {vpc: far, attached_order: 2}}
    region_bandwidth: {x: {regions: [r1, r2], plan: p, bandwidth: 2Mbps}}
    service_routes: {s: {host: 100.104.255.128/26, host_region: r1, host_vpc: main, access_regions: [r1, r2], provisioning: ticket}}
    route_policies:
      - {region: r1, direction: in, priority: 1, action: permit, preference: 10, next_priority: 2}
      - {region: r1, direction: out, priority: 2, action: deny, destination_instances: [main]}
`

// TestCheckPassesOverWhatIsGone takes away every resource in turn. What pointed
// at it is no finding, and nothing that is left becomes malformed.
func TestCheckPassesOverWhatIsGone(t *testing.T) {
	root := read(t, richDocument)
	doc, base, findings := decodeNode(root, scenario.Options{})
	require.Empty(t, findings)
	require.Empty(t, Check(doc))
	for _, r := range base.All() {
		t.Run(r.Ref(), func(t *testing.T) {
			edits, findings := scenario.DecodeEdits(nil, read(t, fmt.Sprintf("remove: [%q]", r.TreePath)).Field("remove").Value, nil)
			require.Empty(t, findings)
			edited, removed, findings := scenario.Apply(root, edits)
			require.Empty(t, findings)
			o := scenario.Options{Base: base}
			for _, gone := range removed {
				o.Removed = append(o.Removed, gone.Path.String())
			}
			doc, _, findings := decodeNode(edited, o)
			require.Empty(t, findings)
			for _, f := range Check(doc) {
				require.Equal(t, diag.Warning, f.Severity, f.Summary)
				requireTold(t, f)
			}
		})
	}
}

// TestCheckPassesOverWhatIsAbsent takes away every key and every item in turn,
// also those that must stand.
func TestCheckPassesOverWhatIsAbsent(t *testing.T) {
	edited := 0
	eachWithout(read(t, richDocument), func(root *scenario.Node) {
		edited++
		doc, _, _ := decodeNode(root, scenario.Options{})
		require.NotPanics(t, func() { Check(doc) })
	})
	require.Greater(t, edited, 200)
}

// eachWithout gives a tree without each of its keys and items.
func eachWithout(n *scenario.Node, do func(*scenario.Node)) {
	without := *n
	for i, e := range n.Entries {
		without.Entries = slices.Delete(slices.Clone(n.Entries), i, i+1)
		do(&without)
		without.Entries = slices.Clone(n.Entries)
		eachWithout(e.Value, func(child *scenario.Node) {
			without.Entries[i].Value = child
			do(&without)
		})
	}
	without.Entries = n.Entries
	for i, item := range n.Items {
		without.Items = slices.Delete(slices.Clone(n.Items), i, i+1)
		do(&without)
		without.Items = slices.Clone(n.Items)
		eachWithout(item, func(child *scenario.Node) {
			without.Items[i] = child
			do(&without)
		})
	}
}
