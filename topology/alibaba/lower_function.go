package alibaba

import (
	"net/netip"
	"slices"

	"netsim/topology/cloud"
	"netsim/topology/diag"
	"netsim/topology/fabric"
	"netsim/topology/scenario"
)

// eniPolicies are the system policies that let Function Compute create network
// interfaces in a VPC (grants d.5; H).
var eniPolicies = []string{"AliyunECSNetworkInterfaceManagementAccess", "AliyunServiceRolePolicyForFC"}

// privateRanges are what counts as private of itself: everything else, but a
// VPC's own blocks and user CIDRs, is the internet's (routing a, user CIDR).
var privateRanges = []netip.Prefix{
	netip.MustParsePrefix("10.0.0.0/8"), netip.MustParsePrefix("172.16.0.0/12"),
	netip.MustParsePrefix("192.168.0.0/16"), serviceAddresses,
}

// function makes the places that a function sends from. By grants d.4:
//
//	VPC config  internet access
//	no          any    internet by the function network if it has access; no VPC
//	yes         false  everything by the VPC
//	yes         true   private addresses by the VPC, the internet by the function
//	                   network; on GPU instances 100.64.0.0/10 too by the latter
func (l *lowering) function(r *Region, f *Function) {
	outside := l.outside(r, f)
	inVPC, vpc := l.interfaces(f)
	internet := f.InternetAccess.Or(true)
	if len(inVPC) == 0 {
		host := fabric.Host{Element: element(&f.Resource)}
		for _, p := range privateRanges {
			host.Via = append(host.Via, fabric.Via{Prefix: p, Interface: outside})
		}
		host.Via = append(host.Via, fabric.Via{Prefix: anywhere, Interface: outside})
		if internet {
			host.Via[len(host.Via)-1].Interface = l.onInternet(&f.Resource, classFunction)
		}
		longestFirst(host.Via)
		l.ends.Hosts[&f.Resource] = []fabric.Host{host}
		return
	}
	// Where no interface can be made the function does not run: it sends nothing by
	// the function network either (grants i.2; M).
	runs := l.b.InterfaceAt(inVPC[0]).Gates
	l.b.InterfaceAt(outside).Gates = slices.Concat(runs, l.b.InterfaceAt(outside).Gates)
	for _, i := range inVPC {
		host := fabric.Host{Element: element(&f.Resource), Via: []fabric.Via{{Prefix: anywhere, Interface: i}}, Asker: &i}
		if internet && f.GPU.V {
			host.Asker = &outside // private zones are not seen (grants d.4; M)
		}
		if internet {
			host.Via[0].Interface = l.onInternet(&f.Resource, classFunction)
			l.b.InterfaceAt(host.Via[0].Interface).Gates = runs
			for _, p := range slices.Concat(privateRanges, vpc.blocks(), vpc.userBlocks()) {
				at := i
				if f.GPU.V && p == serviceAddresses {
					at = outside
				}
				host.Via = append(host.Via, fabric.Via{Prefix: p, Interface: at})
			}
			longestFirst(host.Via)
		}
		l.ends.Hosts[&f.Resource] = append(l.ends.Hosts[&f.Resource], host)
	}
}

func longestFirst(via []fabric.Via) {
	slices.SortStableFunc(via, func(a, b fabric.Via) int { return b.Prefix.Bits() - a.Prefix.Bits() })
}

func values[V any](list scenario.Values[V]) []V {
	var out []V
	for _, v := range list.V {
		if v.Present() {
			out = append(out, v.V)
		}
	}
	return out
}

// blocks are the VPC's CIDR blocks.
func (v *VPC) blocks() []netip.Prefix {
	return append([]netip.Prefix{v.CIDR.V}, values(v.SecondaryCIDRs)...)
}

func (v *VPC) userBlocks() []netip.Prefix { return values(v.UserCIDRs) }

// outside is the function in the function network, where it reaches no VPC
// (grants d.1; H).
func (l *lowering) outside(r *Region, f *Function) fabric.InterfaceID {
	at, why := f.Key, "it has no VPC config"
	needed := "a VPC config: a VPC that leads to the destination, a vSwitch in it, and a security group"
	if c := f.VPCConfig; c != nil {
		at, why = c.Node.Range, "none of the vSwitches of its VPC config stands"
		if e := f.Node.Field("vpc_config"); e != nil {
			at = e.KeyRange
		}
		if c.VPC.V.To == nil {
			why = "the VPC of its VPC config is gone"
		} else if regionOf(&c.VPC.V.To.Resource) != r {
			at, why = c.VPC.Range(), "the VPC of its VPC config is in another region"
		} else if len(c.VSwitches.V) == 0 {
			at, why = c.VSwitches.Range(), "its VPC config names no vSwitch"
		} else if l.standsSomewhere(c) {
			at, why = f.GPU.Range(), "a function on GPU instances with internet access reaches 100.64.0.0/10 by the function network"
			needed = "internet_access: false, or no GPU instances"
		}
	}
	e := fabric.Element{Label: element(&f.Resource).Label, At: at}
	refusal := &fabric.Refusal{
		Element: e, Code: cloud.CodeOutsideVPC, Kind: diag.KindEndpoint,
		Summary: "function " + f.Name + " sends this from the function network, outside of any VPC: " + why,
		Needed:  needed,
	}
	t := l.b.Table(fabric.Table{
		Element: fabric.Element{Label: "the function network of " + r.Name, At: r.Key}, Domain: l.regions[r].functions,
	})
	l.b.Route(t, fabric.Route{
		Element: fabric.Element{Label: "the function network of " + r.Name, At: r.Key}, Prefix: anywhere, Kind: fabric.Local,
		Exit:   l.regions[r].functions,
		Target: fabric.ToDrop(refusal),
	})
	s := l.b.Segment(fabric.Segment{
		Element: fabric.Element{Label: "the function network of " + r.Name, At: r.Key}, Domain: l.regions[r].functions, Table: t,
	})
	return l.b.Interface(fabric.Interface{
		Element: e, Segment: s, Addresses: publicAddresses(), Chosen: true, Class: classFunction,
		// It gets nowhere, whatever the address is that it asks for.
		Gates: []fabric.Gate{{Element: e, Refusal: refusal}},
		Edge:  fabric.None,
	})
}

