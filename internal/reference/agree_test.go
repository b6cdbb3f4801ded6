package reference_test

import (
	"flag"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"netsim/internal/generate"
	"netsim/internal/reference"
	"netsim/reachability"
	"netsim/topology"
	"netsim/topology/diag"
)

var (
	sites     = flag.Bool("sites", true, "whether networks have sites")
	scenarios = flag.Int("scenarios", 300, "how many random scenarios the reference is asked about, at least")
	packets   = flag.Int("packets", 100_000, "how many packets, at least")
	firstSeed = flag.Uint64("seed", 0, "where the seeds of random scenarios start")
)

// series are the random scenarios of a cloud that the reference is asked about, and
// what has to come up among them.
type series struct {
	name  string
	cloud generate.Cloud
	// networks: of networks that routers join.
	networks bool
	share    int // of the scenarios and packets, in percent, at least
	// unknown: one course in so many, or more, is; 0: perhaps none.
	unknown        int
	expected, rare []diag.Code
}

func (s series) Run(t *testing.T) {
	made := &generate.Series{Seed: *firstSeed, Crossings: true, Networks: s.networks, Options: generate.Options{
		Variants: true, LoadBalancers: true, PrivateAPIs: true, Enterprise: true, Sites: *sites, Cloud: s.cloud,
	}}
	c := newComparison(1)
	enough := func() bool {
		return made.Made >= *scenarios*s.share/100 && c.packets >= *packets*s.share/100 &&
			(c.packets >= *packets || !slices.ContainsFunc(s.expected, c.lacks)) // what comes late is waited for
	}
	for !enough() {
		g := made.Next()
		if err := c.text(g.Text, g.Seed); err != nil {
			t.Fatalf("seed %d: %v\n\n%s", g.Seed, err, g.Text)
		}
	}
	t.Log(made)
	require.NoError(t, made.Err())
	t.Log(c)
	require.GreaterOrEqual(t, c.packets, 1000*s.share)
	require.Greater(t, c.wholes, c.checks/2, "too few checks are asked whole")
	for f, of := range map[reference.Fate]int{reference.Arrives: 20, reference.Stopped: 20, reference.Unknown: s.unknown} {
		if of > 0 {
			require.Greater(t, c.fates[f], c.packets/of, "too few courses are %s", f)
		}
	}
	uncovered := 0
	for _, n := range c.uncovered {
		uncovered += n
	}
	require.Less(t, uncovered, c.packets/8, "the reference leaves out too much")
	codes := s.expected
	if *packets >= long {
		codes = slices.Concat(s.expected, s.rare)
	}
	for _, code := range codes {
		require.False(t, c.lacks(code), "no course is stopped first by %s", code)
	}
}

// The reference reads the sheets, and knows neither lowering nor solver. What
// becomes of a course of events they must all say alike: whether it arrives, and
// else what is in its way first. The clouds share the packets.
func TestReferenceAgrees(t *testing.T) {
	for _, s := range []series{
		{"alibaba", generate.Alibaba, false, 45, 20, expected, rare},
		{"networks", generate.Alibaba, true, 30, 0, expectedOfNetworks, nil},
		{"aws", generate.AWS, false, 25, 200, expectedOfAWS, rareOfAWS},
	} {
		t.Run(s.name, s.Run)
	}
}

// expected are the codes that stand first in the way of some course even in the
// shortest run, and rare those that do in a long one. Readings settle what is
// open, so codes of switches stand in nobody's way here.
var expected = []diag.Code{
	"acl.denied", "api.no-match", "api.protocol-denied", "api.unknown-domain", "api.unknown-stage",
	"api.unpublished", "backend.listener-missing", "backend.missing", "backend.no-server",
	"backend.not-listening", "backend.path-not-served", "bandwidth.over-allocated",
	"bandwidth.plan-area-mismatch", "bandwidth.test-only", "dns.not-resolvable", "dns.subdomain-disabled",
	"endpoint.removed", "grant.app-credentials-missing", "grant.app-unauthorized", "grant.cen-attachment-missing",
	"grant.client-vpc-unbound", "grant.eni-role-missing", "grant.function-invoke-missing",
	"grant.vpc-access-missing", "link.unattached", "open.vpc-egress-cidrs", "route.asymmetric", "route.conflict",
	"route.missing", "route.policy-denied", "route.service-route-invalid", "route.service-route-missing",
	"route.service-route-needs-ticket", "route.shadowed", "sg.egress-denied", "sg.ingress-denied",
	"source.outside-vpc",
	"unsupported.internet-access",
}

var expectedOfNetworks = []diag.Code{
	"backend.not-listening", "bandwidth.insufficient", "bandwidth.over-allocated", "bandwidth.test-only", "endpoint.removed",
	"grant.cen-attachment-missing", "link.bgp-down", "link.circuit-down", "link.peer-missing", "link.unassociated", "link.unattached",
	"link.vbr-inactive", "open.bandwidth", "route.bgp-network-missing", "route.blackhole", "route.conflict", "route.missing",
	"route.not-advertised", "route.not-propagated", "route.not-synchronized", "route.policy-denied", "route.shadowed",
	"sg.ingress-denied", "site.egress-denied", "site.ingress-denied",
}

