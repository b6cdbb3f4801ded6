package alibaba

import (
	"net/netip"
	"sync"

	"netsim/packet"
	"netsim/topology/cloud"
	"netsim/topology/diag"
	"netsim/topology/fabric"
	"netsim/topology/scenario"
)

// The classes of domains and endpoints that this cloud's gates speak of.
const (
	classVPC             = "vpc"
	classFunctionNetwork = "function network"
	classServiceNetwork  = "service network"
	classCEN             = "cen"
	classPeering         = "vpc peering"
	classFunction        = "function"
	classECR             = "ecr"
	classVPN             = "vpn"
	classSite            = "site"
	classVBR             = "vbr"
	classBeyond          = "beyond circuits"
)

// lowering carries one Lower.
type lowering struct {
	cloud.Switches
	doc      *Document
	b        *fabric.Builder
	internet cloud.Internet
	ends     *cloud.Ends

	regions map[*Region]*regionParts
	vpcs    map[*VPC]*vpcParts
	cens    []*cenParts
	vsw     map[*VSwitch]fabric.SegmentID
	members map[*SecurityGroup][]fabric.InterfaceID
	guarded []guarded // interfaces that wait for their filters
	clb     []fabric.InterfaceID
	filters map[string][2]fabric.FilterID
	acls    map[*VSwitch][2]fabric.FilterID // in, out
	used    map[*VSwitch][]netip.Addr       // addresses that are given to somebody

	// nics are the network interfaces that belong to an instance, by what they are
	// called by; nicsOf those of an instance, the first one first. through are the
	// ways through instances that forward.
	nics    map[*scenario.Resource]*nic
	nicsOf  map[*Instance][]*nic
	through map[[2]fabric.InterfaceID]fabric.HopID

	// hops are where routes of VPCs, VBRs and transit routers lead to whose next
	// hop is a resource; siteHops those of sites.
	hops, siteHops map[*scenario.Resource]hop
	idcs           map[*IDC]*siteParts
	endpoints      map[*ResolverEndpoint][]fabric.InterfaceID
	dns            directory
	vbrs           map[*VBR]*vbrParts

	routers     map[*TransitRouter]*routerParts
	joins       map[*TransitAttachment]*joinParts
	peerings    map[*PeerAttachment]*peerParts
	saidMissing int // sessions that only say what is missing
	vpns        map[*VPNConnection]*vpnParts
	vgws        map[*VPNGateway]*vpnGatewayParts
	ecrs        map[*ECR]*ecrParts
}

type regionParts struct {
	service fabric.DomainID // the region's cloud service network
	table   fabric.TableID
	segment fabric.SegmentID
	// functions is the network that functions outside of VPCs stand in.
	functions fabric.DomainID
	// others is where the region's services stand whose addresses are not
	// written; None until there is one.
	others fabric.SegmentID
	// resolvers is where its name servers stand; None until somebody asks them.
	resolvers fabric.SegmentID
}

type vpcParts struct {
	domain fabric.DomainID
	main   fabric.TableID
	custom map[*RouteTable]fabric.TableID
	// arrivals is where packets are looked up that come from peers, byInterface
	// those that come over router interfaces; nil until something does.
	arrivals, byInterface *fabric.TableID
}

// guarded is an interface with its security groups.
type guarded struct {
	at     fabric.InterfaceID
	groups []scenario.Value[scenario.Ref[SecurityGroup]]
	owner  *scenario.Resource
}

