package alibaba

import (
	"fmt"
	"net/netip"
	"slices"

	"netsim/packet"
	"netsim/topology/cloud"
	"netsim/topology/scenario"
)

// forbiddenBlocks are what no block of a VPC may equal or lie inside (routing a;
// H).
var forbiddenBlocks = []struct {
	block netip.Prefix
	whose string
}{
	{serviceAddresses, "the cloud's own services"},
	{netip.MustParsePrefix("224.0.0.0/4"), "multicast"},
	{netip.MustParsePrefix("127.0.0.0/8"), "loopback"},
	{netip.MustParsePrefix("169.254.0.0/16"), "link-local addresses"},
}

// Masks, and quotas that the cloud raises on request (routing a; H).
const (
	vpcMaskFrom, vpcMaskTo         = 8, 28
	vSwitchMaskFrom, vSwitchMaskTo = 16, 29

	mostSecondaryBlocks = 5
	mostUserBlocks      = 3
)

func (c *checker) vpc(v *VPC) {
	c.blocks(v)
	c.vSwitches(v)
	c.placements(v)
	for _, i := range v.Instances.All() {
		c.instance(i)
	}
	for _, i := range v.NetworkInterfaces.All() {
		c.networkInterface(v, i)
	}
	for _, h := range v.HaVips.All() {
		c.haVip(v, h)
	}
	for _, b := range v.LoadBalancers.All() {
		c.loadBalancer(b)
	}
	c.routes(v, &v.Resource, v.Routes)
	for _, t := range v.RouteTables.All() {
		c.routes(v, &t.Resource, t.Routes)
	}
	for _, g := range v.SecurityGroups.All() {
		c.securityGroup(g)
	}
	c.networkACLs(v)
	for _, g := range v.VPNGateways.All() {
		c.vpnGateway(v, g)
	}
	for _, g := range v.CENGrants {
		c.cenGrant(&v.Resource, g)
	}
}

// blocksOf are the CIDR blocks of a VPC as they are written.
func blocksOf(v *VPC) (list []scenario.Value[netip.Prefix]) {
	for _, b := range append([]scenario.Value[netip.Prefix]{v.CIDR}, v.SecondaryCIDRs.V...) {
		if b.Present() {
			list = append(list, b)
		}
	}
	return list
}

func (c *checker) blocks(v *VPC) {
	var list []cloud.Written[netip.Prefix]
	for _, b := range blocksOf(v) {
		if c.NotIPv4(b, "a block of "+named(&v.Resource)) {
			continue
		}
		c.block(v, b)
		list = append(list, cloud.Written[netip.Prefix]{What: b.V, Name: b.V.String(), At: b.Range()})
	}
	cloud.Overlapping(list, func(first, second cloud.Written[netip.Prefix]) {
		c.Refuse(second.At, fmt.Sprintf("block %q of %s overlaps block %q", second.Name, named(&v.Resource), first.Name),
			"An address belongs to one block of its VPC. Give the blocks ranges of their own.",
			cloud.See(first.At, "the other block")...)
	})
	for _, b := range v.UserCIDRs.V {
		c.NotIPv4(b, "a user CIDR of "+named(&v.Resource))
	}
	c.quota(v, v.SecondaryCIDRs, mostSecondaryBlocks, "secondary CIDR blocks")
	c.quota(v, v.UserCIDRs, mostUserBlocks, "user CIDRs")
}

func (c *checker) quota(v *VPC, list scenario.Values[netip.Prefix], most int, what string) {
	if n := len(list.V); n > most {
		c.Warn(list.Range(), fmt.Sprintf("%s has %d %s, and the quota is %d", named(&v.Resource), n, what, most),
			"The cloud refuses more unless the quota has been raised; netsim uses all of them. Take some away, or ask for a higher quota.")
	}
}

// block checks one block by itself.
func (c *checker) block(v *VPC, b scenario.Value[netip.Prefix]) {
	for _, f := range forbiddenBlocks {
		if cloud.Within(b.V, f.block) {
			c.Refuse(b.Range(), fmt.Sprintf("block %q of %s lies in %q", b.V, named(&v.Resource), f.block),
				"These addresses are for "+f.whose+", and a VPC cannot have them. Use a block of 10.0.0.0/8, 172.16.0.0/12 or 192.168.0.0/16.")
			return
		}
	}
	if n := b.V.Bits(); n < vpcMaskFrom || n > vpcMaskTo {
		c.Refuse(b.Range(), fmt.Sprintf("block %q of %s has the mask /%d", b.V, named(&v.Resource), n),
			fmt.Sprintf("The mask of a VPC's block is from /%d to /%d. Write a block of such a size.", vpcMaskFrom, vpcMaskTo))
	}
}

