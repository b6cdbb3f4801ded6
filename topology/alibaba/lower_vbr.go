package alibaba

import (
	"netsim/topology/diag"
	"netsim/topology/fabric"
	"netsim/topology/scenario"
)

// vbrParts is a virtual border router on the network: a transit table of its own.
type vbrParts struct {
	domain fabric.DomainID
	table  fabric.TableID
	// inward is where packets are looked up that come over router interfaces: they
	// go to the site, or end.
	inward fabric.TableID
	ports  []port
}

// byHand marks routes of a VBR that it tells nobody of itself.
const byHand = "by hand"

func (l *lowering) eachVBR(do func(*VBR)) {
	for _, r := range l.doc.Regions.All() {
		for _, v := range r.VBRs.All() {
			do(v)
		}
	}
}

// vbr makes the table of a VBR. It passes routes on between its site and what it
// is joined to.
func (l *lowering) vbr(v *VBR) {
	p := &vbrParts{ports: v.ports()}
	l.vbrs[v] = p
	d := fabric.Domain{Element: element(&v.Resource), Region: regionOf(&v.Resource).Name, Class: classVBR}
	if site := v.IDC.V.To; site != nil {
		d.Behind = []fabric.DomainID{l.idcs[site].domain}
	}
	p.domain = l.b.Domain(d)
	table := func(label string) fabric.TableID {
		return l.b.Table(fabric.Table{Element: fabric.Element{Label: label, At: v.Key}, Domain: p.domain, Transit: true})
	}
	p.table = table("the route table of VBR " + v.Name)
	p.inward = table("the way of router interfaces into VBR " + v.Name)
	l.b.Main(p.domain, p.table)
	for i := range p.ports {
		l.port(v, &p.ports[i])
	}
}

// vbrRoutes adds the static routes of a VBR. Those to its site go to the CEN by
// themselves, and those to router interfaces nowhere (routing b.2, d; H).
func (l *lowering) vbrRoutes(v *VBR) {
	p := l.vbrs[v]
	for _, r := range v.Routes.All() {
		e := placed("route "+r.Destination.V.String()+" of VBR "+v.Name, r.Key, v.Key)
		rt := fabric.Route{
			Element: e, Prefix: r.Destination.V, Kind: fabric.Static, Announced: fabric.Static,
			Exit: p.domain, Rank: 1, Place: regionOf(&v.Resource).Name,
		}
		inward := rt
		to := r.NextHop.V.To
		switch {
		case to == nil:
			rt.Target = gone(e, r.NextHop)
			inward.Target = rt.Target
		case to.Kind == KindPhysicalConnection:
			l.toCircuit(v, r, to, &rt)
			inward = rt
		default:
			h := l.toInterface(to, &v.Resource, e)
			rt.Target, rt.Switches, rt.Communities = h.target, h.switches, []string{byHand}
			rt.Inactive = h.inactive
			if h.exit != nil {
				rt.Exit = *h.exit
			}
			inward.Target = fabric.ToDrop(notExtended(element(&v.Resource)))
		}
		rt.Announce = rt.Communities == nil
		l.b.Route(p.table, rt)
		l.b.Route(p.inward, inward)
	}
}

// gone is where a route leads whose next hop was taken away.
func gone(e fabric.Element, hop scenario.Value[scenario.AnyRef]) fabric.Target {
	return fabric.ToDrop(&fabric.Refusal{
		Element: placed(e.Label, hop.Range(), e.At), Code: fabric.CodeBlackhole, Kind: diag.KindRoute,
		Summary: "the next hop of " + e.Label + " is gone",
		Needed:  "a next hop that stands",
	})
}

// toCircuit lets a static route of a VBR lead over one of its ports.
func (l *lowering) toCircuit(v *VBR, r *VBRRoute, circuit *scenario.Resource, rt *fabric.Route) {
	q := l.vbrs[v].portOf(circuit)
	switch {
	case q == nil:
		rt.Target = fabric.ToDrop(&fabric.Refusal{
			Element: placed(rt.Label, r.NextHop.Range(), r.Key), Code: fabric.CodeBlackhole, Kind: diag.KindRoute,
			Summary: element(circuit).Label + " does not end at VBR " + v.Name,
			Needed:  "a physical connection of VBR " + v.Name,
		})
	case q.broken != nil:
		rt.Target = fabric.ToDrop(q.broken)
	default:
		rt.Target = fabric.ToTable(l.idcs[v.IDC.V.To].table, q.link)
	}
	if q != nil {
		rt.Inactive, rt.Switches = l.givenUp(v, q)
	}
}

func (p *vbrParts) portOf(circuit *scenario.Resource) *port {
	for i := range p.ports {
		if c := p.ports[i].circuit.V.To; c != nil && &c.Resource == circuit {
			return &p.ports[i]
		}
	}
	return nil
}

// told are the policies by which a VBR tells others of its routes: not of those
// to router interfaces.
func (l *lowering) told(v *VBR) []fabric.RoutePolicy {
	e := element(&v.Resource)
	return []fabric.RoutePolicy{{
		Element: e, Deny: true, Match: fabric.RouteMatch{Communities: []string{byHand}},
		Refusal: &fabric.Refusal{
			Element: e, Code: CodeNetworkMissing, Kind: diag.KindRoute,
			Summary: "VBR " + v.Name + " tells nobody of itself of a route to a router interface",
			Needed:  "the block among the bgp_networks of VBR " + v.Name + ", or a static route at the other side",
		},
	}}
}