var rare = []diag.Code{
	"api.internet-disabled", "bandwidth.insufficient", "endpoint.empty", "endpoint.unoccupied",
	"gateway.not-dedicated", "grant.vpc-access-invalid", "open.stage-definition", "route.blackhole",
	"route.misdelivered", "route.next-hop-not-forwarding", "unsupported.attachment", "unsupported.ecr",
	"unsupported.gateway-load-balancer-endpoint", "unsupported.ha-vip",
	"unsupported.ipv4-gateway", "unsupported.ipv6-gateway", "unsupported.nat-gateway",
	"unsupported.network-interface", "unsupported.outside-target", "unsupported.router-interface",
	"unsupported.vpc-peer",
}

var expectedOfAWS = []diag.Code{
	"acl.egress-denied", "acl.ingress-denied", "api.forbidden", "api.no-match", "api.unknown-stage",
	"backend.client-address-kept", "backend.listener-missing",
	"backend.no-server", "backend.not-listening", "dns.not-resolvable", "dns.private-dns-off", "dns.resolver-off",
	"endpoint.not-available", "endpoint.principal-not-allowed", "endpoint.removed", "endpoint.sends-nothing",
	"endpoint.service-missing", "endpoint.unaccepted", "endpoint.zone-not-served",
	"gateway.internet-gateway-missing", "gateway.no-public-address", "gateway.private-destination",
	"link.load-balancer-inactive", "link.vpc-link-unavailable", "policy.endpoint-denied", "policy.explicit-deny", "policy.implicit-deny",
	"peering.inactive", "peering.not-transitive", "route.blackhole", "route.misdelivered", "route.missing",
	"route.next-hop-not-forwarding", "route.reply-translated", "route.shadowed", "sg.egress-denied",
	"sg.ingress-denied", "source.outside-vpc",
}

var rareOfAWS = []diag.Code{
	"backend.no-target-in-zone", "backend.target-unused", "endpoint.empty", "grant.function-invoke-missing", "unsupported.carrier-gateway", "unsupported.core-network",
	"unsupported.egress-only-internet-gateway", "unsupported.local-gateway", "unsupported.network-interface", "unsupported.privatelink-udp",
	"unsupported.transit-gateway", "unsupported.vpc-endpoint", "unsupported.vpn-gateway",
}

// long is from how many packets on rare codes are expected too.
const long = 2_000_000

// What rapid makes agrees too, and shrinks to a small scenario where it does not.
func TestReferenceAgreesOnWhatRapidMakes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		cloud := rapid.SampledFrom(generate.Clouds()).Draw(t, "cloud")
		text := generate.Drawn(generate.Options{Small: true, Variants: true, LoadBalancers: true, PrivateAPIs: true, Cloud: cloud}).Draw(t, "scenario").Text()
		if m, _ := generate.Load(text); m == nil {
			t.Skip("the loader refuses it")
		}
		require.NoError(t, newComparison(1).text(text, 1))
	})
}

// root is where the repository begins, from the folder of this test.
const root = "../.."

type disk struct{}

func (disk) ReadFile(path string) ([]byte, error) { return os.ReadFile(filepath.Join(root, path)) }

// The scenarios that are shipped, and all of their variants.
func TestReferenceAgreesOnShippedScenarios(t *testing.T) {
	files, err := filepath.Glob(filepath.Join(root, "scenarios", "*.yaml"))
	require.NoError(t, err)
	require.NotEmpty(t, files)
	c := newComparison(4)
	for _, file := range files {
		if why := beyond[filepath.Base(file)]; why != "" {
			t.Logf("%s is not covered: %s", filepath.Base(file), why)
			continue
		}
		require.NoError(t, c.file(disk{}, "scenarios/"+filepath.Base(file), 1), file)
	}
	t.Log(c)
	require.Greater(t, c.packets, 1000)
}

// What the comparison found stays found: in each case all agree, and the checks
// and variants hold.
func TestSavedCases(t *testing.T) {
	files, err := filepath.Glob("testdata/cases/*.yaml")
	require.NoError(t, err)
	require.NotEmpty(t, files)
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			if unmended[filepath.Base(file)] != nil {
				t.Skip("found, and not mended yet")
			}
			name := "internal/reference/" + file
			c := newComparison(8)
			for seed := range uint64(5) {
				require.NoError(t, c.file(disk{}, name, seed))
			}
			f := topology.Load(disk{}, name, registry)
			require.NotNil(t, f.Base)
			holds(t, f.Base, nil)
			for _, v := range f.Variants {
				holds(t, v.Model, v)
			}
		})
	}
}

// holds reports what does not hold of a model's checks.
func holds(t *testing.T, m *topology.Model, v *topology.Variant) {
	t.Helper()
	for _, check := range m.Checks() {
		expect, _ := reachability.ParseVerdict(check.Expect.Or("reachable"))
		p, err := reachability.Prove(m.Case(check), reachability.Check{Expect: expect, Demand: reachability.Demand{AcceptTest: true}}, registry)
		require.NoError(t, err)
		want, fails := diag.Code(""), false
		if v != nil {
			for _, said := range []map[string]*topology.Because{v.Fails, v.Unknown} {
				if b, ok := said[check.Name.V]; ok {
					want, fails = b.Code, true
				}
			}
		}
		require.Equal(t, !fails, p.Pass, "%s: %s %s", check.Name.V, p.Verdict, p.Because)
		require.Equal(t, want, p.Because, check.Name.V)
	}
}
