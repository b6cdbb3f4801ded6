package aws

import (
	"fmt"
	"net/netip"
	"slices"

	"netsim/packet"
	"netsim/topology/cloud"
	"netsim/topology/diag"
	"netsim/topology/scenario"
)

// Check reports what is wrong with a document that was read. An Error is
// malformed: what contradicts itself or cannot stand anywhere. A Warning is
// what AWS would refuse: it is lowered as inactive (ruling 26). What an edit took
// away is no finding (ruling 21).
func Check(doc *Document) diag.List {
	c := &checker{doc: doc}
	for _, r := range doc.Regions.All() {
		for _, v := range r.VPCs.All() {
			c.vpc(v)
		}
		for _, f := range r.Functions.All() {
			c.function(r, f)
		}
		c.endpointServices(r)
		c.apis(r)
		c.calls(r)
	}
	c.peerings(doc)
	c.hostedZones(doc)
	return c.Found()
}

type checker struct {
	cloud.Checker
	doc *Document
}

// mostDoors bounds the ways to call APIs that a region has: any endpoint for
// execute-api leads to any private API of the region, and a policy judges each. A
// region of one account has 600 APIs at most (API Gateway quotas).
const mostDoors = 1_000_000

func (c *checker) calls(r *Region) {
	endpoints, listeners := 0, 0
	for _, v := range r.VPCs.All() {
		for _, e := range v.Endpoints.All() {
			if !e.interfaces() {
				continue
			}
			if e.is(executeAPI) {
				endpoints++
			}
			listeners += len(e.configurations()) * listenersOf(e)
		}
	}
	if listeners > mostDoors {
		c.Refuse(r.Key, fmt.Sprintf("the endpoints of %s have %d listeners of endpoint services behind them, which are more than netsim follows", named(&r.Resource), listeners),
			fmt.Sprintf("Each interface of an endpoint listens as the load balancers of its service do; %d are followed at most. Leave out what no check needs, or split the scenario.", mostDoors))
	}
	if apis := r.RestAPIs.Len() + r.HTTPAPIs.Len(); endpoints*apis > mostDoors {
		c.Refuse(r.Key, fmt.Sprintf("%s has %d endpoints for execute-api and %d APIs, which are more ways to call than netsim follows", named(&r.Resource), endpoints, apis),
			fmt.Sprintf("Each endpoint leads to each API; %d pairs are followed at most. Leave out what no check needs, or split the scenario.", mostDoors))
	}
}

// listenersOf are how many listeners stand behind an endpoint.
func listenersOf(e *Endpoint) int {
	s := e.ServiceName.V.Ref.To
	if s == nil {
		return 0
	}
	count := 0
	for _, ref := range s.LoadBalancers.V {
		if b := ref.V.To; b != nil {
			count += len(b.Listeners)
		}
	}
	return count
}

// named is a resource in a message: VPC "main".
func named(r *scenario.Resource) string { return fmt.Sprintf("%s %q", kindNames[r.Kind], r.Name) }

func (c *checker) vpc(v *VPC) {
	c.blocks(v)
	c.subnets(v)
	c.placements(v)
	c.owned(v, v.MainRouteTable.Range(), header(v.MainRouteTable.V.To), "the main route table of "+named(&v.Resource))
	for _, t := range v.RouteTables.All() {
		c.routes(v, t)
	}
	for _, g := range v.SecurityGroups.All() {
		c.securityGroup(g)
	}
	c.networkACLs(v)
	for n, g := range v.InternetGateways.All() {
		if first := v.InternetGateways.All()[0]; n > 0 {
			c.Warn(g.Key, fmt.Sprintf("%s is inactive: %s has %s", named(&g.Resource), named(&v.Resource), named(&first.Resource)),
				"One internet gateway is attached to a VPC at a time. Keep one.", cloud.See(first.Key, "the one that is attached")...)
		}
	}
	c.endpoints(v)
	for _, k := range v.KubernetesServices.All() {
		c.kubernetesService(v, k)
	}
	c.nodePorts(v)
	for _, b := range v.LoadBalancers.All() {
		c.loadBalancer(v, b)
	}
	for _, g := range v.TargetGroups.All() {
		c.targetGroup(v, g)
	}
	for _, n := range v.NATGateways.All() {
		c.owned(v, n.Subnet.Range(), header(n.Subnet.V.To), "the subnet of "+named(&n.Resource))
	}
}