func (l *lowering) standsSomewhere(c *VPCConfig) bool {
	for _, s := range c.VSwitches.V {
		if s.V.To != nil {
			return true
		}
	}
	return false
}

// onInternet is a resource that sends to the internet by no VPC.
func (l *lowering) onInternet(r *scenario.Resource, class string) fabric.InterfaceID {
	return l.b.Interface(fabric.Interface{
		Element: element(r), Segment: l.internet.Segment, Addresses: publicAddresses(), Chosen: true, Class: class,
		Edge: fabric.None,
	})
}

// interfaces are the function's network interfaces, one for each vSwitch it may
// be given an address of (grants d.3; M).
func (l *lowering) interfaces(f *Function) ([]fabric.InterfaceID, *VPC) {
	c := f.VPCConfig
	// The interfaces stand in a VPC of the function's own region; a VPC config
	// for another is refused (grants d.2, ruling 26).
	if c == nil || c.VPC.V.To == nil || regionOf(&c.VPC.V.To.Resource) != regionOf(&f.Resource) {
		return nil, nil
	}
	gate := l.eniGate(f)
	var out []fabric.InterfaceID
	for _, ref := range c.VSwitches.V {
		s := ref.V.To
		if s == nil {
			continue
		}
		iface := fabric.Interface{
			Element: element(&f.Resource), Segment: l.vsw[s], Addresses: l.pool(s), Chosen: true, Class: classFunction,
			Gates: []fabric.Gate{gate}, Edge: fabric.None,
		}
		l.behindACL(s, &iface)
		id := l.b.Interface(iface)
		l.guarded = append(l.guarded, guarded{
			at: id, owner: &f.Resource, groups: []scenario.Value[scenario.Ref[SecurityGroup]]{c.SecurityGroup},
		})
		if g := c.SecurityGroup.V.To; g != nil {
			l.members[g] = append(l.members[g], id)
		}
		out = append(out, id)
	}
	return out, c.VPC.V.To
}

// eniGate: without a role that may create network interfaces there is none, so
// no packet is sent (grants d.5, i.2). FC2 without a role has none; FC3 without
// one has the service-linked role (ruling 27).
func (l *lowering) eniGate(f *Function) fabric.Gate {
	e := element(&f.Resource)
	g := fabric.Gate{Element: e, Refusal: &fabric.Refusal{
		Element: e, Code: CodeENIRoleMissing, Kind: diag.KindEndpoint,
		Summary: "function " + f.Name + " has no role that may create a network interface in the VPC",
		Needed:  "a role with the policy " + eniPolicies[0],
	}}
	pass := fabric.GateClause{
		Element: fabric.Element{Label: "the role of function " + f.Name, At: f.Key},
		Says:    "it may create network interfaces in the VPC",
	}
	if f.Role == nil {
		// Which generation it is, is not known unless written: without a role the
		// one has no permission and the other has.
		sw := fabric.Switch{
			Element: placed(e.Label, f.Generation.Range(), f.Key), ID: "generation of " + f.Ref(), Name: "generation",
			Code: "open.generation", Ruling: 27, Values: []string{fc2, fc3}, Declared: f.Generation.Present(),
			Text:    "which generation of Function Compute function " + f.Name + " runs on: without a role, fc2 has no permission to create network interfaces, and fc3 has the service-linked role",
			Declare: cloud.At(f.TreePath, "generation", fc2, fc3),
		}
		if f.Generation.V == fc3 {
			sw.Value = 1
		}
		n, id := l.Read(sw)
		pass.Label, pass.Switches = "the service-linked role of Function Compute", []fabric.SwitchID{id}
		if n == 0 {
			pass.Refusal = g.Refusal
		}
		g.Clauses = append(g.Clauses, pass)
		return g
	}
	if field := f.Node.Field("role"); field != nil {
		pass.At, g.At, g.Refusal.At = field.KeyRange, field.KeyRange, field.KeyRange
	}
	if p := f.Role.Policies; p.Present() {
		g.At, g.Refusal.At = p.Range(), p.Range()
	}
	policies := values(f.Role.Policies)
	known := slices.ContainsFunc(policies, func(p string) bool { return slices.Contains(eniPolicies, p) })
	switch {
	case known:
		g.Clauses = append(g.Clauses, pass)
	case len(policies) > 0 || f.Role.ENIPermission.Present():
		// What a policy allows that netsim does not know is not known.
		allowed, id := l.ReadBool(f.Role.ENIPermission, fabric.Switch{
			Element: g.Element, ID: "eni_permission of " + f.Ref(), Name: "eni_permission", Code: "open.eni-permission",
			Text:    "whether the policies of the role of function " + f.Name + " let it create network interfaces",
			Declare: cloud.At(f.TreePath, "role.eni_permission"),
		})
		pass.Switches = []fabric.SwitchID{id}
		if !allowed {
			pass.Refusal = g.Refusal
		}
		g.Clauses = append(g.Clauses, pass)
	}
	return g
}
