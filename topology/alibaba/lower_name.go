package alibaba

import (
	"maps"
	"net/netip"
	"slices"
	"strings"

	"netsim/topology/cloud"
	"netsim/topology/diag"
	"netsim/topology/fabric"
	"netsim/topology/scenario"
)

// hostName is a host name of the scenario, in lower case. own is what public name
// servers, or the cloud's in every VPC, make of it; nil: nothing.
type hostName struct {
	fabric.Element
	id  fabric.NameID
	own *fabric.View
}

// place is where a name is asked for: in a VPC, in a site, or, as the zero place,
// of public name servers.
type place struct {
	vpc  *VPC
	site *IDC
}

// zoneOf is a domain as a VPC sees it.
type zoneOf struct {
	in     *VPC
	domain string
}

// directory finds host names, and the zones and rules that answer for them.
type directory struct {
	hosts   map[string]*hostName
	zones   map[zoneOf]*PrivateZone
	offs    map[zoneOf]*fabric.Refusal // why a zone does not answer that names the VPC
	records map[*PrivateZone]map[string][]*ZoneRecord
	rules   map[zoneOf]*ResolverRule
	asking  []*VPC // those with a zone or a rule, in order
	holders map[netip.Addr][]fabric.InterfaceID
	fronts  map[fabric.InterfaceID]*gatewayParts
	// resolvers are PrivateZone's name servers as sites reach them.
	resolvers map[resolverAt]fabric.InterfaceID
}

// name is a host name: the one that stands already, or a new one.
func (l *lowering) name(host string, e fabric.Element) *hostName {
	n, ok := l.dns.hosts[host]
	if !ok {
		n = &hostName{Element: e, id: l.b.Name(fabric.Name{Element: e, Host: host})}
		l.dns.hosts[host] = n
	}
	return n
}

// names completes the names, once everything stands that they may lead to: what
// zones and rules make of them in VPCs, and name servers in sites.
func (l *lowering) names() {
	if l.doc.PrivateZones.Len() == 0 && !l.hasResolvers() {
		return
	}
	l.readZones()
	l.readRules()
	l.eachVPC(func(v *VPC) {
		if l.dns.asks(v) {
			l.dns.asking = append(l.dns.asking, v)
		}
	})
	l.eachSite(func(i *IDC) {
		if i.Resolver == nil {
			return
		}
		for _, r := range i.Resolver.Records {
			l.name(r.Host, siteRecord(i, &r))
		}
	})
	l.dns.holders = map[netip.Addr][]fabric.InterfaceID{}
	for id, i := range l.b.Interfaces() {
		if len(i.Addresses) == 1 && i.Addresses[0].Addrs.Single() && !i.Vacant {
			a := i.Addresses[0].Addrs.From.Netip(i.Addresses[0].Family)
			l.dns.holders[a] = append(l.dns.holders[a], fabric.InterfaceID(id))
		}
	}
	for _, host := range slices.Sorted(maps.Keys(l.dns.hosts)) {
		l.complete(host, l.dns.hosts[host])
	}
	l.zoneAccess()
}

func (l *lowering) hasResolvers() bool {
	return slices.ContainsFunc(l.doc.IDCs.All(), func(i *IDC) bool { return i.Resolver != nil }) ||
		slices.ContainsFunc(l.doc.Regions.All(), func(r *Region) bool { return r.ResolverRules.Len() > 0 })
}

func (d *directory) asks(v *VPC) bool {
	for at := range d.zones {
		if at.in == v {
			return true
		}
	}
	for at := range d.rules {
		if at.in == v {
			return true
		}
	}
	return false
}

// complete tells what a name is in each place.
func (l *lowering) complete(host string, n *hostName) {
	var views []fabric.View
	see := func(d fabric.DomainID, view *fabric.View) {
		seen := *view
		seen.Domains = []fabric.DomainID{d}
		views = append(views, seen)
	}
	for _, v := range l.dns.asking {
		if l.dns.zone(host, v) != nil || l.dns.rule(host, v) != nil {
			see(l.vpcs[v].domain, l.lookup(host, place{vpc: v}, 0))
		}
	}
	l.eachVPC(func(v *VPC) {
		if l.dns.off(host, v) != nil && n.own == nil && l.dns.zone(host, v) == nil && l.dns.rule(host, v) == nil {
			see(l.vpcs[v].domain, l.lookup(host, place{vpc: v}, 0))
		}
	})
	l.eachSite(func(i *IDC) {
		if i.Resolver != nil {
			see(l.idcs[i].domain, l.inSite(host, i))
		}
	})
	at := l.b.NameAt(n.id)
	at.Views = views
	if n.own == nil {
		at.View = l.private(host, n)
		at.Answers = firstAnswers(views)
	}
	all := slices.Clone(at.Answers)
	for i := range at.Views {
		// What lies behind a name that is not answered is judged as if it were.
		if len(at.Views[i].Answers) == 0 {
			at.Views[i].Answers = at.Answers
		}
		all = append(all, at.Views[i].Answers...)
	}
	l.ends.Names[host] = n.id
	for _, i := range all {
		if g := l.dns.fronts[i]; g != nil {
			g.shared[host] = n.id
		}
	}
}