// header is the header of what a reference means, or nil.
func header[E any, P interface {
	*E
	Header() *scenario.Resource
}](to P) *scenario.Resource {
	if to == nil {
		return nil
	}
	return to.Header()
}

// owned refuses what stands in another VPC.
func (c *checker) owned(v *VPC, at diag.Range, to *scenario.Resource, what string) bool {
	if to == nil || vpcOf(to) == v {
		return true
	}
	c.Refuse(at, fmt.Sprintf("%s, %s, is of %s", what, named(to), named(&vpcOf(to).Resource)),
		"It has to stand in the same VPC. Name one of "+named(&v.Resource)+".", cloud.See(to.Key, "the one that is named")...)
	return false
}

// Masks of VPCs and subnets (VPC User Guide, "VPC CIDR blocks", "Subnet CIDR
// blocks"; H).
const maskFrom, maskTo = 16, 28

func (c *checker) blocks(v *VPC) {
	var list []cloud.Written[netip.Prefix]
	for _, b := range v.blocks() {
		if c.NotIPv4(b, "a block of "+named(&v.Resource)) {
			continue
		}
		c.mask(b, "block", &v.Resource)
		list = append(list, cloud.Written[netip.Prefix]{What: b.V, Name: b.V.String(), At: b.Range()})
	}
	cloud.Overlapping(list, func(first, second cloud.Written[netip.Prefix]) {
		c.Refuse(second.At, fmt.Sprintf("block %q of %s overlaps block %q", second.Name, named(&v.Resource), first.Name),
			"An address belongs to one block of its VPC. Give the blocks ranges of their own.", cloud.See(first.At, "the other block")...)
	})
}

func (c *checker) mask(b scenario.Value[netip.Prefix], what string, r *scenario.Resource) {
	if n := b.V.Bits(); n < maskFrom || n > maskTo {
		c.Refuse(b.Range(), fmt.Sprintf("%s %q of %s has the mask /%d", what, b.V, named(r), n),
			fmt.Sprintf("The mask is from /%d to /%d. Write a block of such a size.", maskFrom, maskTo))
	}
}

func (c *checker) subnets(v *VPC) {
	var list []cloud.Written[netip.Prefix]
	for _, s := range v.Subnets.All() {
		c.owned(v, s.RouteTable.Range(), header(s.RouteTable.V.To), "the route table of "+named(&s.Resource))
		if !s.CIDR.Present() || c.NotIPv4(s.CIDR, "the block of "+named(&s.Resource)) {
			continue
		}
		c.mask(s.CIDR, "the block", &s.Resource)
		blocks := v.blocks()
		if len(blocks) > 0 && !slices.ContainsFunc(blocks, func(b scenario.Value[netip.Prefix]) bool { return cloud.Within(s.CIDR.V, b.V) }) {
			c.Refuse(s.CIDR.Range(), fmt.Sprintf("the block %q of %s lies in no block of %s", s.CIDR.V, named(&s.Resource), named(&v.Resource)),
				"A subnet takes a part of one block of its VPC. Write a block inside, or add a secondary block to the VPC.",
				cloud.See(blocks[0].Range(), "the VPC's first block")...)
		}
		list = append(list, cloud.Written[netip.Prefix]{What: s.CIDR.V, Name: s.Name, At: s.CIDR.Range()})
	}
	cloud.Overlapping(list, func(first, second cloud.Written[netip.Prefix]) {
		c.Refuse(second.At, fmt.Sprintf("subnet %q (%s) overlaps subnet %q (%s)", second.Name, second.What, first.Name, first.What),
			"An address stands in one subnet of its VPC. Give the subnets blocks of their own.", cloud.See(first.At, "the other subnet")...)
	})
}

