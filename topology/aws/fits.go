package aws

import (
	"fmt"
	"slices"

	"netsim/packet"
)

// What AWS would not take of load balancers: the checker warns of it, and it is
// lowered as inactive (ruling 26).

// misfit is why a listener cannot be; empty: it can (sheet c8; H).
func (ln *LoadBalancerListener) misfit(b *LoadBalancer) string {
	layer4 := []string{protocolTCP, protocolUDP, protocolTCPUDP, protocolTLS}
	switch fits := slices.Contains(layer4, ln.Protocol.V); {
	case !fits && b.Type.V == network:
		return "a network load balancer has no listener for " + ln.Protocol.V
	case fits && b.Type.V == application:
		return "an application load balancer has no listener for " + ln.Protocol.V
	}
	return misfit(b, ln, ln.TargetGroup.V.To)
}

// misfit is why a listener cannot send to a group; empty: it can (sheet c8; H).
func misfit(b *LoadBalancer, ln *LoadBalancerListener, g *TargetGroup) string {
	if g == nil {
		return ""
	}
	takes := map[string][]string{
		protocolTCP: {protocolTCP, protocolTCPUDP}, protocolTLS: {protocolTCP, protocolTLS},
		protocolUDP: {protocolUDP, protocolTCPUDP}, protocolTCPUDP: {protocolTCPUDP},
		protocolHTTP: {protocolHTTP, protocolHTTPS}, protocolHTTPS: {protocolHTTP, protocolHTTPS},
	}[ln.Protocol.V]
	switch user := g.user(); {
	case user != nil && user != b:
		return fmt.Sprintf("%s is used by %s, and a target group serves one load balancer", named(&g.Resource), named(&user.Resource))
	case !slices.Contains(takes, g.Protocol.V):
		return fmt.Sprintf("a listener for %s does not send to a target group for %s, as %s is", ln.Protocol.V, g.Protocol.V, named(&g.Resource))
	case g.TargetType.V == targetALB && ln.Protocol.V != protocolTCP:
		return fmt.Sprintf("a listener for %s does not send to a load balancer, as the target type of %s says", ln.Protocol.V, named(&g.Resource))
	}
	return ""
}

// unfit is why a target cannot be registered in a group; empty: it can (sheet c9;
// H).
func (g *TargetGroup) unfit(t *Target) string {
	if a := t.Target.V.Address; a.IsValid() {
		_, at := packet.AddrsOfAddr(a)
		if slices.ContainsFunc(packet.PublicIPv4(), func(r packet.Addrs) bool { return r.Covers(at) }) && !vpcOf(&g.Resource).holds(a) {
			return fmt.Sprintf("%s is a public address, and targets have private ones", a)
		}
		return ""
	}
	to := t.Target.V.Ref.To
	if to == nil {
		return ""
	}
	if instance := g.TargetType.Or(targetInstance) == targetInstance; instance && vpcOf(to) != vpcOf(&g.Resource) {
		return fmt.Sprintf("%s stands in %s, and targets by instance are of the group's own VPC", named(to), named(&vpcOf(to).Resource))
	}
	if b, ok := to.Object.(*LoadBalancer); ok && b.Type.V != application {
		return named(to) + " is not an application load balancer"
	}
	return ""
}

// narrow is why an application load balancer has too few zones; empty: it has not
// (Application Load Balancer guide, "Availability Zones"; H).
func (b *LoadBalancer) narrow() string {
	if b.Type.V == application && len(b.mappings()) < 2 {
		return "an application load balancer has subnets in two zones at least"
	}
	return ""
}

// user is the load balancer that a target group is used by: the first, since AWS
// takes one only.
func (g *TargetGroup) user() *LoadBalancer {
	for _, b := range vpcOf(&g.Resource).LoadBalancers.All() {
		for _, ln := range b.Listeners {
			if ln.TargetGroup.V.To == g || slices.ContainsFunc(ln.Rules, func(r *ListenerRule) bool { return r.TargetGroup.V.To == g }) {
				return b
			}
		}
	}
	return nil
}
