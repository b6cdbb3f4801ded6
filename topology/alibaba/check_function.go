package alibaba

import (
	"fmt"

	"netsim/topology/cloud"
	"netsim/topology/scenario"
)

// function checks where its network interfaces are to stand: one VPC of its own
// region, and vSwitches and a security group of that VPC (grants d.2, d.3; H).
func (c *checker) function(r *Region, f *Function) {
	cfg := f.VPCConfig
	if cfg == nil {
		return
	}
	if cfg.VSwitches.Present() && len(cfg.VSwitches.V) == 0 {
		c.Warn(cfg.VSwitches.Range(), fmt.Sprintf("the VPC config of %s names no vSwitch", named(&f.Resource)),
			"Its network interfaces stand in vSwitches, so it has none and sends from outside of the VPC. Name a vSwitch of the VPC, or remove the VPC config.")
	}
	v := cfg.VPC.V.To
	if v == nil {
		return
	}
	if home := regionOf(&v.Resource); home != r {
		c.Warn(cfg.VPC.Range(), fmt.Sprintf("%s is in region %q, and %s is not, so its VPC config is inactive", named(&v.Resource), home.Name, named(&f.Resource)),
			"A function has its network interfaces in a VPC of its own region; a CEN joins that to VPCs elsewhere. Name a VPC of region \""+r.Name+"\".",
			cloud.See(v.Key, "the VPC")...)
	}
	for _, s := range cfg.VSwitches.V {
		if s.V.To != nil {
			c.configured(f, v, s.Node, &s.V.To.Resource)
		}
	}
	if g := cfg.SecurityGroup.V.To; g != nil {
		c.configured(f, v, cfg.SecurityGroup.Node, &g.Resource)
	}
}

// configured checks that a part of a VPC config is of its VPC.
func (c *checker) configured(f *Function, v *VPC, at *scenario.Node, r *scenario.Resource) {
	if vpcOf(r) == &v.Resource {
		return
	}
	c.Refuse(at.Range, fmt.Sprintf("%s is of %s, and the VPC config of %s is for %s", named(r), named(vpcOf(r)), named(&f.Resource), named(&v.Resource)),
		"The vSwitches and the security group of a VPC config are of its VPC. Name one of "+named(&v.Resource)+".",
		cloud.See(r.Key, "what is named")...)
}
