package alibaba

import (
	"cmp"
	"fmt"
	"net/netip"
	"slices"

	"netsim/topology/diag"
	"netsim/topology/fabric"
	"netsim/topology/scenario"
)

// defaultPreference is that of a route which no policy gives another (routing b.4;
// H). The fabric counts from there.
const defaultPreference = 50

// policies are a gateway's route policies of a direction, by priority. The
// default policy of priority 5000 is on VBRs and CCNs only (routing b.2, b.4; H).
func (l *lowering) policies(p *cenParts, r *Region, direction string) []fabric.RoutePolicy {
	return l.policiesOf(p.CEN, direction, func(rp *RoutePolicy) bool { return rp.Region.V.To == r })
}

// policiesOf are those route policies of a CEN in a direction that are of one
// gateway or table.
func (l *lowering) policiesOf(c *CEN, direction string, of func(*RoutePolicy) bool) []fabric.RoutePolicy {
	var list []*RoutePolicy
	for _, rp := range c.RoutePolicies {
		if rp.Direction.V == direction && of(rp) {
			list = append(list, rp)
		}
	}
	slices.SortStableFunc(list, func(a, b *RoutePolicy) int { return cmp.Compare(a.Priority.V, b.Priority.V) })
	var out []fabric.RoutePolicy
	for i, rp := range list {
		e := fabric.Element{
			Label: fmt.Sprintf("route policy %d (%s) of CEN %s in %s", rp.Priority.V, direction, c.Name, rp.Region.V.To.Name), At: rp.Node.Range,
		}
		f := fabric.RoutePolicy{Element: e, Deny: rp.Action.V == "deny", Match: l.routeMatch(rp)}
		if rp.Preference.Present() {
			f.Preference = new(rp.Preference.V - defaultPreference)
		}
		if rp.OperateCommunities.Present() {
			f.Communities = append([]string{}, values(rp.OperateCommunities)...)
			f.Additive = rp.CommunityOperateMode.V == modeAdditive
		}
		f.Prepend = asns(rp.PrependASPath)
		if n := rp.NextPriority; n.Present() {
			// 1 is the next policy, whatever its priority (routing b.4; H).
			f.Next = i + 1
			for n.V > 1 && f.Next < len(list) && list[f.Next].Priority.V < n.V {
				f.Next++
			}
		}
		f.Refusal = &fabric.Refusal{
			Element: e, Code: CodePolicyDenied, Kind: diag.KindRoute,
			Summary: e.Label + " denies the route",
			Needed:  "a route policy that permits the route, with a lower priority number",
		}
		out = append(out, f)
	}
	return out
}

func (l *lowering) routeMatch(rp *RoutePolicy) fabric.RouteMatch {
	m := fabric.RouteMatch{Exact: rp.CIDRMatchMode.V == modeComplete}
	if rp.DestinationCIDRs.Present() {
		m.Prefixes = append([]netip.Prefix{}, values(rp.DestinationCIDRs)...)
	}
	if rp.SourceRegions.Present() {
		m.ExitRegions = []string{}
		for _, r := range rp.SourceRegions.V {
			if r.V.To != nil {
				m.ExitRegions = append(m.ExitRegions, r.V.To.Name)
			}
		}
	}
	if rp.SourceInstances.Present() {
		m.Exits, m.NotExits = l.networks(rp.SourceInstances, rp.SourceInstancesReversed)
	}
	if rp.DestinationInstances.Present() {
		m.Peers, m.NotPeers = l.networks(rp.DestinationInstances, rp.DestinationInstancesReversed)
		if rp.DestinationInstancesReversed.V {
			m.PeerClasses = []string{classVPC}
		}
	}
	if rp.RouteTypes.Present() {
		m.Kinds = []fabric.RouteKind{}
		for _, t := range values(rp.RouteTypes) {
			m.Kinds = append(m.Kinds, map[string]fabric.RouteKind{"system": fabric.Local, "custom": fabric.Static, "bgp": fabric.Learned}[t])
		}
	}
	l.matchMarks(rp, &m)
	return m
}

// matchMarks adds the conditions on tables, sorts of networks, AS paths and
// communities.
func (l *lowering) matchMarks(rp *RoutePolicy, m *fabric.RouteMatch) {
	if rp.SourceTables.Present() {
		m.From = l.tablesOf(rp.SourceTables)
	}
	if rp.DestinationTables.Present() {
		m.To = l.tablesOf(rp.DestinationTables)
	}
	if rp.SourceTypes.Present() {
		m.ExitClasses = classesOf(rp.SourceTypes)
	}
	if rp.DestinationTypes.Present() {
		m.PeerClasses = classesOf(rp.DestinationTypes)
	}
	if rp.MatchASNs.Present() {
		m.ASNs, m.ASNsExactly = asns(rp.MatchASNs), rp.ASPathMatchMode.V == modeComplete
	}
	if rp.MatchCommunities.Present() {
		m.Communities = append([]string{}, values(rp.MatchCommunities)...)
		m.CommunitiesExactly = rp.CommunityMatchMode.V == modeComplete
	}
}

func asns(list scenario.Values[int]) []uint32 {
	if !list.Present() {
		return nil
	}
	out := []uint32{}
	for _, n := range values(list) {
		out = append(out, uint32(n))
	}
	return out
}

// memberClasses are the classes of the sorts of networks that policies speak of.
var memberClasses = map[string]string{"vpc": classVPC, "vbr": classVBR, "vpn": classVPN, "ecr": "ecr", "ccn": "ccn"}

func classesOf(types scenario.Values[string]) []string {
	out := []string{}
	for _, t := range values(types) {
		out = append(out, memberClasses[t])
	}
	return out
}

func (l *lowering) tablesOf(refs scenario.Values[scenario.AnyRef]) []fabric.TableID {
	ids := []fabric.TableID{}
	for _, ref := range refs.V {
		if ref.V.To == nil {
			continue
		}
		switch t := ref.V.To.Object.(type) {
		case *RouteTable:
			ids = append(ids, l.vpcs[vpcOf(&t.Resource).Object.(*VPC)].custom[t])
		case *TransitRouteTable:
			if r := l.routers[t.Parent.Object.(*TransitRouter)]; r != nil {
				ids = append(ids, r.tables[t])
			}
		}
	}
	return ids
}

func (l *lowering) networks(refs scenario.Values[scenario.AnyRef], reversed scenario.Value[bool]) (in, out []fabric.DomainID) {
	ids := []fabric.DomainID{}
	for _, ref := range refs.V {
		if ref.V.To == nil {
			continue
		}
		switch to := ref.V.To.Object.(type) {
		case *VPC:
			ids = append(ids, l.vpcs[to].domain)
		case *VBR:
			ids = append(ids, l.vbrs[to].domain)
		case *VPNConnection:
			ids = append(ids, l.vpns[to].domain)
		}
	}
	if reversed.V {
		return nil, ids
	}
	return ids, nil
}
