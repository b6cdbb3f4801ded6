package aws

import "netsim/topology/cloud"

// directory finds the zones and records of names.
type directory struct {
	zones   map[zoneOf]*HostedZone
	records map[*HostedZone]map[string]*Record
	asking  []*VPC // those that are associated with a private zone, in order
}

// zoneOf is a domain as a VPC sees it, or everybody where that is nil.
type zoneOf struct {
	in     *VPC
	domain string
}

func (l *lowering) zoneDirectory() directory {
	d := directory{zones: map[zoneOf]*HostedZone{}, records: map[*HostedZone]map[string]*Record{}}
	associated := map[*VPC]bool{}
	for _, z := range l.doc.Zones.All() {
		if !z.Domain.Present() {
			continue
		}
		d.index(z)
		if !z.Private.V {
			d.put(zoneOf{domain: z.Domain.V}, z)
			continue
		}
		for _, ref := range z.VPCs.V {
			if v := ref.V.To; v != nil {
				d.put(zoneOf{in: v, domain: z.Domain.V}, z)
				associated[v] = true
			}
		}
	}
	l.eachVPC(func(v *VPC) {
		if associated[v] {
			d.asking = append(d.asking, v)
		}
	})
	return d
}

// put notes a zone, unless there is one of its domain already.
func (d *directory) put(of zoneOf, z *HostedZone) {
	if d.zones[of] == nil {
		d.zones[of] = z
	}
}

func (d *directory) index(z *HostedZone) {
	records := make(map[string]*Record, len(z.Records))
	for _, r := range z.Records {
		if host := z.host(r); records[host] == nil {
			records[host] = r
		}
	}
	d.records[z] = records
}

// zone is the zone that answers for a name: of the private ones that a VPC is
// associated with, or of the public ones where it is nil, the one with the longest
// domain (Route 53 Developer Guide, "Considerations when working with a private
// hosted zone"; H).
func (d *directory) zone(host string, v *VPC) *HostedZone {
	for _, domain := range cloud.Zones(host) {
		if z := d.zones[zoneOf{in: v, domain: domain}]; z != nil {
			return z
		}
	}
	return nil
}

// record is the record that a zone has for a name: one of that name, or else the
// nearest above it for any label. nil: it has none.
func (d *directory) record(z *HostedZone, host string) *Record {
	for _, name := range cloud.Above(host, z.Domain.V) {
		if r := d.records[z][name]; r != nil {
			return r
		}
	}
	return nil
}
