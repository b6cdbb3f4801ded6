package alibaba

import (
	"fmt"
	"slices"

	"netsim/topology/cloud"
)

// networkACLs: an ACL is bound to vSwitches of its own VPC, and a vSwitch to one
// ACL (grants b.1; M).
func (c *checker) networkACLs(v *VPC) {
	var bound []cloud.Written[*VSwitch]
	for _, a := range v.NetworkACLs.All() {
		var own []*VSwitch
		for _, ref := range a.VSwitches.V {
			s := ref.V.To
			switch {
			case s == nil:
			case s.Parent != &v.Resource:
				c.Refuse(ref.Range(), fmt.Sprintf("%s is of %s, and %s of %s", named(&s.Resource), named(s.Parent), named(&a.Resource), named(&v.Resource)),
					"A network ACL is bound to vSwitches of its own VPC. Write one of these, or an ACL in the other VPC.", cloud.See(s.Key, "the vSwitch")...)
			case slices.Contains(own, s):
				c.Refuse(ref.Range(), fmt.Sprintf("%s is bound to %s twice", named(&s.Resource), named(&a.Resource)), "Keep one.")
			default:
				own = append(own, s)
				bound = append(bound, cloud.Written[*VSwitch]{What: s, Name: named(&a.Resource), At: ref.Range()})
			}
		}
		for _, way := range []aclWay{aclIngress, aclEgress} {
			for n, r := range way.rules(a) {
				c.ruleProtocol(r, fmt.Sprintf("%s rule %d of %s", way.name, n+1, named(&a.Resource)))
			}
		}
	}
	cloud.Twice(bound, func(first, second cloud.Written[*VSwitch]) {
		c.Refuse(second.At, fmt.Sprintf("%s is bound to %s and to %s", named(&second.What.Resource), first.Name, second.Name),
			"A vSwitch has one network ACL. Keep one.", cloud.See(first.At, "the other binding")...)
	})
}