func (c *checker) vSwitches(v *VPC) {
	var list []cloud.Written[netip.Prefix]
	for _, s := range v.VSwitches.All() {
		if t := s.RouteTable.V.To; t != nil && vpcOf(&t.Resource) != &v.Resource {
			c.Refuse(s.RouteTable.Range(), fmt.Sprintf("%s is of %s, and %s is not", named(&t.Resource), named(vpcOf(&t.Resource)), named(&s.Resource)),
				"A vSwitch is bound to a route table of its own VPC. Name one of "+named(&v.Resource)+".",
				cloud.See(t.Key, "the route table")...)
		}
		if !s.CIDR.Present() || c.NotIPv4(s.CIDR, "the block of "+named(&s.Resource)) {
			continue
		}
		c.vSwitch(v, s)
		list = append(list, cloud.Written[netip.Prefix]{What: s.CIDR.V, Name: s.Name, At: s.CIDR.Range()})
	}
	cloud.Overlapping(list, func(first, second cloud.Written[netip.Prefix]) {
		c.Refuse(second.At, fmt.Sprintf("vSwitch %q (%s) overlaps vSwitch %q (%s)", second.Name, second.What, first.Name, first.What),
			"An address stands in one vSwitch of its VPC. Give the vSwitches blocks of their own.",
			cloud.See(first.At, "the other vSwitch")...)
	})
}

// vSwitch checks the block of one vSwitch by itself (routing a; H).
func (c *checker) vSwitch(v *VPC, s *VSwitch) {
	at, p := s.CIDR.Range(), s.CIDR.V
	if cloud.Within(p, serviceAddresses) {
		c.Refuse(at, fmt.Sprintf("the block %q of %s lies in %q", p, named(&s.Resource), serviceAddresses),
			"These addresses are for the cloud's own services. Use a block of the VPC outside of them.")
		return
	}
	if n := p.Bits(); n < vSwitchMaskFrom || n > vSwitchMaskTo {
		c.Refuse(at, fmt.Sprintf("the block %q of %s has the mask /%d", p, named(&s.Resource), n),
			fmt.Sprintf("The mask of a vSwitch is from /%d to /%d. Write a block of such a size.", vSwitchMaskFrom, vSwitchMaskTo))
	}
	blocks := blocksOf(v)
	if len(blocks) > 0 && !slices.ContainsFunc(blocks, func(b scenario.Value[netip.Prefix]) bool { return cloud.Within(p, b.V) }) {
		c.Refuse(at, fmt.Sprintf("the block %q of %s lies in no block of %s", p, named(&s.Resource), named(&v.Resource)),
			"A vSwitch takes a part of one block of its VPC. Write a block inside, or add a secondary block to the VPC.",
			cloud.See(blocks[0].Range(), "the VPC's first block")...)
	}
}

// placements checks the addresses that are given to somebody in a VPC.
func (c *checker) placements(v *VPC) {
	var taken []cloud.Written[netip.Addr]
	place := func(r *scenario.Resource, s scenario.Value[scenario.Ref[VSwitch]], a scenario.Value[netip.Addr]) {
		if to := s.V.To; to != nil && vpcOf(&to.Resource) != &v.Resource {
			c.Refuse(s.Range(), fmt.Sprintf("%s is in %s, and %s is not", named(&to.Resource), named(vpcOf(&to.Resource)), named(r)),
				"What stands in a VPC has its address from a vSwitch of that VPC. Name one of "+named(&v.Resource)+".",
				cloud.See(to.Key, "the vSwitch")...)
			return
		}
		if !a.Present() {
			return
		}
		taken = append(taken, cloud.Written[netip.Addr]{What: a.V, Name: named(r), At: a.Range()})
		if s.V.To != nil {
			c.address(a, named(r), s.V.To)
		}
	}
	for _, i := range v.Instances.All() {
		place(&i.Resource, i.VSwitch, i.PrivateIP)
	}
	for _, b := range v.LoadBalancers.All() {
		place(&b.Resource, b.VSwitch, b.Address)
	}
	for _, i := range v.NetworkInterfaces.All() {
		place(&i.Resource, i.VSwitch, i.PrivateIP)
	}
	for _, h := range v.HaVips.All() {
		place(&h.Resource, h.VSwitch, h.IPAddress)
	}
	taken = append(taken, c.ingressAddresses(v)...)
	taken = append(taken, v.endpointAddresses()...)
	cloud.Twice(taken, func(first, second cloud.Written[netip.Addr]) {
		c.Refuse(second.At, fmt.Sprintf("%s and %s both have the address %q", first.Name, second.Name, second.What),
			"An address of a VPC is held once. Give one of them another, or leave it out and the cloud picks one.",
			cloud.See(first.At, "the other")...)
	})
}

// address checks an address against the vSwitch that it is from.
func (c *checker) address(a scenario.Value[netip.Addr], whose string, s *VSwitch) {
	if !s.CIDR.Present() || !s.CIDR.V.Addr().Is4() || s.CIDR.V.Bits() > vSwitchMaskTo {
		return // told of the vSwitch
	}
	if !s.CIDR.V.Contains(a.V) {
		c.Refuse(a.Range(), fmt.Sprintf("address %q of %s is not in %s (%s)", a.V, whose, named(&s.Resource), s.CIDR.V),
			"An address comes from the block of its vSwitch. Write one of that block, or leave it out and the cloud picks one.",
			cloud.See(s.CIDR.Range(), "the block of the vSwitch")...)
		return
	}
	if _, at := packet.AddrsOfAddr(a.V); !usable(s.CIDR.V).Covers(at) {
		c.Refuse(a.Range(), fmt.Sprintf("address %q of %s is reserved in %s (%s)", a.V, whose, named(&s.Resource), s.CIDR.V),
			"The first address and the last three of a vSwitch are the cloud's. Write another.",
			cloud.See(s.CIDR.Range(), "the block of the vSwitch")...)
	}
}
