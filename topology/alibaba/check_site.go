package alibaba

import (
	"fmt"
	"net/netip"

	"netsim/packet"
	"netsim/topology/cloud"
)

func (c *checker) site(i *IDC) {
	c.siteBlocks(i)
	var hosts []cloud.Written[netip.Addr]
	for _, h := range i.Hosts.All() {
		if a := h.Address; a.Present() {
			hosts = append(hosts, cloud.Written[netip.Addr]{What: a.V, Name: h.Name, At: a.Range()})
			if i.around(a.V) == nil {
				c.Refuse(a.Range(), fmt.Sprintf("address %q of %s is in no block of %s", a.V, named(&h.Resource), named(&i.Resource)),
					"What stands at a site has an address of its `prefixes`. Write one of these, or the block as a further one.", cloud.See(i.Key, "the IDC")...)
			}
		}
		c.Listens(h.machine(i))
	}
	cloud.Twice(hosts, func(first, second cloud.Written[netip.Addr]) {
		c.Refuse(second.At, fmt.Sprintf("hosts %q and %q of %s have the same address, %q", first.Name, second.Name, named(&i.Resource), second.What),
			"An address belongs to one host. Give each its own.", cloud.See(first.At, "the other host")...)
	})
	for _, r := range i.Routes.All() {
		c.siteRoute(i, r)
	}
	c.siteRoutesTwice(i)
	c.sitePeers(i)
	c.firewall(i)
}

func (c *checker) siteBlocks(i *IDC) {
	var blocks []cloud.Written[netip.Prefix]
	for _, b := range i.Prefixes.V {
		if b.Present() && !c.NotIPv4(b, "a block of "+named(&i.Resource)) {
			blocks = append(blocks, cloud.Written[netip.Prefix]{What: b.V, Name: b.V.String(), At: b.Range()})
		}
	}
	cloud.Overlapping(blocks, func(first, second cloud.Written[netip.Prefix]) {
		c.Refuse(second.At, fmt.Sprintf("block %q of %s overlaps block %q", second.Name, named(&i.Resource), first.Name),
			"An address belongs to one block of a site. Write blocks that do not overlap.", cloud.See(first.At, "the other block")...)
	})
}

func (c *checker) siteRoute(i *IDC, r *SiteRoute) {
	if c.NotIPv4(r.Destination, "the destination of "+named(&r.Resource)) {
		return
	}
	for _, b := range i.Prefixes.V {
		if r.Destination.Present() && b.Present() && cloud.Within(r.Destination.V, b.V) {
			c.Warn(r.Destination.Range(), fmt.Sprintf("the destination %q of %s lies in %s, block %q", r.Destination.V, named(&r.Resource), named(&i.Resource), b.V),
				"What stands at the site is reached there by its own hosts, and what comes from outside for these addresses would leave again. Write what lies behind the circuit.",
				cloud.See(b.Range(), "the block")...)
		}
	}
	if to := r.NextHop.V.To; to != nil && to.Kind == KindVBR {
		if v := to.Object.(*VBR); v.IDC.V.To != i {
			c.Warn(r.NextHop.Range(), fmt.Sprintf("%s leads to %s, which is not joined to %s", named(&r.Resource), named(to), named(&i.Resource)),
				"The next hop of a site's route is at the other end of one of its circuits. Write `idc` in the VBR, or name another.", cloud.See(to.Key, "the VBR")...)
		}
	}
}

// siteRoutesTwice: routes to one destination share the packets, so each has a next
// hop of its own.
func (c *checker) siteRoutesTwice(i *IDC) {
	type pair struct {
		destination netip.Prefix
		hop         string
	}
	var all []cloud.Written[pair]
	for _, r := range i.Routes.All() {
		if to := r.NextHop.V.To; to != nil && r.Destination.Present() {
			all = append(all, cloud.Written[pair]{What: pair{r.Destination.V, to.Ref()}, Name: r.Name, At: r.Destination.Range()})
		}
	}
	cloud.Twice(all, func(first, second cloud.Written[pair]) {
		c.Refuse(second.At, fmt.Sprintf("routes %q and %q of %s have the same destination, %q, and the same next hop", first.Name, second.Name, named(&i.Resource), second.What.destination),
			"One of them is enough. Keep it, or write another next hop, so that they share the packets.", cloud.See(first.At, "the other route")...)
	})
}

func (c *checker) sitePeers(i *IDC) {
	var vbrs []cloud.Written[*VBR]
	for _, p := range i.BGPPeers.All() {
		for _, b := range p.Announces.V {
			c.NotIPv4(b, "a block that "+named(&p.Resource)+" announces")
		}
		v := p.VBR.V.To
		if v == nil {
			continue
		}
		vbrs = append(vbrs, cloud.Written[*VBR]{What: v, Name: p.Name, At: p.VBR.Range()})
		switch {
		case v.IDC.V.To != i:
			c.Warn(p.VBR.Range(), fmt.Sprintf("%s is inactive: %s is not joined to %s", named(&p.Resource), named(&v.Resource), named(&i.Resource)),
				"A site speaks BGP with the VBRs at the other end of its circuits. Write `idc` in the VBR, or name another.", cloud.See(v.Key, "the VBR")...)
		case !i.ASN.Present():
			c.Warn(p.Key, fmt.Sprintf("%s is inactive: %s has no AS number", named(&p.Resource), named(&i.Resource)),
				"BGP sessions are between AS numbers. Write `asn` in the IDC.", cloud.See(i.Key, "the IDC")...)
		case v.BGPGroups.Len() == 0:
			c.Warn(p.VBR.Range(), fmt.Sprintf("%s is inactive: %s has no BGP group", named(&p.Resource), named(&v.Resource)),
				"A session has two ends. Write `bgp_groups` with a peer in the VBR.", cloud.See(v.Key, "the VBR")...)
		}
	}
	cloud.Twice(vbrs, func(first, second cloud.Written[*VBR]) {
		c.Refuse(second.At, fmt.Sprintf("BGP peers %q and %q of %s are for the same VBR, %q", first.Name, second.Name, named(&i.Resource), second.What.Name),
			"What is written for a VBR holds for its sessions over all circuits. Keep one.", cloud.See(first.At, "the other")...)
	})
}

func (c *checker) firewall(i *IDC) {
	if i.Firewall == nil {
		return
	}
	what := "a firewall rule of " + named(&i.Resource)
	for _, list := range [2][]*SiteRule{i.Firewall.Ingress, i.Firewall.Egress} {
		for _, r := range list {
			c.NotIPv4(r.Source, "the source of "+what)
			c.NotIPv4(r.Destination, "the destination of "+what)
			switch p := r.Protocol; {
			case !r.Ports.Present():
			case !p.Present():
				c.Refuse(r.Ports.Range(), what+" names ports and no protocol",
					"Only tcp and udp have ports. Write `protocol`.")
			case p.V != packet.Protocol(packet.TCP) && p.V != packet.Protocol(packet.UDP):
				c.RuleWithout(p, r.Ports, "ports", what)
			}
		}
	}
}