func firstAnswers(views []fabric.View) []fabric.InterfaceID {
	for i := range views {
		if len(views[i].Answers) > 0 {
			return views[i].Answers
		}
	}
	return nil
}

// private is what a name of zones is to whoever does not ask them. Zones are seen
// from the VPCs that they are bound to, and a CEN that joins VPCs shares none of
// them (grants e.2; H, e.3; M).
func (l *lowering) private(host string, n *hostName) fabric.View {
	gate := fabric.Gate{Element: n.Element, Refusal: &fabric.Refusal{
		Element: n.Element, Code: cloud.CodeNotResolvable, Kind: diag.KindName,
		Summary: host + " is a private name, and does not resolve for this caller",
		Needed:  "a caller in a VPC that sees the name, or a name server that forwards it",
	}}
	if z := l.zoneWith(host); z != nil {
		gate.Clauses = []fabric.GateClause{{Element: n.Element, Match: fabric.Match{ArrivalClasses: []string{classVPC}}, Refusal: &fabric.Refusal{
			Element: placed(element(&z.Resource).Label, z.VPCs.Range(), z.Key), Code: CodeZoneNotBound, Kind: diag.KindName,
			Summary: element(&z.Resource).Label + ", which has " + host + ", is not bound to the VPC of the caller",
			Needed:  "the caller's VPC among the VPCs of " + element(&z.Resource).Label,
		}}}
	}
	return fabric.View{Gates: []fabric.Gate{gate}}
}

// zoneWith is the first zone that has a record for a host, or nil.
func (l *lowering) zoneWith(host string) *PrivateZone {
	for _, z := range l.doc.PrivateZones.All() {
		if len(l.dns.record(z, host)) > 0 {
			return z
		}
	}
	return nil
}

// lookup is what a name is in a place. Nil: nothing in the scenario has it.
func (l *lowering) lookup(host string, at place, depth int) *fabric.View {
	if at.site != nil {
		return l.ofSite(host, at.site, depth)
	}
	if at.vpc == nil {
		return l.publicly(host)
	}
	zone, rule := l.dns.zone(host, at.vpc), l.dns.rule(host, at.vpc)
	if zone != nil {
		if records := l.dns.record(zone, host); len(records) > 0 {
			return l.answer(zone, records, at, depth)
		}
		if !zone.proxies() {
			return l.unrecorded(host, zone, rule, at.vpc, depth)
		}
	}
	if rule != nil {
		return l.forwarded(host, rule, depth)
	}
	view := l.publicly(host)
	if why := l.dns.off(host, at.vpc); view == nil && zone == nil && why != nil {
		return &fabric.View{Gates: cloud.Closed(why)}
	}
	if view == nil && zone != nil {
		e := placed(element(&zone.Resource).Label, zone.ProxyPattern.Range(), zone.Key)
		return &fabric.View{Gates: cloud.Closed(&fabric.Refusal{
			Element: e, Code: CodePublicName, Kind: diag.KindUnknown,
			Summary: e.Label + " has no record " + host + ", so public name servers are asked, and what they answer is not in the scenario",
			Needed:  "a record " + host + " in " + e.Label,
		})}
	}
	return view
}

// publicly is what a name is to public name servers, and to the cloud's in every
// VPC; nil: nothing in the scenario.
func (l *lowering) publicly(host string) *fabric.View {
	if n := l.dns.hosts[host]; n != nil && n.own != nil {
		view := *n.own
		return &view
	}
	return nil
}

// unrecorded is a name below a zone that has no record of it, and asks nobody
// outside: there is no such name (grants e.2; H). Whether a rule is asked before
// that is told is not documented.
func (l *lowering) unrecorded(host string, z *PrivateZone, rule *ResolverRule, v *VPC, depth int) *fabric.View {
	e := placed(element(&z.Resource).Label, recordsRange(z), z.Key)
	missing := &fabric.View{Gates: cloud.Closed(&fabric.Refusal{
		Element: e, Code: cloud.CodeNotResolvable, Kind: diag.KindName,
		Summary: e.Label + " answers for " + z.ZoneName.V + ", and has no record " + host,
		Needed:  "a record " + host + " in " + e.Label,
	})}
	if rule == nil {
		return missing
	}
	first, id := l.ReadBool(rule.BeforeZone, fabric.Switch{
		Element: element(&rule.Resource), ID: "before_private_zone of " + rule.Ref(), Name: "before_private_zone",
		Code:    "open.rule-before-zone",
		Text:    "whether resolver rule " + rule.Name + " is asked for names below a private zone that have no record there",
		Declare: cloud.At(rule.TreePath, "before_private_zone"),
	})
	if first {
		missing = l.forwarded(host, rule, depth)
	}
	missing.Switches = append(slices.Clip(missing.Switches), id)
	return missing
}

func recordsRange(z *PrivateZone) diag.Range {
	if f := z.Node.Field("records"); f != nil {
		return f.KeyRange
	}
	return diag.Range{}
}

