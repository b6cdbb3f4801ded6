package alibaba

import (
	"net/netip"
	"slices"

	"netsim/topology/cloud"
	"netsim/topology/diag"
	"netsim/topology/fabric"
	"netsim/topology/scenario"
)

// checkSources is where the cloud takes the source of a CEN's health check from,
// if none is written (routing d; H).
var checkSources = netip.MustParsePrefix("100.96.0.0/16")

// givenUp is why static routes over a port of a VBR are not used, or nil: a
// health check of its CEN fails on it, because the line does not work or because
// the site does not answer (routing d, i; H). Without a check they stay, and so
// packets are lost.
func (l *lowering) givenUp(v *VBR, q *port) (*fabric.Refusal, []fabric.SwitchID) {
	if h := v.HealthCheck; h != nil && h.watches(v, q) && l.onCEN(v) {
		if q.broken != nil {
			return q.broken, nil
		}
		return l.falseAlarm(v, q, h)
	}
	return l.switched(v, q)
}

// onCEN reports whether something is there whose health check it could be.
func (l *lowering) onCEN(v *VBR) bool {
	for _, c := range l.doc.CENs.All() {
		if slices.ContainsFunc(c.Attachments.All(), func(a *Attachment) bool { return a.VBR.V.To == v }) {
			return true
		}
		if c.Edition.V == editionEnterprise {
			return true
		}
	}
	return false
}

// watches reports whether a health check is of a port: that of its target, or of
// all if it has none.
func (h *HealthCheck) watches(v *VBR, q *port) bool {
	if !h.TargetIP.Present() {
		return true
	}
	for _, other := range v.ports() {
		if other.peer.Present() && other.peer.V == h.TargetIP.V {
			return q.peer.Present() && q.peer.V == h.TargetIP.V
		}
	}
	return true
}

// falseAlarm is why a health check fails on a line that works, or nil: a site
// with static routes needs one back to the source of the check, by the same VBR;
// one with BGP needs none (routing d; H).
func (l *lowering) falseAlarm(v *VBR, q *port, h *HealthCheck) (*fabric.Refusal, []fabric.SwitchID) {
	if l.speaks(v, q) {
		return nil, nil
	}
	source := checkSources
	if h.SourceIP.Present() {
		source = netip.PrefixFrom(h.SourceIP.V, h.SourceIP.V.BitLen())
	}
	site := v.IDC.V.To
	if site.returns(source, v) {
		return nil, nil
	}
	why := &fabric.Refusal{
		Element: placed("the health check of VBR "+v.Name, h.Node.Range, v.Key), Code: CodeHealthCheckUnreturned, Kind: diag.KindRoute,
		Summary: "the line of VBR " + v.Name + " works, but its health check fails, since IDC " + site.Name + " has no route to " + source.String() + " by VBR " + v.Name,
		Needed:  "a route to " + source.String() + " in IDC " + site.Name + " with vbr/" + v.Name + " as its next hop",
	}
	if l.otherLine(v) {
		return why, nil
	}
	kept, id := l.Read(fabric.Switch{
		Element: why.Element, ID: "health check of " + v.Ref(), Name: "health_check", Code: "open.health-check-alone",
		Values: []string{"given up", "kept"},
		Text:   "whether routes over the only line to IDC " + site.Name + " are given up when its health check fails",
	})
	if kept == 1 {
		return nil, []fabric.SwitchID{id}
	}
	return why, []fabric.SwitchID{id}
}

// otherLine reports whether another VBR leads to the site of one.
func (l *lowering) otherLine(v *VBR) bool {
	for other := range l.vbrs {
		if other != v && other.IDC.V.To == v.IDC.V.To {
			return true
		}
	}
	return len(v.Circuits) > 0
}

// returns reports whether the static routes of a site lead to a prefix by a VBR,
// and by nothing else.
func (i *IDC) returns(to netip.Prefix, by *VBR) bool {
	var best []*SiteRoute
	for _, r := range i.Routes.All() {
		if !r.Destination.Present() || !contains(r.Destination.V, to) {
			continue
		}
		if len(best) > 0 {
			was := best[0]
			switch {
			case r.Destination.V.Bits() < was.Destination.V.Bits(),
				r.Destination.V == was.Destination.V && r.preference() > was.preference():
				continue
			case r.Destination.V.Bits() > was.Destination.V.Bits() || r.preference() < was.preference():
				best = nil
			}
		}
		best = append(best, r)
	}
	return len(best) > 0 && !slices.ContainsFunc(best, func(r *SiteRoute) bool { return r.NextHop.V.To != &by.Resource })
}

