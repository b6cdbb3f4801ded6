package alibaba_test

import (
	"strings"
	"testing"
)

var namesShort = strings.NewReplacer("HZ.", "regions.cn-hangzhou.", "VPC1.", "regions.cn-hangzhou.vpcs.vpc-1.", "VPC2.", "regions.cn-hangzhou.vpcs.vpc-2.",
	"CORP.", "private_zones.corp.", "SITE.", "idcs.hangzhou.", "RULE.", "regions.cn-hangzhou.resolver_rules.idc.", "PZ.", "cens.cen-1.private_zones.pz.")

// The zone of the scenario with some records instead of its own.
func records(list string) string {
	return "merge: {private_zones: {corp: {records: [" + list + "]}}}"
}

func TestPrivateZones(t *testing.T) {
	const www, api = "instance/client name/www.corp.example.com tcp/80", "instance/client name/api.corp.example.com tcp/80"
	const other = "instance/other name/www.corp.example.com tcp/80"
	const toSubdomain = "{rr: api, type: CNAME, values: [6f1d0c2b8a974e55-cn-hangzhou-vpc.alicloudapi.com]}"
	requireLines(t, "../../testdata/codes/private-zones.yaml", namesShort, []lineClaim{
		{"GR-e2 a zone answers in the VPC that it is bound to", "", www, reachable},
		{"GR-e3 a CEN shares no zones", "", other, "unreachable forward dns.zone-not-bound"},
		{"GR-e3 each VPC is bound", "set: {CORP.vpcs: [vpc-1, vpc-2]}", other, reachable},
		{"GR-e2 bound to a VPC of another region", "set: {CORP.vpcs: [vpc-1, vpc-far], cens.cen-1.attachments.far: {vpc: vpc-far}}", "instance/far name/www.corp.example.com tcp/80", "reachable forward bandwidth.test-only"},
		{"GR-i30 not bound is no timeout but no such name", "set: {CORP.vpcs: []}", www, "unreachable forward dns.zone-not-bound"},
		{"GR-e2 a VPC of another account without authorization", "set: {CORP.account: '1'}", www, "unreachable forward grant.zone-authorization-missing"},
		{"GR-e2 and with it", "set: {CORP.account: '1', VPC1.account: '2', cens.cen-1.account: '2', VPC2.account: '2', HZ.vbrs.vbr-1.account: '2', CORP.user_vpc_authorizations: ['2']}", www, reachable},
		{"GR-e2 an authorization of somebody else", "set: {CORP.account: '1', VPC1.account: '2', CORP.user_vpc_authorizations: ['3']}", www, "unreachable forward grant.zone-authorization-missing"},
		{"GR-e2 unknown names under a zone are none", records("{rr: w, type: A, values: [10.1.1.20]}, "+toSubdomain) + ", set: {private_zones.longer: {zone_name: www.corp.example.com, vpcs: [vpc-2], records: [{rr: '@', type: A, values: [10.1.1.20]}]}}", www, "unreachable forward dns.not-resolvable"},
		{"GR-e2 the longest zone answers", "set: {private_zones.longer: {zone_name: www.corp.example.com, vpcs: [vpc-1]}}", www, "unreachable forward dns.not-resolvable"},
		{"GR-e2 also with a record of the zone itself", "set: {private_zones.longer: {zone_name: www.corp.example.com, vpcs: [vpc-1], records: [{rr: '@', type: A, values: [10.2.1.10]}]}}", www, reachable},
		{"GR-e2 with recursion a known name is what public name servers say", "set: {CORP.proxy_pattern: record, HZ.api_gateways.apigw.groups.shop.custom_domains: {shop.corp.example.com: {cname: vpc_subdomain}}}", "instance/client name/shop.corp.example.com tcp/80", reachable},
		{"GR-e2 without it there is none", "set: {HZ.api_gateways.apigw.groups.shop.custom_domains: {shop.corp.example.com: {cname: vpc_subdomain}}}", "instance/client name/shop.corp.example.com tcp/80", "unreachable forward dns.not-resolvable"},
		{"a record for any label", records("{rr: '*', type: A, values: [10.1.1.20]}"), www, reachable},
		{"a name leads to another", records("{rr: www, type: CNAME, values: [web.corp.example.com]}, {rr: web, type: A, values: [10.1.1.20]}"), www, reachable},
		{"a name that leads to itself", records("{rr: www, type: CNAME, values: [www.corp.example.com]}"), www, "unreachable forward dns.not-resolvable"},
		{"a name that leads to a zone that is not bound", records("{rr: www, type: CNAME, values: [www.other.example.com]}") + ", set: {private_zones.other: {zone_name: other.example.com, vpcs: [vpc-2], records: [{rr: www, type: A, values: [10.1.1.20]}]}}", www, "unreachable forward dns.zone-not-bound"},
		{"each address must work", records("{rr: www, type: A, values: [10.1.1.20, 10.1.1.10]}"), www, "partial forward backend.not-listening"},
		{"an address that nothing has", records("{rr: www, type: A, values: [10.1.1.99]}") + ", remove: [HZ.functions]", www, "unreachable forward endpoint.unoccupied"},
		{"an address that the cloud may have given to a function", records("{rr: www, type: A, values: [10.1.1.99]}"), www, "unknown forward unsupported.outside-record"},
		{"an address of the site", records("{rr: www, type: A, values: [10.9.1.20]}"), www, reachable},
		{"an address that is nowhere", records("{rr: www, type: A, values: [10.77.1.20]}"), www, "unknown forward unsupported.outside-record"},
		{"a private name is none on the internet", "", "internet name/www.corp.example.com tcp/80", "unreachable forward dns.not-resolvable"},
		{"the API by its custom domain", "", api, reachable},
		{"j3 not without a record", "remove: ['private_zones.corp.records[1]']", api, "unreachable forward dns.not-resolvable"},
		{"a domain that is bound to no group", records("{rr: orders, type: CNAME, values: [6f1d0c2b8a974e55-cn-hangzhou-vpc.alicloudapi.com]}"), "instance/client name/orders.corp.example.com tcp/80", "unreachable forward api.unknown-domain"},
		{"a custom domain that is public elsewhere, and private here", "set: {HZ.api_gateways.apigw.groups.shop.custom_domains: {api.corp.example.com: {cname: public_subdomain}}}", api, reachable},
		{"GR-c2 and then the call comes from the bound VPC", "set: {HZ.api_gateways.apigw.groups.shop.custom_domains: {api.corp.example.com: {cname: public_subdomain}}}, remove: [HZ.api_gateways.apigw.client_vpc]", api, "unreachable forward grant.client-vpc-unbound"},
		{"split horizon: the public answer where the zone is not bound", "set: {HZ.api_gateways.apigw.groups.shop.custom_domains: {api.corp.example.com: {cname: public_subdomain}}}", "internet name/api.corp.example.com tcp/80", reachable},
		{"a zone that leads the domain to an instance", records("{rr: api, type: A, values: [10.1.1.20]}"), api, reachable},
		{"GR-d4 a function in the VPC sees its zones", "", "function/f name/www.corp.example.com tcp/80", reachable},
		{"GR-d4 one on GPU instances with internet access does not", "set: {HZ.functions.f.gpu: true}", "function/f name/www.corp.example.com tcp/80", "unreachable forward dns.not-resolvable"},
	})
}

