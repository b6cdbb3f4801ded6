package alibaba_test

import (
	"io/fs"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"netsim/reachability"
	"netsim/topology"
)

// lineClaim is what becomes of a question once a scenario has been edited.
type lineClaim struct {
	name string
	edit string // fields of a variant; empty: none
	ask  string // FROM TO PORT, and more fields of a check
	want string // the verdict, and the direction and code of what is in the way first
}

type lineFiles map[string]string

func (f lineFiles) ReadFile(path string) ([]byte, error) {
	text, ok := f[path]
	if !ok {
		return nil, fs.ErrNotExist
	}
	return []byte(text), nil
}

// requireLines proves claims on a scenario; short stands for paths in edits.
func requireLines(t *testing.T, file string, short *strings.Replacer, claims []lineClaim) {
	t.Helper()
	base, err := os.ReadFile(file)
	require.NoError(t, err)
	text, _, _ := strings.Cut(string(base), "\nchecks:")
	for _, c := range claims {
		t.Run(c.name, func(t *testing.T) {
			words := strings.SplitN(c.ask, " ", 4)
			check := "{name: it, from: " + words[0] + ", to: " + words[1] + ", port: " + words[2]
			if len(words) > 3 {
				check += ", " + words[3]
			}
			text := text + "\nchecks: [" + check + "}]\n"
			if c.edit != "" {
				text += "variants:\n  - {name: v, " + short.Replace(c.edit) + "}\n"
			}
			f := topology.Load(lineFiles{"s.yaml": text}, "s.yaml", topology.Codes())
			require.False(t, f.Findings.HasErrors(), "%v", f.Findings)
			m := f.Base
			if c.edit != "" {
				m = f.Variants[0].Model
			}
			asked := m.Checks()[0]
			p, err := reachability.Prove(m.Case(asked), reachability.Check{
				Expect: reachability.Reachable, Demand: reachability.Demand{Rate: int64(asked.Demand.V), AcceptTest: asked.AcceptTestBandwidth.V},
			}, topology.Codes())
			require.NoError(t, err)
			got := p.Verdict.String()
			switch {
			case p.Turns != nil:
				got += " " + string(p.Turns.Code)
			case len(p.Obstacles) > 0:
				o := p.Obstacles[0]
				got += " " + o.Direction.String() + " " + string(o.Code)
			}
			require.Equal(t, c.want, got, "%+v", p.Obstacles)
		})
	}
}

const reachable = "reachable"