// Lower adds the network of a document to a builder, under one reading of its
// switches, and to ends what checks can ask about.
func Lower(doc *Document, b *fabric.Builder, internet cloud.Internet, reading fabric.Reading, ends *cloud.Ends) {
	l := &lowering{
		doc: doc, b: b, Switches: cloud.Switches{Builder: b, Reading: reading}, internet: internet, ends: ends,
		regions: map[*Region]*regionParts{}, vpcs: map[*VPC]*vpcParts{},
		vsw: map[*VSwitch]fabric.SegmentID{}, members: map[*SecurityGroup][]fabric.InterfaceID{},
		filters: map[string][2]fabric.FilterID{}, acls: map[*VSwitch][2]fabric.FilterID{}, used: map[*VSwitch][]netip.Addr{},
		nics: map[*scenario.Resource]*nic{}, nicsOf: map[*Instance][]*nic{}, through: map[[2]fabric.InterfaceID]fabric.HopID{},
		hops: map[*scenario.Resource]hop{}, siteHops: map[*scenario.Resource]hop{}, idcs: map[*IDC]*siteParts{}, vbrs: map[*VBR]*vbrParts{},
		routers: map[*TransitRouter]*routerParts{}, joins: map[*TransitAttachment]*joinParts{}, peerings: map[*PeerAttachment]*peerParts{},
		ecrs: map[*ECR]*ecrParts{}, vpns: map[*VPNConnection]*vpnParts{}, vgws: map[*VPNGateway]*vpnGatewayParts{},
		endpoints: map[*ResolverEndpoint][]fabric.InterfaceID{},
		dns: directory{
			hosts: map[string]*hostName{}, fronts: map[fabric.InterfaceID]*gatewayParts{}, resolvers: map[resolverAt]fabric.InterfaceID{},
		},
	}
	for _, r := range doc.Regions.All() {
		l.region(r)
	}
	l.eachVPC(l.vpc)
	l.eachSite(l.site)
	l.eachVBR(l.vbr)
	l.transitRouters()
	l.eachVPN(l.vpnGateway, l.vpnConnection)
	for _, e := range doc.ECRs.All() {
		l.ecr(e)
	}
	l.eachVPC(l.bindACLs)
	l.eachVPC(l.takeAddresses)
	l.eachVPC(l.takeResolvers)
	for _, r := range doc.Regions.All() {
		for _, g := range r.APIGateways.All() {
			l.takeIngress(g)
		}
	}
	l.eachVPC(l.instances)
	l.eachVPC(func(v *VPC) {
		for _, e := range v.ResolverEndpoints.All() {
			l.resolverEndpoint(e)
		}
	})
	l.eachSite(l.siteHosts)
	l.eachVPC(l.loadBalancers)
	for _, r := range doc.Regions.All() {
		for _, f := range r.Functions.All() {
			l.function(r, f)
		}
	}
	l.routerInterfaces()
	for _, r := range doc.Regions.All() {
		for _, p := range r.VPCPeers.All() {
			l.peering(p)
		}
	}
	l.transitAttachments()
	l.peerAttachments()
	l.customRoutes()
	l.transitRoutes()
	l.eachVPN(l.vpnGatewayRoutes, l.vpnConnectionRoutes)
	l.eachVBR(l.vbrRoutes)
	l.eachSite(l.siteRoutes)
	l.guard()
	for _, c := range doc.CENs.All() {
		if c.Edition.V != editionEnterprise {
			l.cens = append(l.cens, l.cen(c))
		}
	}
	l.eachVBR(l.bgp)
	l.transitSessions()
	for _, e := range doc.ECRs.All() {
		l.ecrSessions(e)
	}
	for _, r := range doc.Regions.All() {
		for _, g := range r.APIGateways.All() {
			l.apiGateway(r, g)
		}
	}
	l.names()
}

func (l *lowering) eachVPC(do func(*VPC)) {
	for _, r := range l.doc.Regions.All() {
		for _, v := range r.VPCs.All() {
			do(v)
		}
	}
}

// element is a resource as a thing that decides.
func element(r *scenario.Resource) fabric.Element {
	return fabric.Element{Label: kindNames[r.Kind] + " " + r.Name, At: r.Key}
}

// kindNames are what people call the kinds.
var kindNames = map[scenario.ResourceKind]string{
	KindRegion: "region", KindVPC: "VPC", KindVSwitch: "vSwitch", KindRouteTable: "route table",
	KindRoute: "route", KindSecurityGroup: "security group", KindNetworkACL: "network ACL", KindPrefixList: "prefix list",
	KindInstance: "instance", KindLoadBalancer: "load balancer", KindFunction: "function",
	KindAPIGateway: "API gateway", KindVPCAccess: "VPC access authorization", KindAPIGroup: "API group",
	KindCustomDomain: "custom domain", KindAPI: "API", KindApp: "app", KindCEN: "CEN",
	KindAttachment: "attachment", KindAllocation: "region bandwidth", KindServiceRoute: "service route",
	KindBandwidthPlan: "bandwidth plan",
	KindTransitRouter: "transit router", KindTransitRouteTable: "route table", KindTransitRoute: "static entry",
	KindTransitRouterCIDR: "transit router CIDR", KindAggregation: "aggregate route", KindPeerAttachment: "peer attachment",
	KindPhysicalConnection: "physical connection", KindVBR: "VBR", KindRouterInterface: "router interface", KindECR: "ECR",
	KindVPNGateway: "VPN gateway", KindVPNConnection: "IPsec connection", KindVPCPeer: "VPC peering connection",
	KindECRRegion: "ECR region", KindECRAssociation: "ECR association",
	KindIDC: "IDC", KindSiteHost: "host", KindHaVip: "HaVip", KindNetworkInterface: "network interface",
	KindPrivateZone: "private zone", KindZoneAccess: "PrivateZone access", KindResolverEndpoint: "resolver endpoint", KindResolverRule: "resolver rule",
	KindBGPGroup: "BGP group", KindBGPPeer: "BGP peer", KindSwitchingGroup: "VBR switching group",
}

// placed is an element that stands where a value is written, or else where the
// nearest thing around it is.
func placed(label string, at diag.Range, else_ diag.Range) fabric.Element {
	if at.IsZero() {
		at = else_
	}
	return fabric.Element{Label: label, At: at}
}

func addressOfIP(a netip.Addr) fabric.Address {
	f, r := packet.AddrsOfAddr(a)
	return fabric.Address{Family: f, Addrs: r}
}

// publicAddresses are those of the internet.
var publicAddresses = sync.OnceValue(func() []fabric.Address { return ofIPv4(packet.PublicIPv4()) })

var anywhere = netip.PrefixFrom(netip.IPv4Unspecified(), 0)
