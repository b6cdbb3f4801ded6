package aws

import (
	"fmt"

	"netsim/topology/cloud"
	"netsim/topology/scenario"
)

// kubernetesService checks whom a service names.
func (c *checker) kubernetesService(v *VPC, k *KubernetesService) {
	for _, n := range k.Nodes.V {
		c.owned(v, n.Range(), header(n.V.To), "a node of "+named(&k.Resource))
	}
	for _, p := range k.Pods.V {
		if p.V.To != nil {
			c.owned(v, p.Range(), p.V.To, "a pod of "+named(&k.Resource))
		}
	}
}

// nodePorts: a port of a node is one service's.
func (c *checker) nodePorts(v *VPC) {
	type port struct {
		node     *Instance
		protocol string
		number   int
	}
	var ports []cloud.Written[port]
	for _, k := range v.KubernetesServices.All() {
		for _, n := range k.Nodes.V {
			if n.V.To != nil && k.NodePort.Present() {
				ports = append(ports, cloud.Written[port]{What: port{n.V.To, k.Protocol.Or("tcp"), k.NodePort.V}, Name: named(&k.Resource), At: k.NodePort.Range()})
			}
		}
	}
	cloud.Twice(ports, func(first, second cloud.Written[port]) {
		c.Refuse(second.At, fmt.Sprintf("%s has the node port %d on %s, and so has %s", second.Name, second.What.number, named(&second.What.node.Resource), first.Name),
			"A port of a node leads to one service. Write each service's own.", cloud.See(first.At, "the other service")...)
	})
}

func (c *checker) loadBalancer(v *VPC, b *LoadBalancer) {
	c.zones(b)
	for _, ref := range b.SecurityGroups.V {
		c.owned(v, ref.Range(), header(ref.V.To), "a security group of "+named(&b.Resource))
	}
	if b.Type.V == application {
		c.applicationLoadBalancer(b)
	}
	for _, m := range b.SubnetMappings {
		if b.Type.V == application && (m.PrivateIP.Present() || m.ElasticIP.Present()) {
			c.Refuse(m.Node.Range, named(&b.Resource)+" names addresses, and it is an application load balancer",
				"AWS picks the addresses of application load balancers. Name the subnets only.")
		} else if m.ElasticIP.Present() && b.Scheme.Or(internetFacing) == internal {
			c.Refuse(m.ElasticIP.Range(), named(&b.Resource)+" is internal, and has a public address",
				"An internal load balancer has private addresses only. Remove it, or write scheme: internet-facing.")
		}
	}
	c.balancedListeners(v, b)
}

// zones: a load balancer has a subnet in each zone that it is enabled in, and one
// only (sheet c7; H).
func (c *checker) zones(b *LoadBalancer) {
	list := b.mappings()
	if len(list) == 0 {
		at := b.Key
		if b.Subnets.Present() {
			at = b.Subnets.Range()
		}
		c.Refuse(at, named(&b.Resource)+" has no subnet", "A load balancer stands in a subnet of each zone that it is enabled in. Name them.")
	}
	var subnets []cloud.Written[*Subnet]
	var zones []cloud.Written[string]
	for _, m := range list {
		s := m.Subnet.V.To
		if s == nil {
			continue
		}
		subnets = append(subnets, cloud.Written[*Subnet]{What: s, Name: s.Name, At: m.Subnet.Range()})
		if s.ZoneID.Present() {
			zones = append(zones, cloud.Written[string]{What: s.ZoneID.V, Name: s.Name, At: m.Subnet.Range()})
		}
	}
	twice := map[string]bool{}
	cloud.Twice(subnets, func(first, second cloud.Written[*Subnet]) {
		twice[second.Name] = true
		c.Refuse(second.At, fmt.Sprintf("%s names subnet %q twice", named(&b.Resource), second.Name),
			"It has one node in a subnet. Keep one.", cloud.See(first.At, "the first time")...)
	})
	cloud.Twice(zones, func(first, second cloud.Written[string]) {
		if !twice[second.Name] {
			c.Refuse(second.At, fmt.Sprintf("%s has two subnets in zone %q: %q and %q", named(&b.Resource), second.What, first.Name, second.Name),
				"A load balancer has one subnet in a zone. Keep one of them.", cloud.See(first.At, "the other subnet")...)
		}
	})
}

