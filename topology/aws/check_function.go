package aws

import (
	"fmt"

	"netsim/topology/cloud"
)

// function checks where the network interfaces of a function are to stand:
// subnets and security groups of one VPC of its region.
func (c *checker) function(r *Region, f *Function) {
	cfg := f.VPCConfig
	if cfg == nil {
		return
	}
	if cfg.Subnets.Present() && len(cfg.Subnets.V) == 0 {
		c.Warn(cfg.Subnets.Range(), "the VPC config of "+named(&f.Resource)+" names no subnet",
			"Its network interfaces stand in subnets, so it has none and sends nothing into a VPC. Name subnets, or remove the VPC config.")
	}
	c.groupless(cfg.SecurityGroups, &f.Resource)
	var home *VPC
	for _, ref := range cfg.Subnets.V {
		s := ref.V.To
		if s == nil {
			continue
		}
		if regionOf(&s.Resource) != r {
			c.Warn(ref.Range(), fmt.Sprintf("%s is of region %q, and %s is not, so the function does not stand in it", named(&s.Resource), regionOf(&s.Resource).Name, named(&f.Resource)),
				"A function stands in a VPC of its own region. Name a subnet of region \""+r.Name+"\".", cloud.See(s.Key, "the subnet")...)
			continue
		}
		if home == nil {
			home = vpcOf(&s.Resource)
		}
		c.owned(home, ref.Range(), &s.Resource, "a subnet of "+named(&f.Resource))
	}
	if home == nil {
		return
	}
	for _, ref := range cfg.SecurityGroups.V {
		c.owned(home, ref.Range(), header(ref.V.To), "a security group of "+named(&f.Resource))
	}
}