func TestResolverRules(t *testing.T) {
	const web = "instance/client name/web.idc.example.com tcp/80"
	const longer = "set: {private_zones.longer: {zone_name: web.idc.example.com, vpcs: [vpc-1], records: [{rr: '@', type: A, values: [10.1.1.20]}]}}"
	requireLines(t, "../../testdata/codes/private-zones.yaml", namesShort, []lineClaim{
		{"GR-e5 a VPC asks the name server of a site", "", web, reachable},
		{"GR-e5 the group of the endpoint lets no query out", "set: {VPC1.security_groups.dns.egress: []}", web, "unreachable forward sg.egress-denied"},
		{"GR-i31 the site has no route back", "remove: [SITE.routes.to-vpc]", web, "unreachable return route.missing"},
		{"GR-i31 the firewall of the site drops the query", "set: {SITE.firewall: {ingress: [{protocol: tcp, ports: 80}]}}", web, "unreachable forward site.ingress-denied"},
		{"GR-e5 a rule is for the VPCs that it is bound to", "set: {RULE.vpcs: [vpc-2]}", web, "unreachable forward dns.not-resolvable"},
		{"RT-c2 of the region of the endpoint", "set: {RULE.vpcs: [vpc-1, vpc-far]}", "instance/far name/web.idc.example.com tcp/80", "unreachable forward dns.not-resolvable"},
		{"a VPC of the region asks by the endpoint of another", "set: {RULE.vpcs: [vpc-2], SITE.routes.to-vpc-2: {destination: 10.2.0.0/16, next_hop: vbr/vbr-1}, SITE.firewall.ingress: [{protocol: all, source: 10.0.0.0/8}]}", "instance/other name/web.idc.example.com tcp/80", reachable},
		{"the first name server does not answer, the second does", "set: {RULE.forward_ips: [{ip: 10.9.0.54}, {ip: 10.9.0.53}], SITE.firewall: {ingress: [{protocol: all}]}}", web, reachable},
		{"nothing listens on the port", "set: {RULE.forward_ips: [{ip: 10.9.0.53, port: 5353}], SITE.firewall: {ingress: [{protocol: all}]}, VPC1.security_groups.dns.egress: [{protocol: all, destination: 0.0.0.0/0}]}", web, "unreachable forward backend.not-listening"},
		{"a zone with the record goes before a rule", longer, web, reachable},
		{"below a zone without, it is not known", "set: {private_zones.above: {zone_name: example.com, vpcs: [vpc-1]}}", web, "unknown open.rule-before-zone"},
		{"unless it is written", "set: {private_zones.above: {zone_name: example.com, vpcs: [vpc-1]}, RULE.before_private_zone: true}", web, reachable},
		{"either way", "set: {private_zones.above: {zone_name: example.com, vpcs: [vpc-1]}, RULE.before_private_zone: false}", web, "unreachable forward dns.not-resolvable"},
		{"a zone that asks outside asks the rule first", "set: {private_zones.above: {zone_name: example.com, vpcs: [vpc-1], proxy_pattern: record}}", web, reachable},
		{"the endpoint is gone", "remove: [VPC1.resolver_endpoints.out]", web, "unreachable forward dns.not-resolvable"},
		{"the name server does not know the name", "set: {SITE.resolver.records: {web.idc.example.org: 10.9.1.20}, private_zones.aside: {zone_name: web.idc.example.com, vpcs: [vpc-2], records: [{rr: '@', type: A, values: [10.1.1.20]}]}}", web, "unreachable forward dns.not-resolvable"},
		{"an address of the endpoint that the cloud picks", "remove: [VPC1.resolver_endpoints.out.ip_addresses], set: {SITE.firewall: {ingress: [{protocol: all}]}}", web, reachable},
	})
}

