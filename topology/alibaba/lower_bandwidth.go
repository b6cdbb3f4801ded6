package alibaba

import (
	"fmt"
	"slices"
	"strings"

	"netsim/topology/diag"
	"netsim/topology/fabric"
	"netsim/topology/scenario"
)

// regionLink joins the gateways of two regions.
func (l *lowering) regionLink(p *cenParts, a, b *Region) {
	link := l.b.Link(l.bandwidth(p, a, b))
	p.between[pairOf(a, b)] = link
	for _, ends := range [2][2]*Region{{a, b}, {b, a}} {
		l.b.Session(fabric.Session{
			Element: element(&p.Resource), From: p.gateways[ends[0]], To: p.gateways[ends[1]], Link: link, Mesh: true,
			Export: l.policies(p, ends[0], "out"), Import: l.policies(p, ends[1], "in"),
		})
	}
}

// bandwidth is what is allocated to a pair of regions. Without an allocation
// that stands, packets pass at 1 kbit/s, for tests (routing b.5, ruling 6; H).
func (l *lowering) bandwidth(p *cenParts, a, b *Region) fabric.Link {
	label := "the link " + a.Name + " - " + b.Name + " of CEN " + p.Name
	at := p.Key
	if e := p.Node.Field("region_bandwidth"); e != nil {
		at = e.KeyRange
	}
	for _, al := range p.RegionBandwidth.All() {
		if !al.between(a, b) {
			continue
		}
		e := fabric.Element{Label: label, At: al.Key}
		return fabric.Link{Element: e, Rate: int64(al.Bandwidth.V), Limit: l.limit(p, al, e)}
	}
	e := fabric.Element{Label: label, At: at}
	return fabric.Link{Element: e, Limit: testOnly(e, CodeTestOnly, "no bandwidth is allocated to "+a.Name+" - "+b.Name)}
}

func (al *Allocation) between(a, b *Region) bool {
	var got []*Region
	for _, r := range al.Regions.V {
		got = append(got, r.V.To)
	}
	return len(got) == 2 && (got[0] == a && got[1] == b || got[0] == b && got[1] == a)
}

func testOnly(e fabric.Element, code diag.Code, why string) *fabric.Refusal {
	return &fabric.Refusal{
		Element: e, Code: code, Kind: diag.KindCapacity,
		Summary: why + ": " + e.Label + " carries 1 kbit/s, for connectivity tests",
		Needed:  "bandwidth for this pair of regions, allocated from a plan for their areas that is bound to the CEN",
	}
}

// limit is why an allocation does not stand, or nil. The plan must be bound to
// the CEN and for the areas of the regions, and may not be given out more than
// once (routing b.5; H). The cloud refuses what goes beyond (ruling 26).
func (l *lowering) limit(p *cenParts, al *Allocation, e fabric.Element) *fabric.Refusal {
	plan := al.Plan.V.To
	switch {
	case plan == nil && al.Plan.Present():
		return testOnly(placed(e.Label, al.Plan.Range(), al.Key), CodeTestOnly, "bandwidth plan "+al.Plan.V.Text+" is gone")
	case plan == nil:
		return testOnly(e, CodeTestOnly, "the allocation "+al.Name+" has no bandwidth plan")
	case plan.CEN.V.To != p.CEN:
		r := testOnly(placed(e.Label, plan.CEN.Range(), plan.Key), CodeTestOnly, "bandwidth plan "+plan.Name+" is not bound to CEN "+p.Name)
		r.Needed = "bandwidth plan " + plan.Name + ", bound to CEN " + p.Name
		return r
	case !plan.covers(al):
		r := testOnly(placed(e.Label, plan.Areas.Range(), plan.Key), CodePlanArea,
			fmt.Sprintf("bandwidth plan %s is for %s, and not for the areas of this pair", plan.Name, strings.Join(values(plan.Areas), " - ")))
		r.Needed = "a bandwidth plan for the areas of this pair: " + strings.Join(al.areas(), " - ")
		return r
	case al.Bandwidth.V == 0:
		r := testOnly(placed(e.Label, al.Bandwidth.Range(), al.Key), CodeTestOnly, "the allocation "+al.Name+" is 0")
		r.Needed = "more than 0 for the allocation " + al.Name
		return r
	}
	if sum := l.allocated(plan); sum > plan.Bandwidth.V {
		r := testOnly(placed(e.Label, al.Bandwidth.Range(), al.Key), CodeOverAllocated,
			fmt.Sprintf("%s are allocated from bandwidth plan %s, which has %s", sum, plan.Name, plan.Bandwidth.V))
		r.Needed = fmt.Sprintf("at most %s allocated from bandwidth plan %s in all, or a larger plan", plan.Bandwidth.V, plan.Name)
		return r
	}
	return nil
}

// covers reports whether a plan is for the areas of an allocation's regions.
func (b *BandwidthPlan) covers(al *Allocation) bool {
	want := al.areas()
	return slices.Equal(want, b.areas()) && !slices.Contains(want, "")
}

// areas are the areas that a plan is for, sorted.
func (b *BandwidthPlan) areas() []string {
	areas := values(b.Areas)
	slices.Sort(areas)
	return areas
}

func (l *lowering) allocated(plan *BandwidthPlan) scenario.Bandwidth {
	var sum scenario.Bandwidth
	for _, c := range l.doc.CENs.All() {
		for _, al := range c.RegionBandwidth.All() {
			if al.Plan.V.To == plan {
				sum += al.Bandwidth.V
			}
		}
		for _, a := range c.PeerAttachments.All() {
			if a.Plan.V.To == plan && a.BandwidthType.V != dataTransfer {
				sum += a.Bandwidth.V
			}
		}
	}
	return sum
}
