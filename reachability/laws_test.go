package reachability_test

import (
	"fmt"
	"math/rand/v2"
	"net/netip"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"netsim/internal/generate"
	"netsim/packet"
	"netsim/reachability"
	"netsim/topology"
	"netsim/topology/fabric"
)

// lawful is how many scenarios each law is held against.
const lawful = 80

func laws(t *testing.T, series *generate.Series, hold func(*generate.Scenario) error) {
	t.Helper()
	series.Seed += *firstSeed
	for series.Made < lawful {
		g := series.Next()
		if err := hold(g); err != nil {
			t.Fatalf("seed %d: %v\n\n%s", g.Seed, err, g.Text)
		}
	}
	t.Log(series)
	require.NoError(t, series.Err())
}

func solve(m *topology.Model, i int) (*fabric.Network, *reachability.Answer) {
	net, questions := m.Case(m.Checks()[i]).Lower(fabric.Reading{})
	return net, reachability.Solve(net, questions)
}

// Enterprise groups without rules let nothing in and nothing out. Only what a
// load balancer forwards by itself passes them.
func TestDenyAllReachesNothing(t *testing.T) {
	judged := 0
	laws(t, &generate.Series{Seed: 2_000_000, Options: generate.Options{DenyAll: true, NetworkACLs: true, Machines: true}}, func(g *generate.Scenario) error {
		for i := range g.Model.Checks() {
			net, a := solve(g.Model, i)
			for _, leg := range a.AllLegs() {
				from, to := &net.Interfaces[leg.From], &net.Interfaces[leg.To]
				forwarded := strings.HasPrefix(from.Label, "load balancer") && !leg.Carried
				if from.Egress == nil && (to.Ingress == nil || forwarded) {
					continue
				}
				for j := range leg.Pieces {
					judged++
					if v := leg.Pieces[j].OwnVerdict(); v == reachability.Reachable {
						return fmt.Errorf("check %d: leg %d: %s passes", i+1, leg.Number, leg.Pieces[j].Box.Text())
					}
				}
			}
		}
		return nil
	})
	require.Greater(t, judged, 1000)
}

// An accept rule before all others never takes reachability away.
func TestAddingAnAcceptRemovesNothing(t *testing.T) {
	judged := 0
	laws(t, &generate.Series{Seed: 3_000_000, Crossings: true, Options: generate.Options{NetworkACLs: true, Machines: true}}, func(g *generate.Scenario) error {
		r := rand.New(rand.NewPCG(g.Seed, 3))
		more, err := changed(acceptMore(g.Tree, r))
		if err != nil {
			return err
		}
		for i := range g.Model.Checks() {
			_, before := solve(g.Model, i)
			_, after := solve(more, i)
			if len(before.Legs) != len(after.Legs) || before.OverBudget() || after.OverBudget() {
				return fmt.Errorf("check %d: another number of legs", i+1)
			}
			for k, leg := range before.Legs {
				for j := range leg.Pieces {
					p := &leg.Pieces[j]
					h := p.Box.Sample(r)
					if !passes(leg, h) {
						continue
					}
					judged++
					if !passes(after.Legs[k], h) {
						return fmt.Errorf("check %d: %s passed before the accept rule, and now does not", i+1, h.Text())
					}
				}
			}
		}
		return nil
	})
	require.Greater(t, judged, 200)
}

// passes reports whether a packet of a leg gets through by every way.
func passes(leg *reachability.Leg, h packet.Header) bool {
	in, err := piecesOf(leg, h)
	return err == nil && !slices.ContainsFunc(in, func(p *reachability.Piece) bool { return p.Verdict() != reachability.Reachable })
}