func (z *PrivateZone) element(r *ZoneRecord) fabric.Element {
	return fabric.Element{Label: "record " + z.host(r) + " of " + element(&z.Resource).Label, At: r.Node.Range}
}

// answer is what the records of a zone for one name answer.
func (l *lowering) answer(z *PrivateZone, records []*ZoneRecord, at place, depth int) *fabric.View {
	view := &fabric.View{}
	for _, r := range records {
		e := z.element(r)
		for _, v := range r.Values.V {
			if r.Type.V == recordCNAME {
				return l.led(strings.ToLower(strings.TrimSuffix(v.V, ".")), e, at, depth)
			}
			if a, err := netip.ParseAddr(v.V); err == nil && a.Is4() {
				l.leadsTo(view, a, at, e)
			}
		}
	}
	return view
}

// leadsTo adds who has an address to what a name leads to.
func (l *lowering) leadsTo(view *fabric.View, a netip.Addr, at place, e fabric.Element) {
	if i := l.whoHas(a, at, e); i != fabric.None {
		view.Answers = append(view.Answers, i)
	} else {
		view.Gates = append(view.Gates, cloud.Unwritten(e, "has the address "+a.String())...)
	}
}

// led is what a name is that another one leads to, in the same place.
func (l *lowering) led(host string, e fabric.Element, at place, depth int) *fabric.View {
	if depth == cloud.MostAliases {
		return &fabric.View{Gates: cloud.InCircles(e)}
	}
	if view := l.lookup(host, at, depth+1); view != nil {
		return view
	}
	if n := l.dns.hosts[host]; n != nil {
		view := l.private(host, n)
		return &view
	}
	return &fabric.View{Gates: cloud.Unwritten(e, "has the name "+host)}
}

// readZones notes which zone answers for what in which VPC: of two of one name
// the first (the cloud refuses to bind the second; ruling 26), and of another
// account's only with its owner's authorization (grants e.2, g; H).
func (l *lowering) readZones() {
	l.dns.zones, l.dns.offs = map[zoneOf]*PrivateZone{}, map[zoneOf]*fabric.Refusal{}
	l.dns.records = map[*PrivateZone]map[string][]*ZoneRecord{}
	for _, z := range l.doc.PrivateZones.All() {
		l.dns.records[z] = map[string][]*ZoneRecord{}
		for _, r := range z.Records {
			host := z.host(r)
			l.dns.records[z][host] = append(l.dns.records[z][host], r)
			l.name(host, z.element(r))
		}
		for _, ref := range z.VPCs.V {
			v := ref.V.To
			if v == nil {
				continue
			}
			at := zoneOf{v, z.ZoneName.V}
			if !z.mayBind(v) {
				l.dns.offs[at] = z.unauthorized(v, ref.Range())
			} else if l.dns.zones[at] == nil {
				l.dns.zones[at] = z
			}
		}
	}
}

// mayBind reports whether a VPC may be bound to the zone.
func (z *PrivateZone) mayBind(v *VPC) bool {
	owner := v.AccountOr("")
	return owner == z.AccountOr("") ||
		slices.ContainsFunc(z.Authorizations.V, func(a scenario.Value[string]) bool { return a.V == owner })
}

func (z *PrivateZone) unauthorized(v *VPC, at diag.Range) *fabric.Refusal {
	e := placed(element(&z.Resource).Label, at, z.Key)
	return &fabric.Refusal{
		Element: e, Code: CodeZoneAuthorizationMissing, Kind: diag.KindName,
		Summary: "VPC " + v.Name + " (account " + orNameless(v.AccountOr("")) + ") is not bound to " + e.Label + " (account " + orNameless(z.AccountOr("")) + "): its owner has not authorized that",
		Needed:  "the account of VPC " + v.Name + " among user_vpc_authorizations",
	}
}

// zone is the zone that answers for a name in a VPC: the one with the longest
// name.
func (d *directory) zone(host string, v *VPC) *PrivateZone {
	for _, domain := range cloud.Zones(host) {
		if z := d.zones[zoneOf{v, domain}]; z != nil {
			return z
		}
	}
	return nil
}

// rule is the rule that forwards a name in a VPC: the one with the longest name.
func (d *directory) rule(host string, v *VPC) *ResolverRule {
	for _, domain := range cloud.Zones(host) {
		if r := d.rules[zoneOf{v, domain}]; r != nil {
			return r
		}
	}
	return nil
}

// off is why a zone does not answer for a name in a VPC that it names, or nil.
func (d *directory) off(host string, v *VPC) *fabric.Refusal {
	for _, domain := range cloud.Zones(host) {
		if why := d.offs[zoneOf{v, domain}]; why != nil {
			return why
		}
	}
	return nil
}

// record are the records that a zone has for a name: of that name, or else the
// nearest above it for any label.
func (d *directory) record(z *PrivateZone, host string) []*ZoneRecord {
	for _, name := range cloud.Above(host, z.ZoneName.V) {
		if r := d.records[z][name]; len(r) > 0 {
			return r
		}
	}
	return nil
}
