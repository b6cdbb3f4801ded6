package aws

import (
	"fmt"

	"netsim/topology/cloud"
)

// hostedZones checks hosted zones, and that a VPC is associated with one zone for a
// domain.
func (c *checker) hostedZones(doc *Document) {
	type place struct {
		vpc    *VPC
		domain string
	}
	var asked []cloud.Written[place]
	var public []cloud.Written[string]
	for _, z := range doc.Zones.All() {
		c.zone(z)
		if !z.Private.V {
			public = append(public, cloud.Written[string]{What: z.Domain.V, Name: named(&z.Resource), At: z.Key})
			continue
		}
		seen := map[*VPC]bool{}
		for _, ref := range z.VPCs.V {
			v := ref.V.To
			if v == nil {
				continue
			}
			if seen[v] {
				c.Warn(ref.Range(), named(&v.Resource)+" is associated with "+named(&z.Resource)+" twice",
					"Once is enough. Remove one.")
				continue
			}
			seen[v] = true
			asked = append(asked, cloud.Written[place]{What: place{v, z.Domain.V}, Name: named(&z.Resource), At: ref.Range()})
		}
	}
	cloud.Twice(asked, func(first, second cloud.Written[place]) {
		c.Warn(second.At, fmt.Sprintf("%s is not associated with %s, since it is with %s, which has the same domain", named(&second.What.vpc.Resource), second.Name, first.Name),
			"A VPC is associated with one private zone for a domain. Move the records into one zone.", cloud.See(first.At, "the other association")...)
	})
	cloud.Twice(public, func(first, second cloud.Written[string]) {
		c.Warn(second.At, fmt.Sprintf("%s and %s are public zones for the same domain, %s, and the first is taken to be the one that the internet asks", first.Name, second.Name, second.What),
			"The domain is delegated to the name servers of one of them. Keep that one.", cloud.See(first.At, "the other zone")...)
	})
}

func (c *checker) zone(z *HostedZone) {
	switch {
	case !z.Private.V && len(z.VPCs.V) > 0:
		c.Refuse(z.VPCs.Range(), named(&z.Resource)+" is public, and names VPCs",
			"Everybody sees a public zone. Write `private: true`, or remove the VPCs.")
	case z.Private.V && len(z.VPCs.V) == 0:
		c.Warn(z.Key, named(&z.Resource)+" is private and associated with no VPC, so nobody sees it",
			"A private zone is made with the VPC that asks it. Name it in `vpcs`.")
	}
	names := map[string][]*Record{}
	for _, r := range z.Records {
		if !r.Name.Present() || !z.Domain.Present() {
			continue
		}
		host := z.host(r)
		c.record(z, r, host)
		for _, o := range names[host] {
			switch {
			case o.Type.V == r.Type.V:
				c.Refuse(r.Name.Range(), fmt.Sprintf("%s has two %s records for %s", named(&z.Resource), r.Type.V, host),
					"A name has one record of a type, with all its values. Put them into one.", cloud.See(o.Name.Range(), "the other record")...)
			case o.Type.V == recordCNAME || r.Type.V == recordCNAME:
				c.Refuse(r.Name.Range(), fmt.Sprintf("%s has a CNAME record and another one for %s", named(&z.Resource), host),
					"A name that leads to another has no other records. Keep one of them.", cloud.See(o.Name.Range(), "the other record")...)
			}
		}
		names[host] = append(names[host], r)
	}
}

// record checks that a record has values of its type.
func (c *checker) record(z *HostedZone, r *Record, host string) {
	what := "record " + host + " of " + named(&z.Resource)
	if !c.RecordName(r.Name, host) {
		return
	}
	if r.Type.V == recordCNAME {
		c.cname(z, r, host, what)
		return
	}
	c.RecordAddresses(r.Values, what)
}

func (c *checker) cname(z *HostedZone, r *Record, host, what string) {
	at := r.Type.Range()
	switch {
	case host == z.Domain.V:
		c.Refuse(at, what+" is a CNAME record of the domain itself",
			"The domain of a zone has other records, so it cannot be a CNAME. Write an A record: an alias, or addresses.")
	case r.Alias.Present():
		c.Refuse(r.Alias.Range(), what+" is an alias, and of type CNAME",
			"An alias of a load balancer or an endpoint is of type A. Write `type: A`.", cloud.See(at, "the type")...)
	case len(r.Values.V) != 1:
		c.Refuse(r.Values.Range(), fmt.Sprintf("%s is a CNAME record with %d values", what, len(r.Values.V)),
			"A CNAME record has one value, the name that it leads to.")
	default:
		c.RecordTarget(r.Values.V[0], what)
	}
}
