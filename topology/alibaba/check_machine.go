package alibaba

import (
	"fmt"
	"slices"

	"netsim/topology/cloud"
	"netsim/topology/scenario"
)

// mostHaVipInstances are the instances that a HaVip may be associated with (VPC,
// "HaVip"; H).
const mostHaVipInstances = 10

// networkInterface checks one network interface.
func (c *checker) networkInterface(v *VPC, i *NetworkInterface) {
	c.groupsOf(&i.Resource, i.SecurityGroups)
	if i.Listens != nil {
		c.Listens(i.machine())
	}
	if of := i.Instance.V.To; of != nil {
		c.ofVPC(v, i.Instance.Node, &of.Resource, "the instance of "+named(&i.Resource))
		c.forwardsTo(&i.Resource, of, i.ForwardsTo)
	}
}

// forwardsTo: an instance forwards from one of its own interfaces to another.
func (c *checker) forwardsTo(r *scenario.Resource, of *Instance, to scenario.Value[scenario.AnyRef]) {
	if to.V.To == nil || to.V.To == &of.Resource {
		return
	}
	if i, ok := to.V.To.Object.(*NetworkInterface); ok && (i.Instance.V.To == of || i.Instance.V.To == nil && i.Instance.Present()) {
		return
	}
	c.Refuse(to.Range(), fmt.Sprintf("%s is no interface of %s", named(to.V.To), named(&of.Resource)),
		fmt.Sprintf("What comes in by %s leaves by an interface of the same instance. Name one that is attached to %s.", named(r), named(&of.Resource)),
		cloud.See(to.V.To.Key, "the %s", kindNames[to.V.To.Kind])...)
}

// haVip checks one HaVip.
func (c *checker) haVip(v *VPC, h *HaVip) {
	for _, ref := range h.Instances.V {
		to := ref.V.To
		if to == nil || !c.ofVPC(v, ref.V.Node, to, "what "+named(&h.Resource)+" is associated with") {
			continue
		}
		if s := vSwitchOf(to); s != nil && h.VSwitch.V.To != nil && s != h.VSwitch.V.To {
			c.Warn(ref.Range(), fmt.Sprintf("%s is not associated with %s: it stands in %s", named(&h.Resource), named(to), named(&s.Resource)),
				"A HaVip moves between instances and interfaces of its own vSwitch, and the cloud refuses others. Name one of "+named(&h.VSwitch.V.To.Resource)+".",
				cloud.See(to.Key, "the %s", kindNames[to.Kind])...)
		}
	}
	if n := len(h.Instances.V); n > mostHaVipInstances {
		c.Warn(h.Instances.Range(), fmt.Sprintf("%s is associated with %d instances, and the quota is %d", named(&h.Resource), n, mostHaVipInstances),
			"The cloud refuses more; netsim takes all of them. Take some away.")
	}
	m := h.Master
	if m.V.To == nil || slices.ContainsFunc(h.Instances.V, func(i scenario.Value[scenario.AnyRef]) bool { return i.V.To == m.V.To }) {
		return
	}
	c.Refuse(m.Range(), fmt.Sprintf("%s, the master of %s, is not associated with it", named(m.V.To), named(&h.Resource)),
		"The master is one of `instances`. Add it there, or name one of those.", cloud.See(h.Instances.Range(), "what it is associated with")...)
}

// vSwitchOf is the vSwitch that an instance or a network interface stands in.
func vSwitchOf(r *scenario.Resource) *VSwitch {
	switch o := r.Object.(type) {
	case *Instance:
		return o.VSwitch.V.To
	case *NetworkInterface:
		return o.VSwitch.V.To
	}
	return nil
}

// ofVPC checks that something is of a VPC.
func (c *checker) ofVPC(v *VPC, at *scenario.Node, to *scenario.Resource, what string) bool {
	home := vpcOf(to)
	if home == nil || home == &v.Resource {
		return true
	}
	c.Refuse(at.Range, fmt.Sprintf("%s, %s, is of %s", named(to), what, named(home)),
		"It is in the same VPC. Name one of "+named(&v.Resource)+".", cloud.See(to.Key, "the %s", kindNames[to.Kind])...)
	return false
}
