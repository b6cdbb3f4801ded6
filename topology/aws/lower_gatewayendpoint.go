package aws

import (
	"fmt"
	"slices"

	"netsim/packet"
	"netsim/topology/diag"
	"netsim/topology/fabric"
	"netsim/topology/scenario"
)

// awsService is a service of AWS in a region, as gateway endpoints lead to it.
type awsService struct {
	domain  fabric.DomainID
	segment fabric.SegmentID
	at      fabric.InterfaceID
}

// byRoutes are the services that gateway endpoints lead to.
var byRoutes = []string{"s3", "dynamodb"}

// routed reports whether an endpoint leads to its service by routes.
func (e *Endpoint) routed() bool {
	return e.Type.Or(typeGateway) == typeGateway && slices.ContainsFunc(byRoutes, e.is)
}

// gatewayService makes the service that a gateway endpoint leads to: what it is to
// anybody who has a route there, with the addresses of the prefix list. Endpoints
// to one service lead to the same.
func (l *lowering) gatewayService(e *Endpoint) {
	name, list := e.ServiceName, e.PrefixList.V.To
	label := element(&e.Resource)
	switch {
	case !e.routed():
		l.ends.Refused[&e.Resource] = l.noService(e, "a gateway endpoint leads to S3 or DynamoDB", "com.amazonaws.REGION.s3, or type: interface")
		return
	case name.V.Region != regionOf(&e.Resource).Name:
		l.ends.Refused[&e.Resource] = l.noService(e, "region "+regionOf(&e.Resource).Name+" has no service "+name.V.AWS, "a service of the region")
		return
	case list == nil:
		l.ends.Refused[&e.Resource] = &fabric.Refusal{
			Element: placed(label.Label, e.PrefixList.Range(), e.Key), Code: "open.prefix-list", Kind: diag.KindUnknown,
			Summary: "the addresses of " + name.V.AWS + " are not written",
			Needed:  "prefix_list, with the entries that `aws ec2 describe-prefix-lists` tells",
		}
		return
	}
	s, ok := l.services[name.V.AWS]
	if !ok {
		s = l.awsService(name.V.AWS, e)
		l.services[name.V.AWS] = s
	}
	i := l.b.InterfaceAt(s.at)
	for _, p := range distinct(list.Entries.V) {
		if a := fabric.AddressesOf(p); !slices.Contains(i.Addresses, a) {
			i.Addresses = append(i.Addresses, a)
		}
	}
	l.ends.Interfaces[&e.Resource] = []fabric.InterfaceID{s.at}
}

func (l *lowering) awsService(name string, e *Endpoint) *awsService {
	label := fabric.Element{Label: "the service " + name, At: e.ServiceName.Range()}
	s := &awsService{}
	// Many networks use it side by side: a reply leaves by the VPC that the request
	// came through.
	s.domain = l.b.Domain(fabric.Domain{Element: label, Region: regionOf(&e.Resource).Name, Class: "aws-service", Shared: true})
	table := l.b.Table(fabric.Table{Element: label, Domain: s.domain})
	l.b.Main(s.domain, table)
	s.segment = l.b.Segment(fabric.Segment{Element: label, Domain: s.domain, Table: table})
	i := fabric.Interface{Element: label, Segment: s.segment, Chosen: true, Edge: fabric.None, Quiet: &fabric.Refusal{
		Element: label, Code: fabric.CodeNotListening, Kind: diag.KindBackend,
		Summary: label.Label + " takes calls on tcp/443 and tcp/80 only",
		Needed:  "a call on tcp/443 or tcp/80",
	}}
	for _, port := range [2]uint16{443, 80} {
		i.Listeners = append(i.Listeners, fabric.Listener{Element: label, Service: packet.Service{Protocol: packet.Protocol(packet.TCP), Ports: packet.Port(port)}})
	}
	s.at = l.b.Interface(i)
	return s
}

// routesOf are the static routes of a table: those that are written, and one for
// each gateway endpoint that lists the table (sheet a20; H).
func routesOf(v *VPC, t *RouteTable) []*Route {
	list := t.Routes.All()
	for _, e := range v.Endpoints.All() {
		leads := func(r *Route) bool { // AWS refuses a second endpoint to the service
			to := endpointOf(r)
			return to != nil && to.service() == e.service()
		}
		at := slices.IndexFunc(e.RouteTables.V, func(ref value[scenario.Ref[RouteTable]]) bool { return ref.V.To == t })
		if at < 0 || !e.routed() || slices.ContainsFunc(list, leads) {
			continue
		}
		r := &Route{PrefixList: e.PrefixList}
		r.Resource = scenario.Resource{
			Kind: KindRoute, Name: "of " + element(&e.Resource).Label, Path: append(slices.Clip(t.Path), e.Name),
			Parent: &t.Resource, Key: e.RouteTables.V[at].Range(), Object: r,
		}
		r.Target = value[scenario.AnyRef]{V: scenario.AnyRef{Text: e.Ref(), To: &e.Resource}, Node: e.RouteTables.V[at].Node}
		list = append(list, r)
	}
	return list
}

// endpointOf is the endpoint that a route leads to, or nil.
func endpointOf(r *Route) *Endpoint {
	if to := r.Target.V.To; to != nil && r.State.V != blackhole {
		e, _ := to.Object.(*Endpoint)
		return e
	}
	return nil
}

// toGatewayService is where a route to a gateway endpoint leads. What comes to the
// VPC over a peering connection is not routed by its tables, so only traffic that
// originates in it goes this way (sheet a20; H).
func (l *lowering) toGatewayService(r *Route, e *Endpoint) (fabric.Target, fabric.DomainID, *fabric.Refusal) {
	if e.Type.V == typeGatewayLoadBalancer {
		return fabric.ToDrop(l.throughAppliances(e)), fabric.None, nil
	}
	s := l.services[e.ServiceName.V.AWS]
	why := stateOf(e)
	switch {
	case e.interfaces() || r.Destination.Present():
		at := placed(element(&r.Resource).Label, r.Target.Range(), r.Key)
		why = &fabric.Refusal{
			Element: at, Code: fabric.CodeShadowed, Kind: diag.KindRoute,
			Summary: fmt.Sprintf("%s leads to %s, and AWS takes no such route: only one for the prefix list of a gateway endpoint", at.Label, element(&e.Resource).Label),
			Needed:  "no such route, or a gateway endpoint and its prefix list",
		}
	case s == nil:
		why = l.ends.Refused[&e.Resource]
	default:
		return fabric.ToSegment(s.segment), s.domain, why
	}
	return fabric.ToDrop(why), fabric.None, why
}