// The CEN of the scenario, of Enterprise Edition.
const enterprise = "set: {cens.cen-1: {edition: enterprise, private_zones: {pz: {access_region: cn-hangzhou, host_region: cn-hangzhou, host_vpc: vpc-1}}, transit_routers: {tr: {region: cn-hangzhou, route_tables: {rt: {type: system}}, attachments: {vpc-1: {vpc: vpc-1, zone_mappings: [{vswitch: vswitch/vpc-1/vsw-1, zone: cn-hangzhou-h}], association: rt, propagations: [rt], auto_publish_route_enabled: true}, idc: {vbr: vbr-1, association: rt, propagations: [rt], auto_publish_route_enabled: true}}}}}}"

func TestNameServersOfSites(t *testing.T) {
	const www, call = "host/host-1 name/www.corp.example.com tcp/80", "host/host-1 api/shop/list-orders tcp/80"
	requireLines(t, "../../testdata/codes/private-zones.yaml", namesShort, []lineClaim{
		{"RT-c2 a site asks PrivateZone through the CEN", "", www, reachable},
		{"RT-c2 no access, no way there", "remove: [cens.cen-1.private_zones.pz]", www, "unreachable forward dns.private-zone-access-missing"},
		{"RT-c2 for VBRs of the access region", "set: {PZ.access_region: cn-beijing}", www, "unreachable forward dns.private-zone-access-missing"},
		{"GR-e4 which is the host region", "set: {PZ.host_region: cn-beijing}", www, "unreachable forward dns.private-zone-access-missing"},
		{"RT-c2 the host VPC is attached", "remove: [cens.cen-1.attachments.vpc-1]", www, "unreachable forward dns.private-zone-access-missing"},
		{"RT-c2 the site sees the zones of the host VPC", "set: {PZ.host_vpc: vpc-2, SITE.routes.to-vpc-2: {destination: 10.2.0.0/16, next_hop: vbr/vbr-1}}", www, "unreachable forward dns.zone-not-bound"},
		{"GR-i31 the site has no route to the name servers", "remove: [SITE.routes.to-dns-1, SITE.routes.to-dns-2]", www, "unreachable forward route.missing"},
		{"one of the two name servers will do", "remove: [SITE.routes.to-dns-1]", www, reachable},
		{"GR-i31 its firewall lets no query out", "set: {SITE.firewall: {egress: [{protocol: tcp, ports: 80}]}}", www, "unreachable forward site.egress-denied"},
		{"RT-c2 by another way than that access it is not known", "remove: [cens.cen-1.private_zones.pz], set: {HZ.router_interfaces: {ri-vbr: {role: initiator, router: vbr/vbr-1, opposite_interface: router_interface/ri-vpc}, ri-vpc: {role: acceptor, router: vpc/vpc-1, opposite_interface: router_interface/ri-vbr}}, HZ.vbrs.vbr-1.routes.to-dns: {destination: 100.100.2.136/30, next_hop: router_interface/ri-vbr}, VPC1.routes: {to-idc: {destination: 10.9.0.0/16, next_hop: router_interface/ri-vpc}}}", www, "unknown forward open.private-zone-access"},
		{"J4.9 the VPC subdomain is forwarded, and is what it is in the host VPC", "", call, reachable},
		{"ruling 5: a name server that does not forward it", "remove: ['idcs.hangzhou.resolver.forwards[1]']", call, "unknown open.resolves-in"},
		{"ruling 5: no name server is written", "remove: [SITE.resolver]", call, "unknown open.resolves-in"},
		{"ruling 5: it is written where it resolves", "remove: [SITE.resolver], set: {HZ.api_gateways.apigw.groups.shop.resolves_in: any}", call, reachable},
		{"ruling 5: or that it does not", "remove: [SITE.resolver], set: {HZ.api_gateways.apigw.groups.shop.resolves_in: vpcs}", call, "unreachable forward dns.not-resolvable"},
		{"a forwarded name needs no resolves_in of its own", "set: {HZ.api_gateways.apigw.groups.shop.resolves_in: vpcs}", call, reachable},
		{"a hosts entry will do", "set: {SITE.resolver.records: {6f1d0c2b8a974e55-cn-hangzhou-vpc.alicloudapi.com: 10.1.1.30}}, remove: ['idcs.hangzhou.resolver.forwards[1]']", call, reachable},
		{"the longest zone is forwarded", "set: {'idcs.hangzhou.resolver.forwards[1]': {zone: www.corp.example.com, to: [10.9.0.54]}}", www, "unreachable forward endpoint.unoccupied"},
		{"to a machine of which no names are written", "set: {'idcs.hangzhou.resolver.forwards[1]': {zone: www.corp.example.com, to: [10.9.1.20]}, SITE.hosts.web.listens: [{port: udp/53}]}", www, "unknown forward unsupported.outside-resolver"},
		{"hosts of the site know its own names", "", "host/host-1 name/web.idc.example.com tcp/80", reachable},
		{"name servers that ask each other without end", "set: {'idcs.hangzhou.resolver.forwards[0]': {zone: corp.example.com, to: [10.9.0.53]}}", www, "unreachable forward dns.not-resolvable"},
		{"GR-e2 a zone that the owner of the host VPC has not authorized", "set: {CORP.account: '1'}", www, "unreachable forward grant.zone-authorization-missing"},
		{"GR-e4 on Enterprise Edition too", enterprise, www, reachable},
		{"GR-e4 not without PrivateZone access there", enterprise + ", remove: [cens.cen-1.private_zones.pz]", www, "unreachable forward dns.private-zone-access-missing"},
		{"GR-e4 nor for a VBR that is not attached", enterprise + ", remove: [cens.cen-1.transit_routers.tr.attachments.idc]", www, "unreachable forward link.unattached"},
		{"RT-c2 the way is for sites, and VPCs have their own", "", "instance/other name/www.corp.example.com tcp/80", "unreachable forward dns.zone-not-bound"},
	})
}
