package alibaba

import (
	"fmt"
	"net/netip"
	"slices"

	"netsim/topology/cloud"
	"netsim/topology/scenario"
)

// names checks private zones, resolver endpoints and rules, name servers of sites,
// and access of sites to PrivateZone.
func (c *checker) names() {
	type place struct {
		vpc    *VPC
		domain string
	}
	var bound, forwarded []cloud.Written[place]
	for _, z := range c.doc.PrivateZones.All() {
		c.privateZone(z)
		seen := map[*VPC]bool{}
		for _, ref := range z.VPCs.V {
			v := ref.V.To
			switch {
			case v == nil:
			case seen[v]:
				c.Warn(ref.Range(), named(&z.Resource)+" is bound to "+named(&v.Resource)+" twice", "Once is enough. Remove one.")
			case !z.mayBind(v):
				c.Warn(ref.Range(), fmt.Sprintf("%s is not bound to %s: it is of account %s, which has not authorized account %s", named(&z.Resource), named(&v.Resource), orNameless(v.AccountOr("")), orNameless(z.AccountOr(""))),
					"The cloud refuses to bind another account's VPC without its owner's authorization. Write the account in `user_vpc_authorizations` once it is given.", cloud.See(v.Key, "the VPC")...)
			default:
				bound = append(bound, cloud.Written[place]{What: place{v, z.ZoneName.V}, Name: named(&z.Resource), At: ref.Range()})
			}
			if v != nil {
				seen[v] = true
			}
		}
	}
	twice := func(first, second cloud.Written[place]) {
		c.Warn(second.At, fmt.Sprintf("%s is not bound to %s, since that is bound to %s, which has the same name", second.Name, named(&second.What.vpc.Resource), first.Name),
			"A VPC is bound to one of those with one name, so this one is inactive there. Put them together.", cloud.See(first.At, "the other binding")...)
	}
	cloud.Twice(bound, twice)
	for _, r := range c.doc.Regions.All() {
		for _, v := range r.VPCs.All() {
			for _, e := range v.ResolverEndpoints.All() {
				c.resolverEndpoint(v, e)
			}
		}
		for _, rule := range r.ResolverRules.All() {
			for _, v := range c.resolverRule(r, rule) {
				forwarded = append(forwarded, cloud.Written[place]{What: place{v, rule.ZoneName.V}, Name: named(&rule.Resource), At: rule.VPCs.Range()})
			}
		}
	}
	cloud.Twice(forwarded, twice)
	for _, i := range c.doc.IDCs.All() {
		c.siteResolver(i)
	}
	for _, n := range c.doc.CENs.All() {
		for _, a := range n.PrivateZones.All() {
			c.zoneAccess(n, a)
		}
	}
}

// privateZone checks the records of a zone: a name that leads to another has no
// other records.
func (c *checker) privateZone(z *PrivateZone) {
	if z.VPCs.Present() && len(z.VPCs.V) == 0 || !z.VPCs.Present() {
		c.Warn(z.Key, named(&z.Resource)+" is bound to no VPC, so nobody asks it", "Name the VPCs in `vpcs`.")
	}
	names := map[string]*ZoneRecord{}
	for _, r := range z.Records {
		if !r.RR.Present() || !z.ZoneName.Present() {
			continue
		}
		host := z.host(r)
		if !c.RecordName(r.RR, host) {
			continue
		}
		what := "record " + host + " of " + named(&z.Resource)
		switch {
		case r.Type.V == recordA:
			c.RecordAddresses(r.Values, what)
		case len(r.Values.V) != 1:
			c.Refuse(r.Values.Range(), fmt.Sprintf("%s is a CNAME record with %d values", what, len(r.Values.V)),
				"A CNAME record has one value, the name that it leads to.")
		default:
			c.RecordTarget(r.Values.V[0], what)
		}
		if o := names[host]; o != nil && (o.Type.V == recordCNAME || r.Type.V == recordCNAME) {
			c.Refuse(r.RR.Range(), fmt.Sprintf("%s has a CNAME record and another one for %s", named(&z.Resource), host),
				"A name that leads to another has no other records. Keep one of them.", cloud.See(o.RR.Range(), "the other record")...)
		}
		if names[host] == nil {
			names[host] = r
		}
	}
}

// resolverEndpoint checks that an endpoint stands in its VPC.
func (c *checker) resolverEndpoint(v *VPC, e *ResolverEndpoint) {
	if e.VSwitches.Present() && len(e.VSwitches.V) == 0 {
		c.Warn(e.VSwitches.Range(), named(&e.Resource)+" names no vSwitch, so it stands nowhere", "Its addresses are of vSwitches. Name at least one.")
	}
	for _, ref := range e.VSwitches.V {
		if s := ref.V.To; s != nil && vpcOf(&s.Resource) != &v.Resource {
			c.Refuse(ref.Range(), fmt.Sprintf("%s is in %s, and %s is not", named(&s.Resource), named(vpcOf(&s.Resource)), named(&e.Resource)),
				"What stands in a VPC has its address from a vSwitch of that VPC. Name one of "+named(&v.Resource)+".", cloud.See(s.Key, "the vSwitch")...)
		}
	}
	if g := e.SecurityGroup.V.To; g != nil && vpcOf(&g.Resource) != &v.Resource {
		c.Refuse(e.SecurityGroup.Range(), fmt.Sprintf("%s is of %s, and %s is not", named(&g.Resource), named(vpcOf(&g.Resource)), named(&e.Resource)),
			"A group guards what is in its VPC. Name one of "+named(&v.Resource)+".", cloud.See(g.Key, "the group")...)
	}
	for _, a := range e.IPAddresses.V {
		if !a.Present() {
			continue
		}
		if s := e.vSwitchOf(a.V); s != nil {
			c.address(a, named(&e.Resource), s)
		} else if !slices.ContainsFunc(e.VSwitches.V, isGone) {
			c.Refuse(a.Range(), fmt.Sprintf("address %q of %s is in none of its vSwitches", a.V, named(&e.Resource)),
				"An address comes from the block of a vSwitch. Write one of those in `vswitches`, or leave the addresses out and the cloud picks them.",
				cloud.See(e.VSwitches.Range(), "the vSwitches")...)
		}
	}
}

