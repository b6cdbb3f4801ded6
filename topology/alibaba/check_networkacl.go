package alibaba

import (
	"fmt"
	"slices"
)

// networkACLs: an ACL is bound to vSwitches of its own VPC, and a vSwitch to one
// ACL (grants b.1; M).
func (c *checker) networkACLs(v *VPC) {
	var bound []writtenAs[*VSwitch]
	for _, a := range v.NetworkACLs.All() {
		var own []*VSwitch
		for _, ref := range a.VSwitches.V {
			s := ref.V.To
			switch {
			case s == nil:
			case s.Parent != &v.Resource:
				c.refuse(ref.Range(), fmt.Sprintf("%s is of %s, and %s of %s", named(&s.Resource), named(s.Parent), named(&a.Resource), named(&v.Resource)),
					"A network ACL is bound to vSwitches of its own VPC. Write one of these, or an ACL in the other VPC.", see(s.Key, "the vSwitch")...)
			case slices.Contains(own, s):
				c.refuse(ref.Range(), fmt.Sprintf("%s is bound to %s twice", named(&s.Resource), named(&a.Resource)), "Keep one.")
			default:
				own = append(own, s)
				bound = append(bound, writtenAs[*VSwitch]{s, named(&a.Resource), ref.Range()})
			}
		}
		for _, way := range []aclWay{aclIngress, aclEgress} {
			for n, r := range way.rules(a) {
				what := fmt.Sprintf("%s rule %d of %s", way.name, n+1, named(&a.Resource))
				c.ruleProtocol(r, what)
				c.ruleFamily(r, what)
			}
		}
	}
	twice(bound, func(first, second writtenAs[*VSwitch]) {
		c.refuse(second.at, fmt.Sprintf("%s is bound to %s and to %s", named(&second.what.Resource), first.name, second.name),
			"A vSwitch has one network ACL. Keep one.", see(first.at, "the other binding")...)
	})
}
