package aws

import (
	"net/netip"

	"netsim/topology/cloud"
	"netsim/topology/scenario"
)

// NetworkInterface is an interface of its own: that of a pod with an address of
// the VPC, or of an appliance.
type NetworkInterface struct {
	scenario.Resource
	Subnet          scenario.Value[scenario.Ref[Subnet]]
	PrivateIP       scenario.Value[netip.Addr]
	PublicIP        scenario.Value[netip.Addr]
	SecurityGroups  scenario.Values[scenario.Ref[SecurityGroup]]
	SourceDestCheck scenario.Value[bool]
	IPForwarding    scenario.Value[bool]
	Stateful        scenario.Value[bool]
	Node            scenario.Value[scenario.Ref[Instance]]
	Listens         []*cloud.Listener
}

// KubernetesService is a service of type NodePort or LoadBalancer of a cluster, as
// load balancers see it.
type KubernetesService struct {
	scenario.Resource
	NodePort      scenario.Value[int]
	TargetPort    scenario.Value[int]
	Protocol      scenario.Value[string]
	TrafficPolicy scenario.Value[string]
	Nodes         scenario.Values[scenario.Ref[Instance]]
	Pods          scenario.Values[scenario.AnyRef]
}

// The words of a Kubernetes service.
const (
	policyCluster = "cluster"
	policyLocal   = "local"
)

func networkInterfaceTable() *scenario.Table[NetworkInterface] {
	return scenario.NewTable("AWS network interface", "A network interface of its own: that of a pod with an address of the VPC, or of an appliance.",
		scenario.Required("subnet", scenario.RefTo[Subnet](KindSubnet),
			func(i *NetworkInterface) *scenario.Value[scenario.Ref[Subnet]] { return &i.Subnet }, "The subnet it stands in.").NotCalled("subnet_id"),
		scenario.Optional("private_ip", scenario.Address(),
			func(i *NetworkInterface) *scenario.Value[netip.Addr] { return &i.PrivateIP },
			"Its private address.").Absent("AWS picks one, and each must work").NotCalled("private_ips", "ip"),
		scenario.Optional("public_ip", scenario.Address(),
			func(i *NetworkInterface) *scenario.Value[netip.Addr] { return &i.PublicIP },
			"Its public IPv4 address, an Elastic IP address for instance.").Absent("it has none").NotCalled("elastic_ip", "eip"),
		scenario.Required("security_groups", scenario.ListOf(scenario.RefTo[SecurityGroup](KindSecurityGroup)),
			func(i *NetworkInterface) *scenario.Values[scenario.Ref[SecurityGroup]] { return &i.SecurityGroups },
			"Its security groups; what any of them allows is allowed.").NotCalled("groups", "security_group_ids"),
		scenario.Optional("source_dest_check", scenario.Bool(),
			func(i *NetworkInterface) *scenario.Value[bool] { return &i.SourceDestCheck },
			"Whether it drops packets that are not its own.").Absent("true"),
		cloud.IPForwarding(func(i *NetworkInterface) *scenario.Value[bool] { return &i.IPForwarding }),
		cloud.Stateful(func(i *NetworkInterface) *scenario.Value[bool] { return &i.Stateful }),
		scenario.Optional("node", scenario.RefTo[Instance](KindInstance),
			func(i *NetworkInterface) *scenario.Value[scenario.Ref[Instance]] { return &i.Node },
			"The node of the cluster that the pod runs on.").Absent("not known"),
		cloud.ListensByTLS(func(i *NetworkInterface) *[]*cloud.Listener { return &i.Listens }),
	)
}

func kubernetesServiceTable() *scenario.Table[KubernetesService] {
	return scenario.NewTable("Kubernetes service", "A service of type NodePort or LoadBalancer in a cluster: a port of every node that leads to pods.",
		scenario.Optional("node_port", scenario.Int(1, 65535),
			func(k *KubernetesService) *scenario.Value[int] { return &k.NodePort },
			"The port of the nodes.").Absent("no node has one: only groups of addresses reach the pods"),
		scenario.Required("target_port", scenario.Int(1, 65535),
			func(k *KubernetesService) *scenario.Value[int] { return &k.TargetPort }, "The port of the pods."),
		scenario.Optional("protocol", scenario.Enum(
			scenario.Choice("tcp", "connections", "TCP"), scenario.Choice("udp", "datagrams", "UDP")),
			func(k *KubernetesService) *scenario.Value[string] { return &k.Protocol }, "tcp or udp.").Absent("tcp"),
		scenario.Optional("external_traffic_policy", scenario.Enum(
			scenario.Choice(policyCluster, "any pod, from the address of the node", "Cluster"),
			scenario.Choice(policyLocal, "only pods on the node that took it", "Local")),
			func(k *KubernetesService) *scenario.Value[string] { return &k.TrafficPolicy },
			"Which pods a node hands traffic to.").Absent(policyCluster),
		scenario.Optional("nodes", scenario.ListOf(scenario.RefTo[Instance](KindInstance)),
			func(k *KubernetesService) *scenario.Values[scenario.Ref[Instance]] { return &k.Nodes },
			"The nodes of the cluster.").Absent("none that are written"),
		scenario.Required("pods", scenario.ListOf(scenario.RefAny(KindNetworkInterface, KindInstance)),
			func(k *KubernetesService) *scenario.Values[scenario.AnyRef] { return &k.Pods },
			"The pods: network interfaces, or the instance for one that uses the network of its node.").NotCalled("endpoints"),
	)
}
