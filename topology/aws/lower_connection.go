package aws

import (
	"slices"
	"strings"

	"netsim/topology/diag"
	"netsim/topology/fabric"
)

// unavailable is why nothing passes an interface endpoint, wherever it is used;
// nil: the connection stands. The switches are those on which that hangs.
func (l *lowering) unavailable(e *Endpoint) (*fabric.Refusal, []fabric.SwitchID) {
	name := e.ServiceName
	here := regionOf(&e.Resource)
	switch s := name.V.Ref.To; {
	case name.V.AWS != "" && name.V.Region != "" && name.V.Region != here.Name:
		return l.noService(e, "region "+here.Name+" has no service "+name.V.AWS, "a service of region "+here.Name), nil
	case name.V.AWS != "":
		return stateOf(e), nil
	case s == nil:
		return l.noService(e, "endpoint service "+name.V.Ref.Text+" is gone", "the endpoint service"), nil
	default:
		return l.unconnected(e, s)
	}
}

// noService is why an endpoint leads nowhere (sheet i: AWS refuses to make one).
func (l *lowering) noService(e *Endpoint, why, needed string) *fabric.Refusal {
	at := placed(element(&e.Resource).Label, e.ServiceName.Range(), e.Key)
	return &fabric.Refusal{
		Element: at, Code: CodeServiceMissing, Kind: diag.KindLink,
		Summary: at.Label + " leads to nothing: " + why, Needed: needed,
	}
}

// stateOf is why the state of an endpoint lets nothing pass: only available does
// (sheet c3; H).
func stateOf(e *Endpoint) *fabric.Refusal {
	state := e.State.Or(available)
	if state == available {
		return nil
	}
	at := placed(element(&e.Resource).Label, e.State.Range(), e.Key)
	r := &fabric.Refusal{
		Element: at, Code: CodeEndpointNotAvailable, Kind: diag.KindLink,
		Summary: at.Label + " is " + state + ", and only an available one lets packets pass",
		Needed:  at.Label + ", available",
	}
	switch state {
	case statePendingAcceptance, stateRejected, stateExpired:
		r.Code, r.Kind = CodeEndpointUnaccepted, diag.KindGate
		r.Needed = "the provider's acceptance of " + at.Label
	}
	return r
}

// unconnected is why an endpoint is not connected to an endpoint service. One
// that is written to be available has been allowed and accepted: taking a
// principal away does not break its connection (sheet c2; H, ruling 12).
func (l *lowering) unconnected(e *Endpoint, s *EndpointService) (*fabric.Refusal, []fabric.SwitchID) {
	home, here := regionOf(&s.Resource), regionOf(&e.Resource)
	named := e.ServiceName.V.Region
	switch {
	case named != "" && named != home.Name:
		return l.noService(e, element(&s.Resource).Label+" is of region "+home.Name+", and the name says "+named, "the name with the region of the service"), nil
	case home != here && !s.supports(here):
		// (sheet c5; H)
		return l.noService(e, element(&s.Resource).Label+" is of region "+home.Name+", and does not support "+here.Name,
			here.Name+" among the supported regions of "+element(&s.Resource).Label+", or an endpoint in region "+home.Name), nil
	case s.State.Or(serviceAvailable) != serviceAvailable:
		r := l.noService(e, element(&s.Resource).Label+" is "+s.State.V, element(&s.Resource).Label+", available")
		r.Element = placed(element(&s.Resource).Label, s.State.Range(), s.Key)
		return r, nil
	case e.State.Present():
		return stateOf(e), nil
	}
	why, switches := l.notAllowed(e, s)
	if sure := notAccepted(e, s); sure != nil && (why == nil || why.Unknown()) {
		why = sure // both are needed
	}
	return why, switches
}

// supports reports whether endpoints of another region may lead to a service.
func (s *EndpointService) supports(r *Region) bool {
	return slices.ContainsFunc(s.SupportedRegions.V, func(v value[string]) bool { return v.V == r.Name })
}