func TestPeering(t *testing.T) {
	short := strings.NewReplacer("SH.", "regions.cn-shanghai.", "CLIENT.", "regions.cn-shanghai.vpcs.vpc-client.", "SERVER.", "regions.cn-shanghai.vpcs.vpc-server.",
		"FAR.", "regions.cn-beijing.vpcs.vpc-far.", "P.", "regions.cn-shanghai.vpc_peer_connections.")
	const near, far = "instance/client instance/server tcp/443", "instance/client instance/far tcp/443"
	requireLines(t, "../../testdata/codes/peering.yaml", short, []lineClaim{
		{"RT-e accepted, and a route on each side", "", near, reachable},
		{"RT-e between two regions", "", far, reachable},
		{"RT-e one account needs no acceptance", "set: {SERVER.account: '1', CLIENT.account: '1'}, remove: [P.client-server.accepted]", near, reachable},
		{"RT-e nor do VPCs of no written account", "remove: [SERVER.account, P.client-server.accepted]", near, reachable},
		{"RT-e two accounts do", "set: {CLIENT.account: '1'}, remove: [P.client-server.accepted]", near, "unreachable forward peering.inactive"},
		{"RT-e an acceptance that is withheld", "set: {CLIENT.account: '1', P.client-server.accepted: false}", near, "unreachable forward peering.inactive"},
		{"RT-e of one written account it is not known", "remove: [P.client-server.accepted]", near, "unknown open.peering-accepted"},
		{"RT-e unless its state is", "set: {P.client-server: {vpc: vpc-client, accepting_vpc: vpc-server, status: activated}}", near, reachable},
		{"RT-e the state goes before the acceptance", "set: {P.client-server.status: updating}", near, "unreachable forward peering.inactive"},
		{"RT-e state accepting", "set: {P.client-server.status: Accepting}", near, "unreachable forward peering.inactive"},
		{"RT-e state rejected", "set: {P.client-server.status: rejected}", near, "unreachable forward peering.inactive"},
		{"RT-e state expired", "set: {P.client-server.status: expired}", near, "unreachable forward peering.inactive"},
		{"RT-e state deleting", "set: {P.client-server.status: deleting}", near, "unreachable forward peering.inactive"},
		{"RT-i the peering connection is gone", "remove: [P.client-server]", near, "unreachable forward route.blackhole"},
		{"RT-e no route by itself", "remove: [CLIENT.routes.to-server]", near, "unreachable forward route.missing"},
		{"RT-e nor back", "remove: [SERVER.routes.to-client]", near, "unreachable return route.missing"},
		{"RT-a a custom table has no route of the system one", "set: {CLIENT.route_tables: {own: {}}, CLIENT.vswitches.vsw-client.route_table: own}", near, "unreachable forward route.missing"},
		{"RT-e not transitive", "set: {CLIENT.routes.to-far.next_hop: vpc_peer_connection/client-server}", far, "unreachable forward peering.not-transitive"},
		{"RT-e replies are not passed on either", "set: {SH.vpc_peer_connections.server-far: {vpc: vpc-server, accepting_vpc: vpc/cn-beijing/vpc-far, accepted: true}, FAR.routes.to-client.next_hop: vpc_peer_connection/server-far}", far, "unreachable return peering.not-transitive"},
		{"RT-e what a peer's routes say is not asked", "set: {SH.vpc_peer_connections.server-far: {vpc: vpc-server, accepting_vpc: vpc/cn-beijing/vpc-far, accepted: true}, SERVER.routes.to-far: {destination: 10.2.0.0/16, next_hop: vpc_peer_connection/server-far}, CLIENT.routes.to-far.next_hop: vpc_peer_connection/client-server}", far, "unreachable forward peering.not-transitive"},
		{"RT-e the longest prefix decides", "set: {CLIENT.routes.hole: {destination: 10.1.1.0/25, next_hop: vpc_peer_connection/client-far}}", near, "unreachable forward route.shadowed"},
		{"RT-e overlapping blocks, and a route for the vSwitch", "set: {CLIENT.secondary_cidrs: [10.1.128.0/17], CLIENT.vswitches.more: {cidr: 10.1.128.0/24}}", near, reachable},
		{"RT-e a vSwitch of one's own goes before it", "set: {CLIENT.secondary_cidrs: [10.1.0.0/23], CLIENT.vswitches.more: {cidr: 10.1.1.0/24}}", near, "unreachable forward route.shadowed"},
		{"RT-e security groups judge what comes over it", "set: {SERVER.security_groups.open.ingress: []}", near, "unreachable forward sg.ingress-denied"},
		{"RT-e bandwidth that is written", "", far + " demand: 10Mbps", reachable},
		{"RT-e bandwidth that does not suffice", "", far + " demand: 20Mbps", "reachable forward bandwidth.insufficient"},
		{"RT-k5 its default is not known", "remove: [P.client-far.bandwidth]", far + " demand: 5Mbps", "unknown forward open.bandwidth"},
		{"RT-k5 where nothing is asked for, it is of no concern", "remove: [P.client-far.bandwidth]", far, reachable},
		{"RT-e within a region it has no bandwidth", "", near + " demand: 10Gbps", reachable},
		{"RT-e cloud services of a peer are not used", "set: {SH.api_gateways.apigw.ingress: {mode: service_cidr}, FAR.routes.service: {destination: 100.104.255.128/26, next_hop: vpc_peer_connection/client-far}}", "instance/far api/shop/list-orders tcp/80", "unreachable forward peering.not-transitive"},
		{"ruling 24: by a peer into the bound VPC", "", "instance/client api/shop/list-orders tcp/80", "unknown forward open.peering-arrival"},
		{"RT-b3 never published to a CEN", "set: {CLIENT.routes.to-server.published: true, cens: {cen-1: {edition: basic, attachments: {a: {vpc: vpc-client}, b: {vpc: vpc/cn-beijing/vpc-far}}}}}", "instance/far instance/server tcp/443", "unreachable forward link.unattached"},
	})
}
