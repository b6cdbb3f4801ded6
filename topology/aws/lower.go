package aws

import (
	"net/netip"

	"netsim/packet"
	"netsim/topology/cloud"
	"netsim/topology/diag"
	"netsim/topology/fabric"
	"netsim/topology/scenario"
)

// classVPC is the class of the domains of VPCs.
const classVPC = "aws-vpc"

// Lower adds the network of a document to a builder, under one reading of its
// switches, and to ends what checks can ask about.
func Lower(doc *Document, b *fabric.Builder, internet cloud.Internet, reading fabric.Reading, ends *cloud.Ends) {
	l := &lowering{
		doc: doc, b: b, Switches: cloud.Switches{Builder: b, Reading: reading}, internet: internet, ends: ends,
		vpcs: map[*VPC]*vpcParts{}, subnets: map[*Subnet]fabric.SegmentID{}, acls: map[*Subnet][2]fabric.FilterID{},
		members: map[*SecurityGroup][]fabric.InterfaceID{}, filters: map[string][2]fabric.FilterID{},
		used: map[*Subnet][]netip.Addr{}, public: map[*VPC][]fabric.Face{},
		igws: map[*InternetGateway]fabric.TableID{}, nats: map[*NATGateway]fabric.GatewayID{}, hops: map[*scenario.Resource]fabric.HopID{},
		nodes: map[*LoadBalancer][]node{}, links: map[*LoadBalancer]*privateLink{},
		balance:   newBalance(),
		endpoints: map[*Endpoint][]node{}, linkNodes: map[*VPCLink][]node{},
		services: map[string]*awsService{}, hosts: map[string]*hostName{},
	}
	l.eachVPC(l.vpc)
	l.eachVPC(l.bindACLs)
	// First every network interface stands,
	l.eachVPC(l.takeAddresses)
	l.eachVPC(l.takeEndpoints)
	l.eachVPC(l.instances)
	l.eachVPC(l.networkInterfaces)
	l.eachVPC(l.loadBalancers)
	l.privateLinks()
	l.eachVPC(l.endpointsOf)
	l.vpcLinks()
	l.eachFunction(l.function)
	l.eachVPC(l.unoccupied)
	l.guard()
	l.eachVPC(l.gateways)
	l.eachVPC(l.routes)
	// and then it is told what listens on those that send on: a target may be any
	// of them.
	l.eachVPC(l.listeners)
	l.eachVPC(l.endpointListeners)
	// At last whatever has a name is named.
	l.eachVPC(l.balancerNames)
	l.eachVPC(l.endpointNames)
	l.eachVPC(l.machineNames)
	l.apis()
	l.zones()
	l.apiServices()
	l.names()
}

// lowering carries one Lower.
type lowering struct {
	cloud.Switches
	doc       *Document
	b         *fabric.Builder
	internet  cloud.Internet
	ends      *cloud.Ends
	all       []*VPC
	directory directory

	vpcs    map[*VPC]*vpcParts
	subnets map[*Subnet]fabric.SegmentID
	acls    map[*Subnet][2]fabric.FilterID // in, out
	members map[*SecurityGroup][]fabric.InterfaceID
	guarded []guarded // interfaces that wait for their security groups
	filters map[string][2]fabric.FilterID
	used    map[*Subnet][]netip.Addr            // addresses that are given to somebody
	public  map[*VPC][]fabric.Face              // what stands for those with a public address
	igws    map[*InternetGateway]fabric.TableID // of what is routed to it
	nats    map[*NATGateway]fabric.GatewayID
	// hops are the machines that forward, as routes lead to them.
	hops  map[*scenario.Resource]fabric.HopID
	nodes map[*LoadBalancer][]node
	links map[*LoadBalancer]*privateLink
	balance

	endpoints map[*Endpoint][]node   // of interface endpoints
	linkNodes map[*VPCLink][]node    // of version 2
	services  map[string]*awsService // by name, where gateway endpoints lead to them
	hosts     map[string]*hostName   // by host
	called    []*apiParts            // the APIs
}

// vpcParts are the parts of a VPC's network.
type vpcParts struct {
	domain fabric.DomainID
	// arrivals is where packets are looked up that come from outside: the VPC's
	// router delivers them, whatever the tables of its subnets say (sheet a11; M).
	arrivals fabric.TableID
	main     fabric.TableID
	tables   map[*RouteTable]fabric.TableID
}

func (l *lowering) eachVPC(do func(*VPC)) {
	if l.all == nil {
		for _, r := range l.doc.Regions.All() {
			l.all = append(l.all, r.VPCs.All()...)
		}
	}
	for _, v := range l.all {
		do(v)
	}
}