// notAllowed: whoever makes an endpoint has to be among the allowed principals,
// unless the service is its own account's (sheet c2; H, the own account M: it
// makes endpoints to its services without an entry).
func (l *lowering) notAllowed(e *Endpoint, s *EndpointService) (*fabric.Refusal, []fabric.SwitchID) {
	consumer, provider := e.AccountOr(""), s.AccountOr("")
	if consumer == provider {
		return nil, nil
	}
	at := placed("the allowed principals of "+element(&s.Resource).Label, s.AllowedPrincipals.Range(), s.Key)
	var part []string
	for _, p := range s.AllowedPrincipals.V {
		switch {
		case !p.Present():
		case p.V.Account == "" || p.V.Account == consumer && !p.V.Part:
			return nil, nil
		case p.V.Account == consumer:
			part = append(part, p.V.Text)
		}
	}
	if len(part) > 0 {
		_, id := l.Read(fabric.Switch{
			Element: at, ID: "creator of " + e.Ref(), Name: "allowed_principals", Code: "open.endpoint-creator",
			Ruling: 27, Values: []string{"assumed"},
			Text: element(&e.Resource).Label + " is assumed to be made by a principal that " + element(&s.Resource).Label + " allows: " + strings.Join(part, ", "),
		})
		return nil, []fabric.SwitchID{id}
	}
	r := &fabric.Refusal{
		Element: at, Code: CodePrincipalNotAllowed, Kind: diag.KindGate,
		Summary: element(&s.Resource).Label + " does not allow account " + consumer + " to make endpoints to it",
		Needed:  "arn:aws:iam::" + consumer + ":root among the allowed principals of " + element(&s.Resource).Label,
	}
	switch "" {
	case consumer:
		r.Code, r.Kind = CodeEndpointAccount, diag.KindUnknown
		r.Element = element(&e.Resource)
		r.Summary = "whose " + r.Label + " is, is not written, so whether " + element(&s.Resource).Label + " allows it is not known"
		r.Needed = "the account of the endpoint, or of its VPC or region"
	case provider:
		r.Code, r.Kind = CodeAccountOpen, diag.KindUnknown
		r.Element = element(&s.Resource)
		r.Summary = "whose " + r.Label + " is, is not written, so whether account " + consumer + " is its own, which needs no entry, is not known"
		r.Needed = "the account of the endpoint service, or of its region"
	}
	return r, nil
}

// notAccepted: besides, the provider has to accept the connection (sheet c3; H).
func notAccepted(e *Endpoint, s *EndpointService) *fabric.Refusal {
	if !s.AcceptanceRequired.Or(true) || s.accepts(e) {
		return nil
	}
	at := placed("the accepted connections of "+element(&s.Resource).Label, s.Accepted.Range(), s.Key)
	return &fabric.Refusal{
		Element: at, Code: CodeEndpointUnaccepted, Kind: diag.KindGate,
		Summary: element(&s.Resource).Label + " has not accepted " + element(&e.Resource).Label,
		Needed:  "the provider's acceptance of " + element(&e.Resource).Label,
	}
}

func (s *EndpointService) accepts(e *Endpoint) bool {
	for _, ref := range s.Accepted.V {
		if ref.V.To == e {
			return true
		}
	}
	return false
}

// unserved is why a service has nothing for one interface of an endpoint; nil: it
// has.
func (l *lowering) unserved(at node, s *EndpointService, found []face) *fabric.Refusal {
	label := element(&s.Resource).Label
	where := placed(label, s.LoadBalancers.Range(), s.Key)
	if !s.LoadBalancers.Present() {
		return &fabric.Refusal{
			Element: where, Code: "unsupported.endpoint-service", Kind: diag.KindUnknown,
			Summary: "what stands behind " + label + " is not written",
			Needed:  "network_load_balancers of the endpoint service",
		}
	}
	faces, _ := l.facesOf(s)
	if len(faces) == 0 {
		return &fabric.Refusal{
			Element: where, Code: fabric.CodeNoServer, Kind: diag.KindBackend,
			Summary: "no network load balancer stands behind " + label,
			Needed:  "a network load balancer of the same account and region, active",
		}
	}
	if len(found) > 0 {
		return nil
	}
	var zones []string
	for _, f := range faces {
		zone := f.zone
		if zone == "" {
			zone = "the zone of subnet " + f.subnet.Name
		}
		if !slices.Contains(zones, zone) {
			zones = append(zones, zone)
		}
	}
	slices.Sort(zones)
	here := "the zone"
	if at.zone != "" {
		here = "zone " + at.zone
	}
	return &fabric.Refusal{
		Element: placed("subnet "+at.subnet.Name, at.subnet.ZoneID.Range(), at.subnet.Key), Code: CodeZoneNotServed, Kind: diag.KindLink,
		Summary: label + " is not offered in " + here + " of subnet " + at.subnet.Name + ": its load balancers are in " + strings.Join(zones, ", "),
		Needed:  "a load balancer of the service with a subnet in " + here + " of the endpoint's, or an endpoint in a subnet of " + strings.Join(zones, ", "),
	}
}
