package aws

import (
	"fmt"
	"net/netip"
	"slices"
	"strings"

	"netsim/topology/cloud"
	"netsim/topology/diag"
	"netsim/topology/scenario"
)

// endpoints checks the endpoints of a VPC.
func (c *checker) endpoints(v *VPC) {
	var private []cloud.Written[string]
	var routes []cloud.Written[tableOf]
	for _, e := range v.Endpoints.All() {
		if e.interfaces() {
			c.interfaceEndpoint(v, e)
			if e.PrivateDNS.V && e.State.V != stateDeleted {
				private = append(private, cloud.Written[string]{What: e.service(), Name: named(&e.Resource), At: e.PrivateDNS.Range()})
			}
			continue
		}
		c.gatewayEndpoint(v, e)
		for _, ref := range e.RouteTables.V {
			if ref.V.To != nil && e.routed() {
				routes = append(routes, cloud.Written[tableOf]{What: tableOf{ref.V.To, e.service()}, Name: named(&e.Resource), At: ref.Range()})
			}
		}
	}
	cloud.Twice(private, func(first, second cloud.Written[string]) {
		c.Warn(second.At, second.Name+" has private DNS for the service of "+first.Name,
			"In a VPC one endpoint to a service has private DNS: AWS refuses the other's. Write private_dns_enabled: false for one of them.", cloud.See(first.At, "the other")...)
	})
	cloud.Twice(routes, func(first, second cloud.Written[tableOf]) {
		c.Warn(second.At, fmt.Sprintf("%s and %s both add a route to %s for the same service", first.Name, second.Name, named(&second.What.table.Resource)),
			"A table has one route for a prefix list: AWS refuses the other's. Take it off one of the lists.", cloud.See(first.At, "the other")...)
	})
}

// tableOf is a route table with a route for a service.
type tableOf struct {
	table   *RouteTable
	service string
}

// service is what an endpoint leads to, the same for all that lead there.
func (e *Endpoint) service() string {
	if to := e.ServiceName.V.Ref.To; to != nil {
		return to.Ref()
	}
	return e.ServiceName.V.AWS
}

// only refuses fields that are of another type of endpoint.
func (c *checker) only(e *Endpoint, of string, fields ...string) {
	for _, f := range fields {
		if entry := e.Node.Field(f); entry != nil {
			why := fmt.Sprintf("%q is a field of %s endpoints, and %s is of type %s", f, of, named(&e.Resource), e.Type.Or(typeGateway))
			if !e.Type.Present() {
				why += ", since its type is not written"
			}
			c.Refuse(entry.KeyRange, why, fmt.Sprintf("Write type: %s, or remove the field.", of), cloud.See(e.Type.Range(), "its type")...)
		}
	}
}

func (c *checker) interfaceEndpoint(v *VPC, e *Endpoint) {
	c.only(e, typeGateway, "route_tables", "prefix_list")
	c.noneOf(e)
	if e.SecurityGroups.Present() {
		c.groupsOf(v, e.SecurityGroups, &e.Resource)
	}
	var zones []cloud.Written[string]
	for _, s := range e.configurations() {
		to := s.Subnet.V.To
		if to == nil || !c.owned(v, s.Subnet.Range(), &to.Resource, "a subnet of "+named(&e.Resource)) {
			continue
		}
		if to.ZoneID.Present() {
			zones = append(zones, cloud.Written[string]{What: to.ZoneID.V, Name: named(&to.Resource), At: s.Subnet.Range()})
		}
		c.offered(e, s.Subnet.Range(), to)
	}
	if len(e.configurations()) == 0 {
		c.Warn(e.Key, named(&e.Resource)+" has no subnet, so it has no address", "Name a subnet in each zone from which it is used.")
	}
	cloud.Twice(zones, func(first, second cloud.Written[string]) {
		c.Warn(second.At, fmt.Sprintf("%s and %s of %s are both in zone %q", first.Name, second.Name, named(&e.Resource), second.What),
			"An endpoint has one subnet in a zone: AWS refuses the second. Name one of them.", cloud.See(first.At, "the first")...)
	})
	if s := e.ServiceName.V.Ref.To; s != nil {
		c.connection(e, s)
	}
}

