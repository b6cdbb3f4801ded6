package reference

import (
	"net/netip"
	"slices"

	"netsim/topology/scenario"
)

type function struct {
	*resource
	region     *region
	generation string // fc2, fc3, or empty
	config     bool   // whether a VPC config is written
	vpc        *vpc
	vswitches  []*vswitch
	groups     []*securityGroup // one, or none if it is gone
	role       *role
	internet   bool
	gpu        bool
}

type role struct {
	policies   []string
	permission *bool
}

func (r *reader) function(g *region, e scenario.Entry) *function {
	f := &function{
		region: g, generation: textOr(e.Value, "generation", ""),
		internet: flagOr(e.Value, "internet_access", true), gpu: flagOr(e.Value, "gpu", false),
	}
	f.resource = r.resource("function", g.resource, e, f)
	if c := value(e.Value, "vpc_config"); c != nil {
		f.config = true
		bind(r, f.resource, c, "vpc", "vpc", &f.vpc)
		bindAll(r, f.resource, c, "vswitches", "vswitch", &f.vswitches)
		var group *securityGroup
		bind(r, f.resource, c, "security_group", "security_group", &group)
		r.later = append(r.later, func() {
			if group != nil {
				f.groups = []*securityGroup{group}
			}
		})
	}
	if n := value(e.Value, "role"); n != nil {
		f.role = &role{policies: texts(n, "policies"), permission: flag(n, "eni_permission")}
	}
	return f
}

// inVPC reports whether the function's VPC config stands: a VPC of its region, and
// a vSwitch in it (grants d.2; J1.5, J1.6).
func (f *function) inVPC() bool {
	return f.config && f.vpc != nil && f.vpc.region == f.region && len(f.vswitches) > 0
}

// sends says what keeps the function from sending to an address by its VPC; an
// empty code if nothing does.
func (f *function) sends(to netip.Addr, r Reading) Outcome {
	if !f.inVPC() {
		o := stopped("source.outside-vpc", f.node, "%s has no VPC config that stands", f.ref())
		if f.config && !f.mayCreateInterfaces(r) {
			o.Or = append(o.Or, "grant.eni-role-missing")
		}
		return o
	}
	if !f.mayCreateInterfaces(r) {
		return stopped("grant.eni-role-missing", f.node, "the role of %s cannot create network interfaces", f.ref())
	}
	// On GPU instances with internet access 100.x addresses are reached by the
	// network of Function Compute, others by the VPC (grants d.4, row 3).
	if serviceNetwork.Contains(to) && f.besideVPC(to) {
		return stopped("source.outside-vpc", f.node, "%s runs on GPU instances with internet access, and sends to %s outside of its VPC", f.ref(), to)
	}
	return Outcome{}
}

// besideVPC reports whether what the function sends to an address goes by the
// network of Function Compute although its VPC config stands: to the internet with
// internet access, and on GPU instances to 100.x addresses too (grants d.4). An
// address that is not valid is one of the internet.
func (f *function) besideVPC(to netip.Addr) bool {
	switch {
	case f == nil || !f.internet:
		return false
	case !to.IsValid():
		return true
	case f.inVPC() && (within(f.vpc.blocks, to) || within(f.vpc.users, to)):
		return false // private to the VPC (routing a, user CIDR)
	case serviceNetwork.Contains(to):
		return f.gpu
	}
	return !to.IsPrivate()
}

// reachesInternet says what keeps a function from the internet by the network of
// Function Compute (grants d.4); an empty code if nothing does, and with a VPC
// config without internet access, which sends everything by the VPC.
func (f *function) reachesInternet() Outcome {
	if f == nil || f.internet || f.config {
		return Outcome{}
	}
	return stopped("source.outside-vpc", f.node, "%s has neither a VPC config nor internet access", f.ref())
}

// mayCreateInterfaces follows grants d.5 and ruling 27.
func (f *function) mayCreateInterfaces(r Reading) bool {
	if f.role == nil {
		generation := f.generation
		if generation == "" {
			generation = r("generation", f.ref(), []string{"fc2", "fc3"})
		}
		return generation == "fc3" // the service-linked role
	}
	for _, known := range []string{"AliyunECSNetworkInterfaceManagementAccess", "AliyunServiceRolePolicyForFC"} {
		if slices.Contains(f.role.policies, known) {
			return true
		}
	}
	switch {
	case f.role.permission != nil:
		return *f.role.permission
	case len(f.role.policies) == 0:
		return false
	}
	return r("eni_permission", f.ref(), []string{"true", "false"}) == "true"
}