// vpc makes a VPC's tables and subnets.
func (l *lowering) vpc(v *VPC) {
	p := &vpcParts{tables: map[*RouteTable]fabric.TableID{}}
	l.vpcs[v] = p
	p.domain = l.b.Domain(fabric.Domain{
		Element: element(&v.Resource), Region: regionOf(&v.Resource).Name, Class: classVPC,
		Closed: &fabric.Refusal{
			Element: element(&v.Resource), Code: CodePrivateAddress, Kind: diag.KindRoute,
			Summary: "nothing on the internet leads to a private address of VPC " + v.Name,
			Needed:  "a public address of the destination, and an internet gateway; or a way that is not the internet",
		},
	})
	router := fabric.Element{Label: "the router of VPC " + v.Name, At: v.Key}
	p.arrivals = l.table(v, router, &fabric.Refusal{
		Element: router, Code: cloud.CodeNotTransitive, Kind: diag.KindRoute,
		Summary: "VPC " + v.Name + " takes from a peer only what is for its own addresses: peering is not transitive",
		Needed:  "a peering connection with the VPC of the destination itself",
	})
	l.b.Main(p.domain, p.arrivals)
	for _, t := range v.RouteTables.All() {
		p.tables[t] = l.table(v, element(&t.Resource), nil)
	}
	p.main = l.mainTable(v, p)
	for _, s := range v.Subnets.All() {
		l.subnets[s] = l.b.Segment(fabric.Segment{
			Element: element(&s.Resource), Domain: p.domain, Table: l.tableOf(p, s),
			Direct: true, // sheet a10; H
		})
	}
}

// mainTable is the table of subnets that are associated with none (sheet a1; H).
func (l *lowering) mainTable(v *VPC, p *vpcParts) fabric.TableID {
	if t, ok := p.tables[v.MainRouteTable.V.To]; ok {
		return t
	}
	return l.table(v, fabric.Element{Label: "the main route table of VPC " + v.Name, At: v.Key}, nil)
}

// tableOf is the table of a subnet. One whose table is gone is back at the main
// one.
func (l *lowering) tableOf(p *vpcParts, s *Subnet) fabric.TableID {
	if t, ok := p.tables[s.RouteTable.V.To]; ok {
		return t
	}
	return p.main
}

// table makes a table with the local routes of a VPC (sheet a2; H).
func (l *lowering) table(v *VPC, e fabric.Element, none *fabric.Refusal) fabric.TableID {
	p := l.vpcs[v]
	t := l.b.Table(fabric.Table{Element: e, Domain: p.domain, NoRoute: none})
	for _, block := range v.blocks() {
		l.b.Route(t, fabric.Route{
			Element: placed("local route "+block.V.String()+" of VPC "+v.Name, block.Range(), v.Key),
			Prefix:  block.V, Kind: fabric.Local, Target: fabric.ToDomain(p.domain), Exit: p.domain,
		})
	}
	return t
}

// blocks are the CIDR blocks of a VPC.
func (v *VPC) blocks() []scenario.Value[netip.Prefix] {
	var list []scenario.Value[netip.Prefix]
	for _, b := range append([]scenario.Value[netip.Prefix]{v.CIDR}, v.SecondaryCIDRs.V...) {
		if b.Present() {
			list = append(list, b)
		}
	}
	return list
}

// usable are the addresses of a subnet that can be given out: the first four and
// the last are reserved (VPC User Guide, "Subnet CIDR blocks"; H).
func usable(p netip.Prefix) packet.Addrs {
	_, a := packet.AddrsOfPrefix(p)
	for range 4 {
		a.From, _ = a.From.Next()
	}
	a.To, _ = a.To.Prev()
	return a
}

// pool are the addresses that AWS may give to somebody in a subnet: usable ones
// that nobody has (ruling 19).
func (l *lowering) pool(s *Subnet) []fabric.Address {
	free := []packet.Addrs{usable(s.CIDR.V)}
	for _, taken := range l.used[s] {
		free = packet.Without(free, single(taken).Addrs)
	}
	out := make([]fabric.Address, len(free))
	for i, r := range free {
		out[i] = fabric.Address{Family: packet.V4, Addrs: r}
	}
	return out
}

func single(a netip.Addr) fabric.Address {
	f, r := packet.AddrsOfAddr(a)
	return fabric.Address{Family: f, Addrs: r}
}

var anywhere = netip.PrefixFrom(netip.IPv4Unspecified(), 0)

// kindNames are what people call the kinds.
var kindNames = map[scenario.ResourceKind]string{
	KindRegion: "region", KindVPC: "VPC", KindSubnet: "subnet", KindRouteTable: "route table", KindRoute: "route",
	KindSecurityGroup: "security group", KindNetworkACL: "network ACL", KindPrefixList: "prefix list",
	KindInstance: "instance", KindPeering: "VPC peering connection", KindInternetGateway: "internet gateway",
	KindNATGateway: "NAT gateway", KindFunction: "Lambda function", KindHostedZone: "hosted zone", KindNetworkInterface: "network interface", KindKubernetesService: "Kubernetes service",
	KindLoadBalancer: "load balancer", KindTargetGroup: "target group",
	KindEndpoint: "VPC endpoint", KindEndpointService: "endpoint service",
	KindRestAPI: "REST API", KindHTTPAPI: "HTTP API", KindVPCLink: "VPC link", KindDomainName: "custom domain name",
}

// element is a resource as a thing that decides.
func element(r *scenario.Resource) fabric.Element {
	return fabric.Element{Label: kindNames[r.Kind] + " " + r.Name, At: r.Key}
}

// placed is an element that stands where a value is written, or else where the
// nearest thing around it is.
func placed(label string, at, else_ diag.Range) fabric.Element {
	if at.IsZero() {
		at = else_
	}
	return fabric.Element{Label: label, At: at}
}

// regionOf is the region that a resource stands in.
func regionOf(r *scenario.Resource) *Region { return r.Enclosing(KindRegion).Object.(*Region) }

// vpcOf is the VPC that a resource stands in.
func vpcOf(r *scenario.Resource) *VPC { return r.Enclosing(KindVPC).Object.(*VPC) }