// noneOf warns of the name of a service that AWS does not have in the region.
func (c *checker) noneOf(e *Endpoint) {
	here := regionOf(&e.Resource)
	n := e.ServiceName
	home := n.V.Region
	if to := n.V.Ref.To; to != nil {
		home = regionOf(&to.Resource).Name
		if n.V.Region != "" && n.V.Region != home {
			c.Warn(n.Range(), fmt.Sprintf("%s leads to nothing: %s is of region %q, and its name says %q", named(&e.Resource), named(&to.Resource), home, n.V.Region),
				"AWS knows the service by the name with its own region. Write that.", cloud.See(to.Key, "the service")...)
			return
		}
		if home == here.Name || to.supports(here) {
			return
		}
		c.Warn(n.Range(), fmt.Sprintf("%s leads to nothing: %s is of region %q, and does not support %q", named(&e.Resource), named(&to.Resource), home, here.Name),
			"An endpoint leads to a service of its own region, or to one whose supported_regions have it.", cloud.See(to.Key, "the service")...)
		return
	}
	if home != "" && home != here.Name {
		c.Warn(n.Range(), fmt.Sprintf("%s leads to nothing: %q is not a service of region %q", named(&e.Resource), n.V.AWS, here.Name),
			"The name of a service has the region of the endpoint in it: AWS refuses another. Write "+here.Name+" there.")
	}
}

// connection warns where what is written of a connection does not fit together:
// the endpoint's state counts.
func (c *checker) connection(e *Endpoint, s *EndpointService) {
	if e.State.Or("") != available {
		return
	}
	if foreign(&e.Resource, &s.Resource) && !s.lists(e.AccountOr("")) {
		c.Warn(e.State.Range(), fmt.Sprintf("%s is available, and %s does not allow its account, %q", named(&e.Resource), named(&s.Resource), e.AccountOr("")),
			"Principals are asked for when an endpoint is made: one that is accepted keeps its connection, and could not be made again. Allow the account, or reject the endpoint.",
			cloud.See(s.AllowedPrincipals.Range(), "the allowed principals")...)
	}
	if s.AcceptanceRequired.Or(true) && s.Accepted.Present() && !s.accepts(e) {
		c.Warn(e.State.Range(), fmt.Sprintf("%s is available, and is not among those that %s has accepted", named(&e.Resource), named(&s.Resource)),
			"The state counts: it is taken to be accepted. Add it to the accepted ones, or write another state.", cloud.See(s.Accepted.Range(), "the accepted ones")...)
	}
}

// lists reports whether somebody of an account is among the allowed principals.
func (s *EndpointService) lists(account string) bool {
	return slices.ContainsFunc(s.AllowedPrincipals.V, func(p value[Principal]) bool {
		return p.Present() && (p.V.Account == "" || p.V.Account == account)
	})
}

// offered: a subnet of an endpoint is in a zone of the service (sheet c4; H).
func (c *checker) offered(e *Endpoint, at diag.Range, subnet *Subnet) {
	s := e.ServiceName.V.Ref.To
	if s == nil || regionOf(&s.Resource) != regionOf(&e.Resource) {
		return
	}
	zones := s.zones()
	if zone := subnet.ZoneID; zone.Present() && len(zones) > 0 && !slices.Contains(zones, zone.V) && !slices.Contains(zones, "") {
		c.Warn(at, fmt.Sprintf("%s is not offered in zone %q, where %s of %s is", named(&s.Resource), zone.V, named(&subnet.Resource), named(&e.Resource)),
			"The service is in the zones of its load balancers, "+strings.Join(zones, ", ")+", and AWS refuses others. Name a subnet there.", cloud.See(s.LoadBalancers.Range(), "its load balancers")...)
	}
}

// zones are those of a service's load balancers, sorted; an empty one is not
// written.
func (s *EndpointService) zones() []string {
	var list []string
	for _, ref := range s.LoadBalancers.V {
		if ref.V.To == nil {
			continue
		}
		for _, m := range ref.V.To.mappings() {
			if to := m.Subnet.V.To; to != nil && !slices.Contains(list, to.ZoneID.V) {
				list = append(list, to.ZoneID.V)
			}
		}
	}
	slices.Sort(list)
	return list
}

