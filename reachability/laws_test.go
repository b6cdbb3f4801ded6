package reachability_test

import (
	"fmt"
	"math/rand/v2"
	"net/netip"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"netsim/reachability"
	"netsim/topology"
	"netsim/topology/fabric"
)

// lawful is how many scenarios each law is held against.
const lawful = 80

func laws(t *testing.T, seed uint64, o options, hold func(*generated) error) {
	t.Helper()
	f := &factory{next: seed + *firstSeed, options: o}
	for f.made < lawful {
		g := f.scenario()
		if err := hold(g); err != nil {
			t.Fatalf("seed %d: %v\n\n%s", g.seed, err, g.text)
		}
	}
	f.mostAreAccepted(t)
}

func solve(m *topology.Model, i int) (*fabric.Network, *reachability.Answer) {
	net, questions := m.Case(m.Checks()[i]).Lower(fabric.Reading{})
	return net, reachability.Solve(net, questions)
}

// Enterprise groups without rules let nothing in and nothing out. Only what a
// load balancer forwards by itself passes them.
func TestDenyAllReachesNothing(t *testing.T) {
	judged := 0
	laws(t, 2_000_000, options{denyAll: true}, func(g *generated) error {
		for i := range g.base.Checks() {
			net, a := solve(g.base, i)
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
	laws(t, 3_000_000, options{crossings: true}, func(g *generated) error {
		r := rand.New(rand.NewPCG(g.seed, 3))
		more, err := changed(acceptMore(g.tree, r))
		if err != nil {
			return err
		}
		for i := range g.base.Checks() {
			_, before := solve(g.base, i)
			_, after := solve(more, i)
			if len(before.Legs) != len(after.Legs) || before.OverBudget() || after.OverBudget() {
				return fmt.Errorf("check %d: another number of legs", i+1)
			}
			for k, leg := range before.Legs {
				for j := range leg.Pieces {
					p := &leg.Pieces[j]
					if p.Verdict() != reachability.Reachable {
						continue
					}
					judged++
					h := p.Box.Sample(r)
					if q := pieceOf(after.Legs[k], func(q *reachability.Piece) bool { return q.Box.Contains(h) }); q == nil || q.Verdict() != reachability.Reachable {
						return fmt.Errorf("check %d: %s passed before the accept rule, and now does not", i+1, h.Text())
					}
				}
			}
		}
		return nil
	})
	require.Greater(t, judged, 200)
}

func pieceOf(leg *reachability.Leg, has func(*reachability.Piece) bool) *reachability.Piece {
	for i := range leg.Pieces {
		if has(&leg.Pieces[i]) {
			return &leg.Pieces[i]
		}
	}
	return nil
}

// acceptMore adds an accept rule of the first priority to some groups.
func acceptMore(tree mapping, r *rand.Rand) mapping {
	return edit(tree, func(path []any, m mapping) mapping {
		if len(path) < 2 || path[len(path)-2] != "security_groups" || r.IntN(2) == 0 {
			return m
		}
		way, far := "ingress", "source"
		if r.IntN(3) == 0 {
			way, far = "egress", "destination"
		}
		rule := mapping{{"protocol", []string{"all", "tcp", "icmp"}[r.IntN(3)]}, {far, []string{"0.0.0.0/0", "10.0.0.0/8", "100.64.0.0/10"}[r.IntN(3)]}, {"priority", 1}}
		if rule.field("protocol") == "tcp" {
			rule.put("ports", "1-65535")
		}
		out := mapping{}
		rules := list{rule}
		for _, e := range m {
			if e.key == way {
				rules = append(rules, e.value.(list)...)
				continue
			}
			out = append(out, e)
		}
		out.put(way, rules)
		return out
	}).(mapping)
}

func changed(tree mapping) (*topology.Model, error) {
	text := write(tree)
	base, why := load(text)
	if base == nil {
		return nil, fmt.Errorf("the changed scenario does not load: %s\n%s", why, text)
	}
	return base, nil
}

// The order of maps and the names of resources decide nothing.
func TestNamesAndOrderDecideNothing(t *testing.T) {
	laws(t, 4_000_000, options{crossings: true, unequal: true}, func(g *generated) error {
		r := rand.New(rand.NewPCG(g.seed, 4))
		names := map[name]string{}
		taken := map[string]bool{}
		w := writer{shuffle: r, rename: func(n name) string {
			if names[n] == "" {
				for names[n] == "" || taken[names[n]] {
					names[n] = fmt.Sprintf("%c%d-x", 'a'+rune(r.IntN(26)), r.IntN(1000))
				}
				taken[names[n]] = true
			}
			return names[n]
		}}
		w.mapping(g.tree, 0)
		renamed, why := load(w.out.String())
		if renamed == nil {
			return fmt.Errorf("the renamed scenario does not load: %s\n%s", why, w.out.String())
		}
		for i := range g.base.Checks() {
			before, err := told(g.base, i)
			if err != nil {
				return err
			}
			after, err := told(renamed, i)
			if err != nil {
				return err
			}
			if before != after {
				return fmt.Errorf("check %d: %s before, and renamed %s\n%s", i+1, before, after, w.out.String())
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
	laws(t, 5_000_000, options{crossings: true}, func(g *generated) error {
		r := rand.New(rand.NewPCG(g.seed, 5))
		tree, n := halve(g.tree, g.text, r)
		if n == 0 {
			return nil
		}
		split += n
		halved, err := changed(tree)
		if err != nil {
			return err
		}
		for i := range g.base.Checks() {
			before, err := reachability.Prove(g.base.Case(g.base.Checks()[i]), packetsOnly, codes)
			if err != nil {
				return err
			}
			after, err := reachability.Prove(halved.Case(halved.Checks()[i]), packetsOnly, codes)
			if err != nil {
				return err
			}
			if before.Verdict != after.Verdict {
				return fmt.Errorf("check %d: %s before (%s), and in halves %s (%s)\n%s", i+1, before.Verdict, before.Because, after.Verdict, after.Because, write(tree))
			}
		}
		return nil
	})
	require.Greater(t, split, lawful)
}

// halve splits some CIDRs of rules and of custom routes that are not published.
// Routes of one prefix meet as equals. So a route stays whole if it or a half of
// it may be the prefix of something else.
func halve(tree mapping, text string, r *rand.Rand) (mapping, int) {
	n := 0
	out := edit(tree, func(path []any, m mapping) mapping {
		if len(path) == 0 {
			return m
		}
		switch last := path[len(path)-1]; last {
		case "routes":
			var routes mapping
			for _, e := range m {
				route := e.value.(mapping)
				p, ok := route.field("destination").(netip.Prefix)
				if !ok || p.Bits() > 30 || route.field("published") != nil || r.IntN(3) == 0 {
					routes = append(routes, e)
					continue
				}
				low, high := halves(p)
				if p == serviceNetwork || mentions(text, low)+mentions(text, high) > 0 || mentions(text, p) > 1 {
					routes = append(routes, e)
					continue
				}
				n++
				routes.put(e.key, with(route, "destination", low))
				routes.put(e.key.(name)+"-high", with(route, "destination", high))
			}
			return routes
		}
		if len(path) > 1 && path[len(path)-2] == "security_groups" {
			m = slices.Clone(m)
			for i, e := range m {
				far := map[any]string{"ingress": "source", "egress": "destination"}[e.key]
				if far == "" {
					continue
				}
				var rules list
				for _, rule := range e.value.(list) {
					p, ok := rule.(mapping).field(far).(netip.Prefix)
					if !ok || p.Bits() == 32 || r.IntN(3) == 0 {
						rules = append(rules, rule)
						continue
					}
					n++
					low, high := halves(p)
					rules = append(rules, with(rule.(mapping), far, low), with(rule.(mapping), far, high))
				}
				m[i].value = rules
			}
		}
		return m
	})
	return out.(mapping), n
}

// serviceNetwork is the prefix of a route that every VPC has.
var serviceNetwork = netip.MustParsePrefix("100.64.0.0/10")

func mentions(text string, p netip.Prefix) int {
	return strings.Count(text, fmt.Sprintf("%q", p.String()))
}

func with(m mapping, key string, value any) mapping {
	m = slices.Clone(m)
	for i := range m {
		if m[i].key == key {
			m[i].value = value
		}
	}
	return m
}

func halves(p netip.Prefix) (low, high netip.Prefix) {
	low = netip.PrefixFrom(p.Addr(), p.Bits()+1)
	a := p.Addr().As4()
	a[p.Bits()/8] |= 0x80 >> (p.Bits() % 8)
	return low, netip.PrefixFrom(netip.AddrFrom4(a), p.Bits()+1)
}

// The same file gives the same answers, to the byte.
func TestAnswersAreDeterministic(t *testing.T) {
	f := &factory{next: 6_000_000 + *firstSeed, options: options{crossings: true}}
	for range 8 {
		g := f.scenario()
		first := encode(t, g.base)
		for range 19 {
			again, why := load(g.text)
			require.NotNil(t, again, why)
			require.Equal(t, first, encode(t, again), "seed %d", g.seed)
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