// acceptMore adds an accept rule of the first priority to some groups.
func acceptMore(tree generate.Mapping, r *rand.Rand) generate.Mapping {
	return generate.Edit(tree, func(path []any, m generate.Mapping) generate.Mapping {
		if len(path) < 2 || path[len(path)-2] != "security_groups" || r.IntN(2) == 0 {
			return m
		}
		way, far := "ingress", "source"
		if r.IntN(3) == 0 {
			way, far = "egress", "destination"
		}
		rule := generate.Mapping{}
		rule.Put("protocol", []string{"all", "tcp", "icmp"}[r.IntN(3)])
		rule.Put(far, []string{"0.0.0.0/0", "10.0.0.0/8", "100.64.0.0/10"}[r.IntN(3)])
		rule.Put("priority", 1)
		if rule.Field("protocol") == "tcp" {
			rule.Put("ports", "1-65535")
		}
		out := generate.Mapping{}
		rules := generate.List{rule}
		for _, e := range m {
			if e.Key == way {
				rules = append(rules, e.Value.(generate.List)...)
				continue
			}
			out = append(out, e)
		}
		out.Put(way, rules)
		return out
	})
}

func changed(tree generate.Mapping) (*topology.Model, error) {
	text := tree.Text()
	base, why := generate.Load(text)
	if base == nil {
		return nil, fmt.Errorf("the changed scenario does not load: %s\n%s", why, text)
	}
	return base, nil
}

// The order of maps and the names of resources decide nothing.
func TestNamesAndOrderDecideNothing(t *testing.T) {
	laws(t, &generate.Series{Seed: 4_000_000, Crossings: true, Options: generate.Options{Unequal: true, NetworkACLs: true}}, func(g *generate.Scenario) error {
		r := rand.New(rand.NewPCG(g.Seed, 4))
		text := g.Tree.Write(generate.Writing{Shuffle: r, Rename: generate.NewNames(r)})
		renamed, why := generate.Load(text)
		if renamed == nil {
			return fmt.Errorf("the renamed scenario does not load: %s\n%s", why, text)
		}
		for i := range g.Model.Checks() {
			before, err := told(g.Model, i)
			if err != nil {
				return err
			}
			after, err := told(renamed, i)
			if err != nil {
				return err
			}
			if before != after {
				return fmt.Errorf("check %d: %s before, and renamed %s\n%s", i+1, before, after, text)
			}
		}
		return nil
	})
}

// told is what a check answers, without names: the verdict and the codes. Of
// several first legs, names say which is the first, and so which code is.
func told(m *topology.Model, i int) (string, error) {
	p, err := reachability.Prove(m.Case(m.Checks()[i]), packetsOnly, codes)
	if err != nil {
		return "", err
	}
	var found []string
	for _, o := range p.Obstacles {
		found = append(found, fmt.Sprint(o.Direction, " ", o.Code))
	}
	slices.Sort(found)
	orders := func(a reachability.Assumption) bool { return a.Open() && a.Name == "attached_order" }
	if p.Turns != nil || slices.ContainsFunc(p.Assumptions, orders) {
		// What is told is one reading of several, and names say which is first.
		return fmt.Sprint(p.Verdict), nil
	}
	because := p.Because
	if len(p.Answer.Legs) > 1 {
		because = ""
	}
	return fmt.Sprint(p.Verdict, " ", because, " ", slices.Compact(found)), nil
}

// Two halves are the whole.
func TestSplittingACIDRChangesNothing(t *testing.T) {
	split := 0
	laws(t, &generate.Series{Seed: 5_000_000, Crossings: true, Options: generate.Options{NetworkACLs: true}}, func(g *generate.Scenario) error {
		r := rand.New(rand.NewPCG(g.Seed, 5))
		tree, n := halve(g.Tree, g.Text, r)
		if n == 0 {
			return nil
		}
		split += n
		halved, err := changed(tree)
		if err != nil {
			return err
		}
		for i := range g.Model.Checks() {
			before, err := reachability.Prove(g.Model.Case(g.Model.Checks()[i]), packetsOnly, codes)
			if err != nil {
				return err
			}
			after, err := reachability.Prove(halved.Case(halved.Checks()[i]), packetsOnly, codes)
			if err != nil {
				return err
			}
			if before.Verdict != after.Verdict || before.Because != after.Because {
				return fmt.Errorf("check %d: %s before (%s), and in halves %s (%s)\n%s", i+1, before.Verdict, before.Because, after.Verdict, after.Because, tree.Text())
			}
		}
		return nil
	})
	require.Greater(t, split, lawful)
}