func (c *checker) gatewayEndpoint(v *VPC, e *Endpoint) {
	if e.Type.V == typeGatewayLoadBalancer {
		return
	}
	c.only(e, typeInterface, "subnets", "subnet_configurations", "security_groups", "private_dns_enabled", "dns_name")
	for _, ref := range e.RouteTables.V {
		c.owned(v, ref.Range(), header(ref.V.To), "a route table of "+named(&e.Resource))
	}
	c.noneOf(e)
	if e.ServiceName.Present() && !e.routed() {
		c.Warn(e.ServiceName.Range(), named(&e.Resource)+" is inactive: a gateway endpoint leads to S3 or DynamoDB",
			"Other services are reached by an interface endpoint. Write type: interface, with its subnets and security groups.")
	}
	if list := e.PrefixList.V.To; list != nil && regionOf(&list.Resource) != regionOf(&e.Resource) {
		c.Refuse(e.PrefixList.Range(), fmt.Sprintf("%s is of region %q, and not of %q", named(&list.Resource), regionOf(&list.Resource).Name, regionOf(&e.Resource).Name),
			"A prefix list is used in its own region. Write one in this region.", cloud.See(list.Key, "the prefix list")...)
	}
}

// endpointRoute: a route leads to a gateway endpoint by its prefix list only.
func (c *checker) endpointRoute(r *Route) {
	e := endpointOf(r)
	if e == nil || e.Type.V == typeGatewayLoadBalancer || !e.interfaces() && !r.Destination.Present() {
		return
	}
	c.Warn(r.Target.Range(), named(&r.Resource)+" is inactive: it leads to "+named(&e.Resource)+", and not by the prefix list of a gateway endpoint",
		"AWS takes no such route. What is sent to an interface endpoint is sent to its addresses, which needs none.")
}

// endpointServices checks what is offered in a region.
func (c *checker) endpointServices(r *Region) {
	for _, s := range r.EndpointServices.All() {
		for _, ref := range s.LoadBalancers.V {
			c.behindService(r, s, ref)
		}
		if name := s.PrivateDNSName; strings.HasPrefix(name.V, "*.") {
			c.Warn(name.Range(), fmt.Sprintf("names below %q are not resolved", name.V[2:]),
				"netsim resolves the private name of an endpoint service where it is one name. Write the one that is called.")
		}
	}
}

// behindService: a service stands on network load balancers of its own account
// and region (sheet c1; H).
func (c *checker) behindService(r *Region, s *EndpointService, ref value[scenario.Ref[LoadBalancer]]) {
	b := ref.V.To
	if b == nil {
		return
	}
	if why := s.cannotUse(b); why != "" {
		c.Warn(ref.Range(), fmt.Sprintf("%s takes nothing for %s: %s", named(&b.Resource), named(&s.Resource), why),
			"An endpoint service stands on network load balancers of its own account and region. Name such.", cloud.See(b.Key, "the load balancer")...)
	}
}

// cannotUse is why a load balancer cannot be behind a service, for certain; empty: it
// can, if it is of the same account.
func (s *EndpointService) cannotUse(b *LoadBalancer) string {
	switch {
	case b.Type.V == application:
		return "it is an application load balancer"
	case regionOf(&b.Resource) != regionOf(&s.Resource):
		return "it is of region " + regionOf(&b.Resource).Name
	case foreign(&b.Resource, &s.Resource):
		return "it is another account's"
	}
	return ""
}

// endpointAddresses are the addresses that a VPC's endpoints are given.
func (c *checker) endpointAddresses(v *VPC) []cloud.Written[netip.Addr] {
	var taken []cloud.Written[netip.Addr]
	for _, e := range v.Endpoints.All() {
		for _, s := range e.Configurations {
			if s.IPv4.Present() && e.State.V != stateDeleted {
				taken = append(taken, cloud.Written[netip.Addr]{What: s.IPv4.V, Name: named(&e.Resource), At: s.IPv4.Range()})
				if to := s.Subnet.V.To; to != nil && vpcOf(&to.Resource) == v {
					c.address(s.IPv4, &e.Resource, to)
				}
			}
		}
	}
	return taken
}
