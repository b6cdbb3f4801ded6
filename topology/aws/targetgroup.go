package aws

import (
	"fmt"
	"net/netip"
	"strconv"

	"netsim/topology/scenario"
)

// TargetGroup is what listeners send to.
type TargetGroup struct {
	scenario.Resource
	TargetType       scenario.Value[string]
	Protocol         scenario.Value[string]
	Port             scenario.Value[int]
	PreserveClientIP scenario.Value[bool]
	CrossZone        scenario.Value[string]
	HealthCheck      *HealthCheck
	Targets          []*Target
}

// HealthCheck is how a load balancer finds out whether a target is well.
type HealthCheck struct {
	scenario.At
	Protocol scenario.Value[string]
	Port     scenario.Value[string]
	Path     scenario.Value[string]
}

// Target is one target of a group.
type Target struct {
	scenario.At
	Target scenario.Value[TargetOf]
	Port   scenario.Value[int]
	Zone   scenario.Value[string]
}

// TargetOf is what a target is: an address, or a reference.
type TargetOf struct {
	Address netip.Addr // not valid: a reference
	Ref     scenario.AnyRef
}

// The words of target groups.
const (
	targetInstance = "instance"
	targetIP       = "ip"
	targetALB      = "alb"
	trafficPort    = "traffic-port"
	allZones       = "all"
	ofLoadBalancer = "load_balancer"
	yes, no        = "true", "false"
)

func targetGroupTable() *scenario.Table[TargetGroup] {
	return scenario.NewTable("target group", "What listeners of load balancers send to.",
		scenario.Optional("target_type", scenario.Enum(
			scenario.Choice(targetInstance, "instances of the VPC"), scenario.Choice(targetIP, "private addresses"),
			scenario.Choice(targetALB, "an application load balancer")),
			func(g *TargetGroup) *scenario.Value[string] { return &g.TargetType }, "instance, ip or alb.").Absent(targetInstance),
		scenario.Required("protocol", scenario.Enum(loadBalancerProtocols()...),
			func(g *TargetGroup) *scenario.Value[string] { return &g.Protocol }, "The protocol that targets are sent to by.").Example(protocolTCP),
		scenario.Required("port", scenario.Int(1, 65535),
			func(g *TargetGroup) *scenario.Value[int] { return &g.Port }, "The port of targets that name none of their own.").Example(8080),
		scenario.Optional("preserve_client_ip", scenario.Bool(),
			func(g *TargetGroup) *scenario.Value[bool] { return &g.PreserveClientIP },
			"Whether targets of a network load balancer see the client's address.").
			Absent("true for instances and for UDP, false for addresses by TCP or TLS").NotCalled("client_ip_preservation"),
		scenario.Optional("cross_zone", crossZoneType(),
			func(g *TargetGroup) *scenario.Value[string] { return &g.CrossZone },
			"true: a node uses the targets of all zones; false: those of its own; load_balancer: as the load balancer says.").Absent(ofLoadBalancer).NotCalled("load_balancing_cross_zone_enabled"),
		scenario.Object("health_check", healthCheckTable(),
			func(g *TargetGroup) **HealthCheck { return &g.HealthCheck },
			"How it is found out which targets are well.").Absent("by TCP on the traffic port, or for HTTP and HTTPS groups the path /"),
		scenario.Objects("targets", targetTable(),
			func(g *TargetGroup) *[]*Target { return &g.Targets }, "The targets that are registered.").NotCalled("target", "attachments"),
	)
}

func crossZoneType() scenario.Type[string] {
	schema := func() *scenario.Schema {
		return &scenario.Schema{Type: scenario.SchemaTypes{"string", "boolean"}, Examples: []any{ofLoadBalancer, true, false}}
	}
	return scenario.Parsed("switch", schema, func(text string) (string, error) {
		switch text {
		case yes, no, ofLoadBalancer:
			return text, nil
		case "use_load_balancer_configuration":
			return ofLoadBalancer, nil
		}
		return "", scenario.Refusal{Fix: "It takes true, false or load_balancer."}
	})
}

func healthCheckTable() *scenario.Table[HealthCheck] {
	return scenario.NewTable("health check", "What a load balancer asks its targets.",
		scenario.Optional("protocol", scenario.Enum(
			scenario.Choice(protocolTCP, "a connection is enough", "tcp"), scenario.Choice(protocolHTTP, "the path is asked for", "http"),
			scenario.Choice(protocolHTTPS, "the path is asked for by TLS", "https")),
			func(h *HealthCheck) *scenario.Value[string] { return &h.Protocol }, "TCP, HTTP or HTTPS.").Absent("that of the group; TCP for UDP and TLS"),
		scenario.Optional("port", scenario.Parsed("port", func() *scenario.Schema {
			return &scenario.Schema{Type: scenario.SchemaTypes{"string", "integer"}, Examples: []any{trafficPort}}
		}, parseHealthPort),
			func(h *HealthCheck) *scenario.Value[string] { return &h.Port }, "traffic-port, or a port.").Absent(trafficPort),
		scenario.Optional("path", scenario.Text(),
			func(h *HealthCheck) *scenario.Value[string] { return &h.Path }, "The path, for HTTP and HTTPS.").Absent("/"),
	)
}

// parseHealthPort reads a port, or the word for that of the traffic.
func parseHealthPort(text string) (string, error) {
	if text == trafficPort {
		return text, nil
	}
	if n, err := strconv.ParseUint(text, 10, 16); err != nil || n == 0 {
		return "", scenario.Refusal{Fix: fmt.Sprintf("Write %s, or a port from 1 to 65535.", trafficPort)}
	}
	return text, nil
}

func targetTable() *scenario.Table[Target] {
	return scenario.NewTable("target", "A target of a target group.",
		scenario.Required("target", targetType(),
			func(t *Target) *scenario.Value[TargetOf] { return &t.Target },
			"An address, or a reference: instance/name, network_interface/name, kubernetes_service/name, load_balancer/name.").Example("10.0.1.20").NotCalled("id", "target_id"),
		scenario.Optional("port", scenario.Int(1, 65535),
			func(t *Target) *scenario.Value[int] { return &t.Port }, "Its port.").Absent("that of the group"),
		scenario.Optional("availability_zone", scenario.Text(),
			func(t *Target) *scenario.Value[string] { return &t.Zone },
			"all: nodes of every zone send to it, which an address outside of the VPC needs.").Absent("the zone of its subnet").NotCalled("availability_zone_id"),
	)
}

// targetType reads an address, or else a reference.
func targetType() scenario.Type[TargetOf] {
	addr := scenario.Address()
	ref := scenario.RefAny(KindInstance, KindNetworkInterface, KindKubernetesService, KindLoadBalancer)
	return scenario.Type[TargetOf]{
		Schema: scenario.AnyOf(addr.Schema, ref.Schema),
		Read: func(d *scenario.Decoder, n *scenario.Node, into *TargetOf) bool {
			if n.Kind == scenario.Scalar && scenario.LooksLikeAddress(n.Text) {
				return addr.Read(d, n, &into.Address)
			}
			return ref.Read(d, n, &into.Ref)
		},
	}
}
