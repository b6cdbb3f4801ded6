package alibaba

import (
	"netsim/topology/fabric"
)

// vbrParts is a virtual border router on the network: a transit table of its own.
type vbrParts struct {
	domain fabric.DomainID
	table  fabric.TableID
}

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
	p := &vbrParts{}
	l.vbrs[v] = p
	p.domain = l.b.Domain(fabric.Domain{Element: element(&v.Resource), Region: regionOf(&v.Resource).Name, Class: classVBR})
	p.table = l.b.Table(fabric.Table{
		Element: fabric.Element{Label: "the route table of VBR " + v.Name, At: v.Key}, Domain: p.domain, Transit: true,
	})
	l.b.Main(p.domain, p.table)
}
