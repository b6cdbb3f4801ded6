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
			f.Preference = rp.Preference.V
		}
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
	m := fabric.RouteMatch{Exact: rp.CIDRMatchMode.V == "complete"}
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
			kind := fabric.Local
			if t == "custom" {
				kind = fabric.Static
			}
			m.Kinds = append(m.Kinds, kind)
		}
	}
	return m
}

func (l *lowering) networks(refs scenario.Values[scenario.Ref[VPC]], reversed scenario.Value[bool]) (in, out []fabric.DomainID) {
	ids := []fabric.DomainID{}
	for _, ref := range refs.V {
		if ref.V.To != nil {
			ids = append(ids, l.vpcs[ref.V.To].domain)
		}
	}
	if reversed.V {
		return nil, ids
	}
	return ids, nil
}