// resolverRule checks that a rule, its endpoint and its VPCs are of one region
// (grants e.5; H), and returns the VPCs that are.
func (c *checker) resolverRule(r *Region, rule *ResolverRule) (bound []*VPC) {
	if e := rule.Endpoint.V.To; e != nil {
		if home := regionOf(&e.Resource); home != r {
			c.Warn(rule.Endpoint.Range(), fmt.Sprintf("%s is in region %q, so %s is inactive", named(&e.Resource), home.Name, named(&rule.Resource)),
				"A rule is of the region of its endpoint. Write it in region \""+home.Name+"\", or name an endpoint of this region.", cloud.See(e.Key, "the endpoint")...)
			return nil
		}
	}
	for _, ref := range rule.VPCs.V {
		v := ref.V.To
		if v == nil {
			continue
		}
		if home := regionOf(&v.Resource); home != r {
			c.Warn(ref.Range(), fmt.Sprintf("%s is in region %q, so %s is not bound to it", named(&v.Resource), home.Name, named(&rule.Resource)),
				"A rule is bound to VPCs of the region of its endpoint. Make a rule and an endpoint in region \""+home.Name+"\".", cloud.See(v.Key, "the VPC")...)
			continue
		}
		bound = append(bound, v)
	}
	if len(rule.ForwardIPs) == 0 {
		c.Warn(rule.Key, named(&rule.Resource)+" has no forward_ips, so nobody answers what it forwards", "Write the addresses of the name servers in `forward_ips`.")
	}
	return bound
}

// siteResolver checks the address of a site's name server.
func (c *checker) siteResolver(i *IDC) {
	r := i.Resolver
	if r == nil {
		return
	}
	if a := r.Address; a.Present() && i.Prefixes.Present() && i.around(a.V) == nil {
		c.Refuse(a.Range(), fmt.Sprintf("address %q of the name server of %s is in no block of it", a.V, named(&i.Resource)),
			"The name server stands in the site. Write an address of one of its `prefixes`.", cloud.See(i.Prefixes.Range(), "the blocks")...)
	}
	var zones []cloud.Written[string]
	for _, f := range r.Forwards {
		if f.Zone.Present() {
			zones = append(zones, cloud.Written[string]{What: f.Zone.V, Name: f.Zone.V, At: f.Zone.Range()})
		}
	}
	cloud.Twice(zones, func(first, second cloud.Written[string]) {
		c.Refuse(second.At, fmt.Sprintf("the name server of %s forwards %s twice", named(&i.Resource), second.Name),
			"A zone is forwarded once, to all of its name servers. Put them into one list.", cloud.See(first.At, "the other forward")...)
	})
	for _, s := range r.Records {
		if names := slices.ContainsFunc(s.Values.V, isName); names && len(s.Values.V) > 1 {
			c.Refuse(s.Values.Range(), fmt.Sprintf("%s leads to another name, and to something else", s.Host),
				"A name leads to addresses, or to one other name. Keep one of them.")
		}
		if len(s.Values.V) == 0 {
			c.Refuse(s.Values.Range(), s.Host+" leads to nothing", "Write the addresses that the name has.")
		}
	}
}

// zoneAccess: the host VPC is in the host region and attached, and the sites are of
// the same region (routing c.2; H).
func (c *checker) zoneAccess(n *CEN, a *ZoneAccess) {
	const why = "The cloud refuses this, so sites do not get to PrivateZone by it. "
	access, host, v := a.AccessRegion.V.To, a.HostRegion.V.To, a.HostVPC.V.To
	switch {
	case host != nil && v != nil && regionOf(&v.Resource) != host:
		c.Warn(a.HostVPC.Range(), fmt.Sprintf("%s is inactive: %s is in region %q, and the host region is %q", named(&a.Resource), named(&v.Resource), regionOf(&v.Resource).Name, host.Name),
			why+"Name a VPC of the host region.", cloud.See(v.Key, "the VPC")...)
	case access != nil && host != nil && access != host:
		c.Warn(a.AccessRegion.Range(), fmt.Sprintf("%s is inactive: its access region is %q, and its host region is %q", named(&a.Resource), access.Name, host.Name),
			why+"Sites ask PrivateZone of the region that their VBR is in: let both be that region.", cloud.See(a.HostRegion.Range(), "the host region")...)
	}
}

func isGone(ref scenario.Value[scenario.Ref[VSwitch]]) bool { return ref.V.To == nil }

func isName(v scenario.Value[RecordValue]) bool { return !v.V.Address.IsValid() }

// endpointAddresses are those that the endpoints of a VPC are written to have.
func (v *VPC) endpointAddresses() (list []cloud.Written[netip.Addr]) {
	for _, e := range v.ResolverEndpoints.All() {
		for _, a := range e.IPAddresses.V {
			if a.Present() {
				list = append(list, cloud.Written[netip.Addr]{What: a.V, Name: named(&e.Resource), At: a.Range()})
			}
		}
	}
	return list
}