// halve splits some CIDRs of rules and of custom routes that are not published.
// Routes of one prefix meet as equals. So a route stays whole if it or a half of
// it may be the prefix of something else.
func halve(tree generate.Mapping, text string, r *rand.Rand) (generate.Mapping, int) {
	n := 0
	out := generate.Edit(tree, func(path []any, m generate.Mapping) generate.Mapping {
		if len(path) == 0 {
			return m
		}
		switch last := path[len(path)-1]; last {
		case "routes":
			var routes generate.Mapping
			for _, e := range m {
				route := e.Value.(generate.Mapping)
				p, ok := route.Field("destination").(netip.Prefix)
				if !ok || p.Bits() > 30 || route.Field("published") != nil || r.IntN(3) == 0 {
					routes = append(routes, e)
					continue
				}
				low, high := halves(p)
				if p == serviceNetwork || mentions(text, low)+mentions(text, high) > 0 || mentions(text, p) > 1 {
					routes = append(routes, e)
					continue
				}
				n++
				routes.Put(e.Key, route.With("destination", low))
				routes.Put(e.Key.(generate.Name)+"-high", route.With("destination", high))
			}
			return routes
		}
		if len(path) > 1 && path[len(path)-2] == "security_groups" {
			m = slices.Clone(m)
			for i, e := range m {
				far := map[any]string{"ingress": "source", "egress": "destination"}[e.Key]
				if far == "" {
					continue
				}
				var rules generate.List
				for _, rule := range e.Value.(generate.List) {
					p, ok := rule.(generate.Mapping).Field(far).(netip.Prefix)
					if !ok || p.Bits() == 32 || r.IntN(3) == 0 {
						rules = append(rules, rule)
						continue
					}
					n++
					low, high := halves(p)
					rules = append(rules, rule.(generate.Mapping).With(far, low), rule.(generate.Mapping).With(far, high))
				}
				m[i].Value = rules
			}
		}
		return m
	})
	return out, n
}

// serviceNetwork is the prefix of a route that every VPC has.
var serviceNetwork = netip.MustParsePrefix("100.64.0.0/10")

func mentions(text string, p netip.Prefix) int {
	return strings.Count(text, fmt.Sprintf("%q", p.String()))
}

func halves(p netip.Prefix) (low, high netip.Prefix) {
	low = netip.PrefixFrom(p.Addr(), p.Bits()+1)
	a := p.Addr().As4()
	a[p.Bits()/8] |= 0x80 >> (p.Bits() % 8)
	return low, netip.PrefixFrom(netip.AddrFrom4(a), p.Bits()+1)
}

// The same file gives the same answers, to the byte.
func TestAnswersAreDeterministic(t *testing.T) {
	series := &generate.Series{Seed: 6_000_000 + *firstSeed, Crossings: true, Options: generate.Options{NetworkACLs: true}}
	for range 8 {
		g := series.Next()
		first := encode(t, g.Model)
		for range 19 {
			again, why := generate.Load(g.Text)
			require.NotNil(t, again, why)
			require.Equal(t, first, encode(t, again), "seed %d", g.Seed)
		}
	}
}

// encode writes everything that the answers of a model say.
func encode(t *testing.T, m *topology.Model) string {
	t.Helper()
	var b strings.Builder
	for _, c := range m.Checks() {
		p, err := reachability.Prove(m.Case(c), packetsOnly, codes)
		require.NoError(t, err)
		fmt.Fprintf(&b, "%s: %s %s %+v %+v\n", c.Name.V, p.Verdict, p.Because, p.Assumptions, p.Turns)
		for _, o := range p.Obstacles {
			fmt.Fprintf(&b, "obstacle %d %s %+v %s\n", o.Leg, o.Direction, *o.Refusal, o.Symptom)
		}
		for _, leg := range p.Answer.AllLegs() {
			fmt.Fprintf(&b, "leg %d %s\n", leg.Number, texts(leg.Asked))
			for i := range leg.Pieces {
				piece := &leg.Pieces[i]
				fmt.Fprintf(&b, "  %s %s %s\n", piece.Box.Text(), piece.OwnVerdict(), piece.Verdict())
				for _, s := range piece.Steps() {
					fmt.Fprintf(&b, "    %s %d %+v %+v %d %d\n", s.Direction, s.Kind, s.Element, s.Refusal, s.Table, s.Link)
				}
			}
		}
	}
	return b.String()
}