func (r *SiteRoute) preference() int { return r.Preference.Or(sitePreference) }

// switched is why static routes over a port that is broken are not used, or nil:
// a VBR switching group may move them to the other VBR. What it does is not
// documented.
func (l *lowering) switched(v *VBR, q *port) (*fabric.Refusal, []fabric.SwitchID) {
	if q.broken == nil {
		return nil, nil
	}
	for _, r := range l.doc.Regions.All() {
		for _, g := range r.SwitchingGroups.All() {
			a, b := g.VBR.V.To, g.PeerVBR.V.To
			if a == nil || b == nil || a == b || a != v && b != v {
				continue
			}
			moves, id := l.ReadBool(g.Switches, fabric.Switch{
				Element: element(&g.Resource), ID: "switches of " + g.Ref(), Name: "switches_static_routes", Code: "open.switching-group",
				Text:    "whether " + element(&g.Resource).Label + " moves static routes from a VBR whose line is broken to the other",
				Declare: cloud.At(g.TreePath, "switches_static_routes"),
			})
			if moves {
				return q.broken, []fabric.SwitchID{id}
			}
			return nil, []fabric.SwitchID{id}
		}
	}
	return nil, nil
}

// lineCheck is why a route over a router interface to a VBR is not used, or nil:
// the health check of the pair fails on the line behind it (routing d; H).
func (l *lowering) lineCheck(r *RouterInterface, v *VBR) (*fabric.Refusal, []fabric.SwitchID) {
	h := r.HealthCheck
	if h == nil {
		h = r.Opposite.V.To.HealthCheck
	}
	if h == nil {
		return nil, nil
	}
	q := l.vbrs[v].checked(v, h)
	if q.broken != nil {
		return q.broken, nil
	}
	return l.falseAlarm(v, q, h)
}

// checked is the port that packets to the target of a health check leave by.
func (p *vbrParts) checked(v *VBR, h *HealthCheck) *port {
	var to *scenario.Resource
	bits := -1
	for i := range p.ports {
		if q := &p.ports[i]; h.TargetIP.Present() && q.peer.Present() && q.peer.V == h.TargetIP.V {
			return q
		}
	}
	for _, r := range v.Routes.All() {
		if hop := r.NextHop.V.To; hop != nil && hop.Kind == KindPhysicalConnection && h.TargetIP.Present() &&
			r.Destination.V.Contains(h.TargetIP.V) && r.Destination.V.Bits() > bits {
			to, bits = hop, r.Destination.V.Bits()
		}
	}
	if q := p.portOf(to); to != nil && q != nil {
		return q
	}
	return &p.ports[0]
}

// siteGivesUp is why a site does not use its static route over a line that is
// broken, or nil: a health check watches the line, and the site's routers are
// taken to do what the cloud does.
func (l *lowering) siteGivesUp(v *VBR, q *port) (*fabric.Refusal, []fabric.SwitchID) {
	watched := v.HealthCheck != nil && v.HealthCheck.watches(v, q) && l.onCEN(v)
	for _, r := range l.doc.Regions.All() {
		for _, i := range r.RouterInterfaces.All() {
			if o := i.Opposite.V.To; i.Router.V.To == &v.Resource && (i.HealthCheck != nil || o != nil && o.HealthCheck != nil) {
				watched = true
			}
		}
	}
	if !watched {
		return l.switched(v, q)
	}
	site := v.IDC.V.To
	_, id := l.Read(fabric.Switch{
		Element: element(&site.Resource), ID: "tracking of " + site.Ref(), Name: "health_check", Code: "open.site-tracking",
		Values: []string{"assumed"},
		Text:   "the routers of IDC " + site.Name + " are assumed to give up static routes over a line whose health check fails, as the cloud does",
	})
	return q.broken, []fabric.SwitchID{id}
}
