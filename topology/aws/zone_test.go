package aws_test

import "testing"

func TestHostedZones(t *testing.T) {
	const shadow = "set: {hosted_zones.shadow: {domain: example.com, private: true, vpcs: [vpc/left], records: [{name: web, type: A, values: [10.0.1.30]}]}}"
	const left, right = "instance/left/client", "instance/right/client"
	requireClaims(t, "names.yaml", []claim{
		{"a public record leads everybody to a public address", "", "internet name/web.example.com tcp/443", reachable},
		{"also those in the VPC, out and in again", "", left + " name/web.example.com tcp/443", reachable},
		{"whoever has no way out does not get there", "", right + " name/web.example.com tcp/443", "unreachable forward route.missing"},
		{"a name leads to another", "", "internet name/www.example.com tcp/443", reachable},
		{"a record leads to somebody on the internet", "", left + " name/outside.example.com tcp/443", reachable},
		{"or out of the scenario, and then it is not known", "", left + " name/elsewhere.example.com tcp/443", "unknown forward unsupported.outside-record"},
		{"a name that leads to itself leads nowhere", "", left + " name/round.example.com tcp/443", "unreachable forward dns.not-resolvable"},
		{"a private zone answers in its VPC", "", left + " name/web.internal.example.com tcp/443", reachable},
		{"f8 and nowhere else", "", right + " name/web.internal.example.com tcp/443", "unreachable forward dns.not-resolvable"},
		{"f8 least of all on the internet", "", "internet name/web.internal.example.com tcp/443", "unreachable forward dns.not-resolvable"},
		{"a VPC of another account is associated", "set: {hosted_zones.private.vpcs: [vpc/left, vpc/right]}", right + " name/web.internal.example.com tcp/443", reachable},
		{"a private address in another VPC is reached if routes lead there", "", left + " name/server.internal.example.com tcp/443", reachable},
		{"an association leads to no VPC", "set: {hosted_zones.private.vpcs: [vpc/left, vpc/right]}, remove: [vpc_peering_connections.pcx]", right + " name/web.internal.example.com tcp/443", "unreachable forward route.blackhole"},
		{"f1 private zones need DNS host names", "set: {LEFT.enable_dns_hostnames: false}", left + " name/web.internal.example.com tcp/443", "unreachable forward dns.private-dns-off"},
		{"f1 and the resolver", "set: {LEFT.enable_dns_support: false}", left + " name/web.internal.example.com tcp/443", "unreachable forward dns.resolver-off"},
		{"f1 which public names need too", "set: {LEFT.enable_dns_support: false}", left + " name/web.example.com tcp/443", "unreachable forward dns.resolver-off"},
		{"a private zone goes before the public one of its domain", shadow, left + " name/web.example.com tcp/443", "unreachable forward backend.not-listening"},
		{"for those in its VPCs", shadow, "internet name/web.example.com tcp/443", reachable},
		{"f8 what it has no record of is not there, whatever the public zone says", shadow, left + " name/secret.example.com tcp/443", "unreachable forward dns.not-resolvable"},
		{"the public one answers where host names are off", "set: {LEFT.enable_dns_hostnames: false, hosted_zones.shadow: {domain: example.com, private: true, vpcs: [vpc/left], records: [{name: web, type: A, values: [10.0.1.30]}]}}", left + " name/web.example.com tcp/443", reachable},
		{"the longest of the private zones answers", "set: {hosted_zones.short: {domain: example.com, private: true, vpcs: [vpc/left], records: [{name: web.internal, type: A, values: [10.0.1.30]}]}}", left + " name/web.internal.example.com tcp/443", reachable},
		{"also where it has no such record", "set: {hosted_zones.long: {domain: web.internal.example.com, private: true, vpcs: [vpc/left]}}", left + " name/web.internal.example.com tcp/443", "unreachable forward dns.not-resolvable"},
		{"each address of a record must work", "", left + " name/both.internal.example.com tcp/443", "partial forward backend.not-listening"},
		{"an address that nothing has", "", left + " name/nobody.internal.example.com tcp/443", "unreachable forward endpoint.unoccupied"},
		{"an address that is in no VPC of the scenario", "", left + " name/remote.internal.example.com tcp/443", "unknown forward unsupported.outside-record"},
		{"a record for any label", "", left + " name/shop.apps.internal.example.com tcp/443", reachable},
		{"but not for one with a record of its own", "", left + " name/closed.apps.internal.example.com tcp/443", "unreachable forward backend.not-listening"},
		{"a name of a private zone that leads to another", "", left + " name/alias.internal.example.com tcp/443", reachable},
		{"an alias of a load balancer", "", left + " name/nlb.internal.example.com tcp/443", "unreachable forward backend.listener-missing"},
		{"an alias of what is gone", "remove: [LEFT.load_balancers.nlb]", left + " name/nlb.internal.example.com tcp/443", "unreachable forward dns.not-resolvable"},
		{"a name that nothing has", "", left + " name/none.example.com tcp/443", "unreachable forward dns.not-resolvable"},
		{"f7 the public name of an instance is public", "", "internet name/ec2-203-0-113-20.compute-1.amazonaws.com tcp/443", reachable},
		{"f7 and leads to the private address in its VPC", "set: {LEFT.subnets.left.route_table: out}, remove: [LEFT.route_tables.out.routes.out]", left + " name/ec2-203-0-113-20.compute-1.amazonaws.com tcp/443", reachable},
		{"f7 a peer is led to the public address", "", right + " name/ec2-203-0-113-20.compute-1.amazonaws.com tcp/443", "unreachable forward route.missing"},
		{"f7 unless the peering connection has the option", "set: {PCX.pcx.allow_dns_resolution_from_remote_vpc: true}", right + " name/ec2-203-0-113-20.compute-1.amazonaws.com tcp/443", reachable},
		{"f7 without host names there is no such name", "set: {LEFT.enable_dns_hostnames: false}", right + " name/ec2-203-0-113-20.compute-1.amazonaws.com tcp/443", "unreachable forward dns.not-resolvable"},
	})
}
