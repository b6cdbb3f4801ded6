package aws

import (
	"fmt"
	"slices"

	"netsim/topology/cloud"
	"netsim/topology/scenario"
)

func (c *checker) targetGroup(v *VPC, g *TargetGroup) {
	udp := g.Protocol.V == protocolUDP || g.Protocol.V == protocolTCPUDP
	http := g.Protocol.V == protocolHTTP || g.Protocol.V == protocolHTTPS
	if p := g.PreserveClientIP; p.Present() && udp && !p.V {
		c.Warn(p.Range(), fmt.Sprintf("%s keeps client addresses all the same: its protocol is %s", named(&g.Resource), g.Protocol.V),
			"Targets always see the client's address by UDP. Write a group for TCP, if they must not.", cloud.See(g.Protocol.Range(), "the protocol")...)
	} else if p.Present() && http {
		c.Refuse(p.Range(), fmt.Sprintf("%s says whether client addresses are kept, and its protocol is %s", named(&g.Resource), g.Protocol.V),
			"Only groups of network load balancers have this setting: targets of an application load balancer see its own addresses. Remove it.", cloud.See(g.Protocol.Range(), "the protocol")...)
	}
	if g.TargetType.V == targetALB && g.Protocol.Present() && g.Protocol.V != protocolTCP {
		c.Refuse(g.Protocol.Range(), fmt.Sprintf("%s is for %s, and its target is an application load balancer", named(&g.Resource), g.Protocol.V),
			"A network load balancer reaches an application load balancer by TCP. Write protocol: TCP.", cloud.See(g.TargetType.Range(), "the target type")...)
	}
	if g.TargetType.V == targetALB && len(g.Targets) > 1 {
		c.Refuse(g.Targets[1].Node.Range, named(&g.Resource)+" has two targets, and its target type is alb",
			"Such a group has one application load balancer. Keep one.", cloud.See(g.Targets[0].Node.Range, "the first")...)
	}
	if h := g.HealthCheck; h != nil && h.Path.Present() {
		if g.healthProtocol() == protocolTCP {
			c.Refuse(h.Path.Range(), "the health check of "+named(&g.Resource)+" names a path, and it is a check by TCP",
				"A path is asked for by HTTP. Write protocol: HTTP, or remove the path.")
		}
		c.pathOf(h.Path, "the health check of "+named(&g.Resource))
	}
	c.targets(v, g)
}

func (c *checker) targets(v *VPC, g *TargetGroup) {
	type registered struct {
		what string
		port int
	}
	var list []cloud.Written[registered]
	for _, t := range g.Targets {
		if !t.Target.Present() || !c.targetKind(g, t) {
			continue
		}
		c.targetZone(v, g, t)
		switch why := g.unfit(t); {
		case why != "":
			c.Warn(t.Target.Range(), fmt.Sprintf("a target of %s is inactive: %s", named(&g.Resource), why), "AWS refuses to register it. Register another.")
		case t.outside(v) && g.Protocol.V != protocolTCP && g.keeps():
			c.Warn(t.Target.Range(), fmt.Sprintf("target %s of %s is outside of the VPC, and sees the client's address", t.Target.V.text(), named(&g.Resource)),
				"Nothing comes back from there. Groups for UDP have targets of the VPC only.")
		}
		what := t.Target.V.text()
		if to := t.Target.V.Ref.To; to != nil {
			what = to.Ref()
		}
		list = append(list, cloud.Written[registered]{What: registered{what, t.Port.Or(g.Port.V)}, Name: t.Target.V.text(), At: t.Node.Range})
	}
	cloud.Twice(list, func(first, second cloud.Written[registered]) {
		c.Refuse(second.At, fmt.Sprintf("%s has target %s on port %d twice", named(&g.Resource), second.Name, second.What.port),
			"A target is registered once for a port. Keep one.", cloud.See(first.At, "the first")...)
	})
}

// targetKind: what may be a target is what the target type says (sheet c9; H).
func (c *checker) targetKind(g *TargetGroup, t *Target) bool {
	kinds := map[string][]scenario.ResourceKind{
		targetInstance: {KindInstance, KindKubernetesService}, targetIP: {KindNetworkInterface, KindKubernetesService}, targetALB: {KindLoadBalancer},
	}
	kind := g.TargetType.Or(targetInstance)
	to := t.Target.V.Ref.To
	address := t.Target.V.Address.IsValid()
	if address && kind == targetIP || !address && (to == nil || slices.Contains(kinds[kind], to.Kind)) {
		return true
	}
	what := "an address"
	if !address {
		what = named(to)
	}
	fix := map[string]string{
		targetInstance: "Its targets are instances, or a Kubernetes service for its nodes. Name these, or write target_type: ip.",
		targetIP:       "Its targets are addresses, network interfaces, or a Kubernetes service for its pods. Write the private address, or target_type: instance.",
		targetALB:      "Its target is an application load balancer. Name that, or write another target_type.",
	}[kind]
	c.Refuse(t.Target.Range(), fmt.Sprintf("%s is a target of %s, whose target type is %s", what, named(&g.Resource), kind), fix)
	return false
}

// targetZone: the zone of what is in the VPC is that of its subnet, and an address
// outside is for all zones (sheet c10; H).
func (c *checker) targetZone(v *VPC, g *TargetGroup, t *Target) {
	a, zone := t.Target.V.Address, t.Zone
	text := t.Target.V.text()
	switch {
	case a.IsValid() && v.holds(a) && v.subnetOf(a) == nil:
		c.Refuse(t.Target.Range(), fmt.Sprintf("target %s of %s is in no subnet of %s", text, named(&g.Resource), named(&v.Resource)),
			"An address of a VPC is in one of its subnets. Write the address of something that stands in one.")
	case t.outside(v) && zone.V != allZones && g.unfit(t) == "":
		c.Warn(t.Target.Range(), fmt.Sprintf("target %s of %s is unused: it is outside of %s, and not registered for all zones", text, named(&g.Resource), named(&v.Resource)),
			"Write availability_zone: all.")
	case zone.Present() && zone.V != allZones && v.holds(a) && v.subnetOf(a).ZoneID.Or(zone.V) != zone.V:
		s := v.subnetOf(a)
		c.Refuse(zone.Range(), fmt.Sprintf("target %s of %s is registered for zone %q, and it is in zone %q", text, named(&g.Resource), zone.V, s.ZoneID.V),
			"The zone of a target is that of its subnet. Remove it, or write all.", cloud.See(s.ZoneID.Range(), "the zone of its subnet")...)
	case zone.Present() && zone.V != allZones && !t.outside(v) && !slices.ContainsFunc(v.Subnets.All(), func(s *Subnet) bool { return s.ZoneID.V == zone.V }):
		c.Refuse(zone.Range(), fmt.Sprintf("%s has no subnet in zone %q, which target %s of %s is registered for", named(&v.Resource), zone.V, text, named(&g.Resource)),
			"The zone of a target is that of its subnet. Remove it, or write all.")
	}
}

// outside reports whether a target is an address that its VPC does not have.
func (t *Target) outside(v *VPC) bool {
	a := t.Target.V.Address
	return a.IsValid() && !v.holds(a)
}

func (t TargetOf) text() string {
	if t.Address.IsValid() {
		return t.Address.String()
	}
	return t.Ref.Text
}