func (c *checker) applicationLoadBalancer(b *LoadBalancer) {
	if len(b.SecurityGroups.V) == 0 {
		at := b.Key
		if b.SecurityGroups.Present() {
			at = b.SecurityGroups.Range()
		}
		c.Refuse(at, named(&b.Resource)+" is in no security group",
			"An application load balancer is in at least one: without that nothing says what it may take and send. Write `security_groups`.")
	}
	if why := b.narrow(); why != "" {
		c.Warn(b.Key, named(&b.Resource)+" is inactive: "+why, "AWS refuses to make it. Name a subnet in another zone, too.")
	}
	if b.CrossZone.Present() && !b.CrossZone.V {
		c.Refuse(b.CrossZone.Range(), named(&b.Resource)+" does not cross zones, and it is an application load balancer",
			"An application load balancer always does. Write cross_zone: false for its target groups, if that is what they say.")
	}
	if b.EnforceOnPrivateLink.Present() {
		c.Refuse(b.EnforceOnPrivateLink.Range(), named(&b.Resource)+" is an application load balancer, which takes nothing by PrivateLink",
			"Only network load balancers have this setting. Remove it.")
	}
}

func (c *checker) balancedListeners(v *VPC, b *LoadBalancer) {
	var ports []cloud.Written[int]
	for _, ln := range b.Listeners {
		what := fmt.Sprintf("listener %d of %s", ln.Port.V, named(&b.Resource))
		if ln.Port.Present() {
			ports = append(ports, cloud.Written[int]{What: ln.Port.V, Name: what, At: ln.Port.Range()})
		}
		groups := []value[scenario.Ref[TargetGroup]]{ln.TargetGroup}
		for _, r := range ln.Rules {
			groups = append(groups, r.TargetGroup)
		}
		for n, g := range groups {
			switch {
			case !c.owned(v, g.Range(), header(g.V.To), "a target group of "+what), n == 0:
			case misfit(b, ln, g.V.To) != "":
				c.Warn(g.Range(), fmt.Sprintf("rule %d of %s is inactive: %s", n, what, misfit(b, ln, g.V.To)), "AWS refuses it. Name a target group that fits.")
			}
		}
		c.balancedListener(b, ln, what)
	}
	cloud.Twice(ports, func(first, second cloud.Written[int]) {
		c.Refuse(second.At, fmt.Sprintf("%s has two listeners on port %d", named(&b.Resource), second.What),
			"A port of a load balancer has one listener; TCP_UDP takes both protocols. Keep one, or write another port.", cloud.See(first.At, "the other listener")...)
	})
}

func (c *checker) balancedListener(b *LoadBalancer, ln *LoadBalancerListener, what string) {
	switch why := ln.misfit(b); {
	case why != "":
		c.Warn(ln.Node.Range, what+" is inactive: "+why, "AWS refuses it. Write a protocol and a target group that fit.")
	case !ln.TargetGroup.Present() && len(ln.Rules) == 0:
		c.Warn(ln.Node.Range, what+" forwards nothing: it has no target group", "Write `target_group` with what it forwards to.")
	}
	if len(ln.Rules) > 0 && b.Type.V == network {
		c.Refuse(ln.Rules[0].Node.Range, what+" has rules, and it is of a network load balancer",
			"Rules are of application load balancers: a network load balancer does not read requests. Write `target_group`.")
	}
	tls := ln.Protocol.V == protocolTLS || ln.Protocol.V == protocolHTTPS
	if ln.CertificateNames.Present() && ln.Protocol.Present() && !tls {
		c.Refuse(ln.CertificateNames.Range(), what+" shows a certificate, and its protocol is "+ln.Protocol.V,
			"Certificates are of TLS and HTTPS listeners. Remove it, or write one of these protocols.", cloud.See(ln.Protocol.Range(), "the protocol")...)
	}
	for n, r := range ln.Rules {
		for _, p := range r.Paths.V {
			c.pathOf(p, fmt.Sprintf("rule %d of %s", n+1, what))
		}
	}
}

// pathOf: a path begins with a slash, or with what stands for any text.
func (c *checker) pathOf(p value[string], what string) {
	if p.Present() && (p.V == "" || p.V[0] != '/' && p.V[0] != '*') {
		c.Refuse(p.Range(), fmt.Sprintf("path %q of %s does not begin with a slash", p.V, what), "Write the path from its first slash, such as /healthz.")
	}
}