// placements checks the addresses that are given to somebody in a VPC, and their
// security groups.
func (c *checker) placements(v *VPC) {
	var taken []cloud.Written[netip.Addr]
	place := func(owner *scenario.Resource, s value[scenario.Ref[Subnet]], a value[netip.Addr]) {
		if c.owned(v, s.Range(), header(s.V.To), "the subnet of "+named(owner)) && a.Present() {
			taken = append(taken, cloud.Written[netip.Addr]{What: a.V, Name: named(owner), At: a.Range()})
			c.address(a, owner, s.V.To)
		}
	}
	for _, i := range v.Instances.All() {
		place(&i.Resource, i.Subnet, i.PrivateIP)
		c.groupsOf(v, i.SecurityGroups, &i.Resource)
		c.Listens(i.machine().services())
	}
	for _, i := range v.NetworkInterfaces.All() {
		place(&i.Resource, i.Subnet, i.PrivateIP)
		c.groupsOf(v, i.SecurityGroups, &i.Resource)
		c.owned(v, i.Node.Range(), header(i.Node.V.To), "the node of "+named(&i.Resource))
		c.Listens(i.machine().services())
	}
	for _, b := range v.LoadBalancers.All() {
		for _, m := range b.mappings() {
			place(&b.Resource, m.Subnet, m.PrivateIP)
		}
	}
	taken = append(taken, c.endpointAddresses(v)...)
	cloud.Twice(taken, func(first, second cloud.Written[netip.Addr]) {
		c.Refuse(second.At, fmt.Sprintf("%s and %s both have the address %q", first.Name, second.Name, second.What),
			"An address of a VPC is held once. Give one of them another, or leave it out and AWS picks one.", cloud.See(first.At, "the other")...)
	})
}

func (c *checker) groupsOf(v *VPC, list scenario.Values[scenario.Ref[SecurityGroup]], owner *scenario.Resource) {
	c.groupless(list, owner)
	for _, ref := range list.V {
		c.owned(v, ref.Range(), header(ref.V.To), "a security group of "+named(owner))
	}
}

func (c *checker) groupless(list scenario.Values[scenario.Ref[SecurityGroup]], owner *scenario.Resource) {
	if list.Present() && len(list.V) == 0 {
		c.Refuse(list.Range(), named(owner)+" is in no security group",
			"A network interface is in at least one, and without one nothing says what it may send and receive. Name its groups.")
	}
}

// address checks an address against the subnet that it is from.
func (c *checker) address(a scenario.Value[netip.Addr], owner *scenario.Resource, s *Subnet) {
	if s == nil || !s.CIDR.Present() || !s.CIDR.V.Addr().Is4() || s.CIDR.V.Bits() > maskTo {
		return // told of the subnet
	}
	if !s.CIDR.V.Contains(a.V) {
		c.Refuse(a.Range(), fmt.Sprintf("address %q of %s is not in %s (%s)", a.V, named(owner), named(&s.Resource), s.CIDR.V),
			"An address comes from the block of its subnet. Write one of that block, or leave it out and AWS picks one.",
			cloud.See(s.CIDR.Range(), "the block of the subnet")...)
		return
	}
	if _, at := packet.AddrsOfAddr(a.V); !usable(s.CIDR.V).Covers(at) {
		c.Refuse(a.Range(), fmt.Sprintf("address %q of %s is reserved in %s (%s)", a.V, named(owner), named(&s.Resource), s.CIDR.V),
			"The first four addresses of a subnet and the last are reserved. Write another.",
			cloud.See(s.CIDR.Range(), "the block of the subnet")...)
	}
}

// peerings: two VPCs are peered once, and their blocks do not overlap (sheet a23;
// H).
func (c *checker) peerings(doc *Document) {
	var pairs []cloud.Written[[2]*VPC]
	for _, p := range doc.Peerings.All() {
		a, b := p.Requester.V.To, p.Accepter.V.To
		if a == nil || b == nil {
			continue
		}
		if a == b {
			c.Refuse(p.Accepter.Range(), named(&p.Resource)+" joins "+named(&a.Resource)+" to itself",
				"A peering joins two VPCs. Name another.", cloud.See(p.Requester.Range(), "the same VPC")...)
			continue
		}
		if why := overlapping(a, b); why != "" {
			c.Warn(p.Key, named(&p.Resource)+" is inactive: "+why,
				"VPCs whose blocks overlap cannot be peered. Give one of them other blocks, or reach a service of it by PrivateLink.")
		}
		if slices.Compare(a.Path, b.Path) > 0 {
			a, b = b, a
		}
		pairs = append(pairs, cloud.Written[[2]*VPC]{What: [2]*VPC{a, b}, Name: named(&p.Resource), At: p.Key})
	}
	cloud.Twice(pairs, func(first, second cloud.Written[[2]*VPC]) {
		c.Refuse(second.At, first.Name+" and "+second.Name+" join the same two VPCs",
			"Two VPCs are peered once. Keep one.", cloud.See(first.At, "the other")...)
	})
}
