package alibaba

import "netsim/topology/scenario"

// RouterInterface is one end of a pair of router interfaces, which joins a VBR
// or a VPC to a VPC.
type RouterInterface struct {
	scenario.Resource
	Role        scenario.Value[string]
	Router      scenario.Value[scenario.AnyRef]
	Opposite    scenario.Value[scenario.Ref[RouterInterface]]
	Status      scenario.Value[string]
	Spec        scenario.Value[string]
	HealthCheck *HealthCheck
}

const (
	roleInitiator = "initiator"
	roleAcceptor  = "acceptor"

	interfaceActive = "active"
)

// routerKinds are what router interfaces stand on.
var routerKinds = []scenario.ResourceKind{KindVPC, KindVBR}

func routerInterfaceTable() *scenario.Table[RouterInterface] {
	return scenario.NewTable("router interface", "One end of a pair of router interfaces, which joins two routers. It brings no routes.",
		scenario.Required("role", scenario.Enum(
			scenario.Choice(roleInitiator, "it asks for the connection; a VBR's always does", "InitiatingSide"),
			scenario.Choice(roleAcceptor, "it is asked", "AcceptingSide")),
			func(r *RouterInterface) *scenario.Value[string] { return &r.Role }, "initiator or acceptor."),
		scenario.Required("router", scenario.RefAny(routerKinds...),
			func(r *RouterInterface) *scenario.Value[scenario.AnyRef] { return &r.Router }, "The router it stands on: a VPC or a VBR, as vpc/name or vbr/name.").NotCalled("router_id", "vpc", "vbr"),
		scenario.Optional("opposite_interface", scenario.RefTo[RouterInterface](KindRouterInterface),
			func(r *RouterInterface) *scenario.Value[scenario.Ref[RouterInterface]] { return &r.Opposite },
			"The other end, which names this one.").Absent("none, and the pair is not connected").NotCalled("opposite_interface_id", "opposite"),
		scenario.Optional("status", scenario.Enum(
			scenario.Choice(interfaceActive, "connected", "Active"),
			scenario.Choice("idle", "not connected yet", "Idle"),
			scenario.Choice("accepting_connecting", "", "AcceptingConnecting"),
			scenario.Choice("connecting", "", "Connecting"),
			scenario.Choice("activating", "", "Activating"),
			scenario.Choice("deactivating", "", "Deactivating"),
			scenario.Choice("inactive", "switched off", "Inactive"),
			scenario.Choice("deleting", "", "Deleting")),
			func(r *RouterInterface) *scenario.Value[string] { return &r.Status }, "How far it is.").Absent("active"),
		scenario.Optional("spec", scenario.Text(),
			func(r *RouterInterface) *scenario.Value[string] { return &r.Spec }, "Its specification, such as Large.1.").Absent("not known").NotCalled("specification"),
		scenario.Object("health_check", healthCheckTable,
			func(r *RouterInterface) **HealthCheck { return &r.HealthCheck }, "The health check of the line behind it.").Absent("none").NotCalled("health_check_source_ip", "health_check_target_ip"),
	)
}
