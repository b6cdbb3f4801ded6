package generate

import (
	"fmt"
	"net/netip"
)

// amazonEndpoint is an interface endpoint of a VPC.
type amazonEndpoint struct {
	name    Name
	vpc     *amazonVPC
	id      string
	host    string         // its own name
	service *amazonService // nil: execute-api
	at      []endpointAt
}

// endpointAt is a subnet of an endpoint, and its address there.
type endpointAt struct {
	subnet *vswitch
	addr   netip.Addr // not valid: AWS picks it
}

// amazonService is an endpoint service.
type amazonService struct {
	name      Name
	region    string
	id        string
	other     bool // it is of another account than its region
	balancers []Name
}

const executeAPI = "execute-api"

// planPrivate decides which endpoints, services, VPC links and APIs there are.
func (a *amazon) planPrivate() {
	for _, v := range a.vpcs {
		v.id = fmt.Sprintf("vpc-%017d", len(v.subnets)*100+len(a.vpcs)+a.IntN(10))
		v.other = a.chance(25)
		if v.balancer == "" {
			continue
		}
		// One load balancer is behind a service or a VPC link, and not both.
		n := a.IntN(20)
		if n < 11 {
			s := &amazonService{name: a.name("svc"), region: v.region, other: v.other, balancers: []Name{v.balancer}}
			s.id = fmt.Sprintf("vpce-svc-%017d", len(a.services)+1)
			a.services = append(a.services, s)
		}
		if n > 9 {
			a.links = append(a.links, amazonLink{name: a.name("link"), vpc: v})
		}
	}
	for _, v := range a.vpcs {
		if a.mostly(85, 60) {
			a.planEndpoint(v, nil)
		}
		if len(a.services) > 0 && a.chance(60) {
			a.planEndpoint(v, pick(a.generator, a.services))
		}
	}
	for range 1 + a.IntN(2) {
		region := pick(a.generator, a.vpcs).region
		if called := a.called(); len(called) > 0 && a.mostly(95, 60) {
			region = pick(a.generator, called).region
		}
		api := &amazonAPI{name: a.name("api"), region: region, id: fmt.Sprintf("aaaaaaaa%02d", len(a.apis))}
		api.stages = []string{"test", "prod"}[:1+a.IntN(2)]
		a.apis = append(a.apis, api)
	}
}

func (a *amazon) planEndpoint(v *amazonVPC, to *amazonService) {
	a.made++
	e := &amazonEndpoint{name: a.name("vpce"), vpc: v, service: to, id: fmt.Sprintf("vpce-%017d", a.made)}
	what := executeAPI
	if to != nil {
		what = to.id
	}
	e.host = fmt.Sprintf("%s-abcdefgh.%s.%s.vpce.amazonaws.com", e.id, what, v.region)
	picked := a.chance(20)
	for _, s := range v.subnets {
		if len(e.at) > 0 && a.chance(50) {
			continue
		}
		at := endpointAt{subnet: s}
		if !picked {
			used := s.used
			at.addr, _ = a.usableIn(s)
			if len(used) > 0 && a.chance(50) {
				s.used = used[:len(used):len(used)] // no check is of that block
			}
		}
		e.at = append(e.at, at)
	}
	v.endpoints = append(v.endpoints, e)
}

// endpoint is an interface endpoint, as it is written.
func (a *amazon) endpoint(e *amazonEndpoint) Mapping {
	m := Mapping{{"id", e.id}, {"type", "interface"}}
	switch {
	case e.service == nil:
		m.Put("service_name", "com.amazonaws."+e.vpc.region+"."+executeAPI)
	case a.chance(50):
		m.Put("service_name", fmt.Sprintf("com.amazonaws.vpce.%s.%s", e.service.region, e.service.id))
	default:
		m.Put("service_name", Ref{Kind: "endpoint_service", To: e.service.name})
	}
	if e.at[0].addr.IsValid() {
		list := List{}
		for _, at := range e.at {
			c := Mapping{{"subnet", Ref{To: at.subnet.name}}}
			if at.addr.IsValid() {
				c.Put("ipv4", at.addr)
			}
			list = append(list, c)
		}
		m.Put("subnet_configurations", list)
	} else {
		list := List{}
		for _, at := range e.at {
			list = append(list, Ref{To: at.subnet.name})
		}
		m.Put("subnets", list)
	}
	if a.mostly(97, 90) {
		m.Put("security_groups", List{Ref{To: pick(a.generator, e.vpc.groups)}})
	}
	if a.mostly(93, 80) {
		m.Put("private_dns_enabled", a.mostly(95, 80))
	}
	m.Put("dns_name", e.host)
	if e.service == nil && a.chance(30) {
		m.Put("policy", a.policy(nil))
	}
	if a.mostly(8, 20) {
		m.Put("state", pick(a.generator, []string{
			"available", "available", "pendingAcceptance", "pending", "rejected", "expired", "failed", "deleting", "deleted",
		}))
	}
	return m
}

// service is an endpoint service, as it is written. In order, most who have an
// endpoint to it may, and are accepted.
func (a *amazon) service(s *amazonService) Mapping {
	m := Mapping{{"id", s.id}}
	switch {
	case !a.mostly(97, 90):
		m.Put("account", pick(a.generator, a.accounts))
	case s.other:
		m.Put("account", a.accounts[1])
	}
	list := List{}
	for _, b := range s.balancers {
		list = append(list, Ref{Kind: "load_balancer", To: b})
	}
	m.Put("network_load_balancers", list)
	switch {
	case a.mostly(70, 40):
		m.Put("allowed_principals", List{"*"})
	case a.chance(80):
		m.Put("allowed_principals", List{pick(a.generator, []any{
			"arn:aws:iam::111122223333:root", "arn:aws:iam::444455556666:root", "arn:aws:iam::111122223333:role/maker",
		})})
	}
	if a.chance(50) {
		m.Put("acceptance_required", a.chance(30))
	}
	accepted := List{}
	for _, v := range a.vpcs {
		for _, e := range v.endpoints {
			if e.service == s && a.mostly(85, 60) {
				accepted = append(accepted, Ref{Kind: "vpc_endpoint", To: e.name})
			}
		}
	}
	m.Put("accepted", accepted)
	if a.chance(6) {
		m.Put("state", pick(a.generator, []string{"Available", "Pending", "Failed", "Deleting", "Deleted"}))
	}
	if a.chance(10) {
		m.Put("supported_regions", List{pick(a.generator, amazonRegions)})
	}
	if a.chance(20) {
		m.Put("private_dns_name", "svc.example.com")
		m.Put("private_dns_name_verified", a.chance(80))
	}
	return m
}
