package alibaba

import (
	"fmt"
	"net/netip"

	"netsim/topology/cloud"
	"netsim/topology/diag"
	"netsim/topology/scenario"
)

// Check reports what is wrong with a document that was read. An Error is
// malformed: what contradicts itself or cannot stand anywhere. A Warning is
// what the cloud would refuse: it is lowered as inactive, and the finding says
// why (ruling 26).
//
// What an edit took away is no finding (ruling 21): a reference to it is passed
// over, and so is a value that is absent.
func Check(doc *Document) diag.List {
	c := &checker{doc: doc, byBlock: map[*VPC]map[netip.Prefix]*VSwitch{}}
	for _, r := range doc.Regions.All() {
		for _, v := range r.VPCs.All() {
			c.vpc(v)
		}
		for _, f := range r.Functions.All() {
			c.function(r, f)
		}
		c.gateways(r)
		for _, p := range r.VPCPeers.All() {
			c.peering(r, p)
		}
		for _, n := range r.VPNConnections.All() {
			c.vpnConnection(r, n)
		}
	}
	c.expressConnect()
	c.domains()
	for _, p := range doc.BandwidthPlans.All() {
		c.plan(p)
	}
	c.planPairs()
	for _, n := range doc.CENs.All() {
		c.cen(n)
	}
	c.attachedTwice()
	c.names()
	return c.Found()
}

// checker carries one Check.
type checker struct {
	cloud.Checker
	doc     *Document
	byBlock map[*VPC]map[netip.Prefix]*VSwitch
}

// named is a resource in a message: VPC "main".
func named(r *scenario.Resource) string { return fmt.Sprintf("%s %q", kindNames[r.Kind], r.Name) }

// vpcOf is the VPC that a resource stands in.
func vpcOf(r *scenario.Resource) *scenario.Resource { return r.Enclosing(KindVPC) }
