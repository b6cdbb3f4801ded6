package alibaba

import (
	"net/netip"

	"netsim/topology/scenario"
)

// APIGateway is an instance of API Gateway.
type APIGateway struct {
	scenario.Resource
	Type                scenario.Value[string]
	VPCEgressCIDRs      scenario.Values[netip.Prefix]
	InternetEgressCIDRs scenario.Values[netip.Prefix]
	Ingress             *Ingress
	ClientVPC           scenario.Value[scenario.Ref[VPC]]
	VPCAccess           scenario.Collection[VPCAccess]
	Groups              scenario.Collection[APIGroup]
}

// Ingress says which address callers in VPCs reach the instance by.
type Ingress struct {
	scenario.At
	Mode    scenario.Value[string]
	Address scenario.Value[netip.Addr]
	VSwitch scenario.Value[scenario.Ref[VSwitch]]
}

// VPCAccess is a VPC access authorization: the instance may open connections
// to one target and port in a VPC.
type VPCAccess struct {
	scenario.Resource
	VPC    scenario.Value[scenario.Ref[VPC]]
	Target scenario.Value[Target]
	Port   scenario.Value[int]
	Host   scenario.Value[string]
}

// Target is the target of an authorization: an instance or load balancer, or a
// private address.
type Target struct {
	Address netip.Addr // not valid: a reference
	Ref     scenario.AnyRef
}

const (
	dedicated = "dedicated"
	shared    = "shared"

	serviceCIDR  = "service_cidr"
	vpcPrivateIP = "vpc_private_ip"
)

func apiGatewayTable() *scenario.Table[APIGateway] {
	return scenario.NewTable("API gateway", "An instance of API Gateway.",
		scenario.Required("type", scenario.Enum(
			scenario.Choice(dedicated, "a dedicated instance"),
			scenario.Choice(shared, "the shared (serverless) instance of the region", "serverless")),
			func(g *APIGateway) *scenario.Value[string] { return &g.Type }, "dedicated or shared.").Example(dedicated),
		scenario.Optional("vpc_egress_cidrs", scenario.ListOf(scenario.CIDR().Narrowed(scenario.IPv4CIDR(0, 32))),
			func(g *APIGateway) *scenario.Values[netip.Prefix] { return &g.VPCEgressCIDRs },
			"The outbound addresses towards VPCs, such as 100.104.255.128/26.").Absent("not known"),
		scenario.Optional("internet_egress_cidrs", scenario.ListOf(scenario.AddressOrCIDR()),
			func(g *APIGateway) *scenario.Values[netip.Prefix] { return &g.InternetEgressCIDRs },
			"The outbound addresses towards the internet.").Absent("any public address"),
		scenario.Object("ingress", ingressTable(),
			func(g *APIGateway) **Ingress { return &g.Ingress }, "Which address callers in VPCs reach it by.").Absent("not known, and what is possible is tried"),
		scenario.Optional("client_vpc", scenario.RefTo[VPC](KindVPC),
			func(g *APIGateway) *scenario.Value[scenario.Ref[VPC]] { return &g.ClientVPC },
			"The VPC bound to the instance (Bind to VPC), from which it may be called.").Absent("none").NotCalled("vpc", "vpc_id", "bound_vpc"),
		scenario.MapOf("vpc_access", KindVPCAccess, vpcAccessTable(),
			func(g *APIGateway) *scenario.Collection[VPCAccess] { return &g.VPCAccess }, "VPC access authorizations."),
		scenario.MapOf("groups", KindAPIGroup, apiGroupTable(),
			func(g *APIGateway) *scenario.Collection[APIGroup] { return &g.Groups }, "API groups."),
	)
}

func ingressTable() *scenario.Table[Ingress] {
	return scenario.NewTable("ingress", "How the VPC subdomain is answered (rulings.md, 1).",
		scenario.Optional("mode", scenario.Enum(
			scenario.Choice(serviceCIDR, "an address of vpc_egress_cidrs"),
			scenario.Choice(vpcPrivateIP, "a private address in the client VPC")),
			func(i *Ingress) *scenario.Value[string] { return &i.Mode },
			"What the VPC subdomain resolves to.").Absent("not known, and both are tried"),
		scenario.Optional("address", scenario.Address(),
			func(i *Ingress) *scenario.Value[netip.Addr] { return &i.Address },
			"The address itself.").Absent("any that the mode allows, and each must work"),
		scenario.Optional("vswitch", scenario.RefTo[VSwitch](KindVSwitch),
			func(i *Ingress) *scenario.Value[scenario.Ref[VSwitch]] { return &i.VSwitch },
			"The vSwitch of the client VPC that the address is from.").Absent("any of the client VPC"),
	)
}

func vpcAccessTable() *scenario.Table[VPCAccess] {
	return scenario.NewTable("VPC access authorization", "A target that the gateway may open connections to.",
		scenario.Required("vpc", scenario.RefTo[VPC](KindVPC),
			func(a *VPCAccess) *scenario.Value[scenario.Ref[VPC]] { return &a.VPC }, "The VPC of the target.").NotCalled("vpc_id"),
		scenario.Required("target", targetType(),
			func(a *VPCAccess) *scenario.Value[Target] { return &a.Target }, "An instance, a load balancer or a private address.").NotCalled("instance", "instance_id"),
		scenario.Required("port", scenario.Int(1, 65535),
			func(a *VPCAccess) *scenario.Value[int] { return &a.Port }, "The port of the target.").Example(8080),
		scenario.Optional("host", scenario.HostName(),
			func(a *VPCAccess) *scenario.Value[string] { return &a.Host }, "The Host header that the backend is sent.").Absent("not known"),
	)
}

func targetType() scenario.Type[Target] {
	address, ref := scenario.Address(), scenario.RefAny(KindInstance, KindLoadBalancer)
	return scenario.Type[Target]{
		Schema: scenario.AddressOr(address.Schema, ref.Schema),
		Read: func(d *scenario.Decoder, n *scenario.Node, into *Target) bool {
			if n.Kind == scenario.Scalar && scenario.LooksLikeAddress(n.Text) {
				return address.Read(d, n, &into.Address)
			}
			return ref.Read(d, n, &into.Ref)
		},
	}
}
