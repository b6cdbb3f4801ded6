package aws

import (
	"fmt"
	"strings"

	"netsim/topology/cloud"
)

// apis reports what is wrong with the APIs of a region.
func (c *checker) apis(r *Region) {
	for _, a := range r.RestAPIs.All() {
		c.restAPI(a)
	}
	for _, a := range r.HTTPAPIs.All() {
		c.snapshot(a.label(), &a.Snapshot)
		c.stages(a.label(), a.Stages.V)
	}
	for _, k := range r.VPCLinks.All() {
		c.vpcLink(k)
	}
	for _, d := range r.DomainNames.All() {
		c.domainName(d)
	}
	ids := []cloud.Written[string]{}
	for _, a := range r.RestAPIs.All() {
		if a.ID.Present() {
			ids = append(ids, cloud.Written[string]{What: strings.ToLower(a.ID.V), Name: a.label(), At: a.ID.Range()})
		}
	}
	for _, a := range r.HTTPAPIs.All() {
		if a.ID.Present() {
			ids = append(ids, cloud.Written[string]{What: strings.ToLower(a.ID.V), Name: a.label(), At: a.ID.Range()})
		}
	}
	cloud.Twice(ids, func(first, second cloud.Written[string]) {
		c.Refuse(second.At, second.Name+" has the id of "+first.Name, "An id is of one API, and its host name begins with it.", cloud.See(first.At, "the other")...)
	})
}

func (a *RestAPI) label() string { return named(&a.Resource) }
func (a *HTTPAPI) label() string { return named(&a.Resource) }

func (c *checker) restAPI(a *RestAPI) {
	if e := a.Endpoint; e != nil {
		if len(e.Types.V) != 1 && e.Types.Present() {
			c.Refuse(e.Types.Range(), fmt.Sprintf("%s has %d endpoint types", a.label(), len(e.Types.V)), "An API has one endpoint type: PRIVATE, REGIONAL or EDGE.")
		}
		if e.EndpointIDs.Present() && len(e.Types.V) == 1 && e.Types.V[0].V != endpointPrivate {
			c.Warn(e.EndpointIDs.Range(), a.label()+" is "+e.Types.V[0].V+" and lists VPC endpoints", "Only a private API has names with endpoints, so AWS refuses them here.")
		}
		for _, ref := range e.EndpointIDs.V {
			if p := ref.V.To; p != nil && (!p.interfaces() || !p.is(executeAPI)) {
				c.Warn(ref.Range(), named(&p.Resource)+" is no interface endpoint for execute-api", "It leads to no API. List an endpoint of the service com.amazonaws.REGION.execute-api.")
			}
		}
	}
	c.snapshot(a.label(), &a.Snapshot)
	c.stages(a.label(), a.Stages.V)
}

func (c *checker) stages(of string, stages []Stage) {
	for _, s := range stages {
		if s.Own != nil {
			c.snapshot("stage "+s.Name+" of "+of, s.Own)
		}
	}
}

// snapshot reports methods that cannot stand together, and integrations that lack
// what their type needs.
func (c *checker) snapshot(of string, s *Snapshot) {
	var list []cloud.Written[[2]string]
	for _, m := range s.Methods {
		if m.Path.Present() && m.Method.Present() {
			what := [2]string{strings.Join(pathPatterns(m), " "), m.Method.V}
			list = append(list, cloud.Written[[2]string]{What: what, Name: m.label(), At: m.Path.Range()})
		}
		if m.Integration != nil {
			c.integration(m)
		}
	}
	cloud.Twice(list, func(first, second cloud.Written[[2]string]) {
		c.Refuse(second.At, fmt.Sprintf("%s has %s twice", of, second.Name), "A resource has a method once, however its parts of the path are named. Keep one.", cloud.See(first.At, "the other")...)
	})
}

func (c *checker) integration(m *Method) {
	i := m.Integration
	http := i.Type.V == integrationHTTP || i.Type.V == integrationHTTPProxy
	switch {
	case !i.Type.Present():
	case i.Function.Present() && i.Type.V != integrationAWS && i.Type.V != integrationAWSProxy:
		c.Refuse(i.Function.Range(), "an integration of type "+i.Type.V+" has no function", "A function of Lambda is behind AWS_PROXY or AWS.")
	case i.URI.Present() && !http:
		c.Refuse(i.URI.Range(), "an integration of type "+i.Type.V+" has no URL", "A URL is for HTTP_PROXY and HTTP; a function of Lambda stands under `function`.")
	case i.ConnectionType.V == connectionVPCLink && !http:
		c.Refuse(i.ConnectionType.Range(), "an integration of type "+i.Type.V+" has no VPC link", "A VPC link is for HTTP_PROXY and HTTP.")
	case i.ConnectionID.Present() && i.ConnectionType.V != connectionVPCLink:
		c.Warn(i.ConnectionID.Range(), "the VPC link is not used", "The connection type is INTERNET. Write connection_type: VPC_LINK to send by the VPC link.")
	case i.Target.Present() && i.ConnectionType.V != connectionVPCLink:
		c.Warn(i.Target.Range(), "the load balancer is not used", "The connection type is INTERNET. Write connection_type: VPC_LINK, and a VPC link of version 2.")
	}
}

func (c *checker) vpcLink(k *VPCLink) {
	label := named(&k.Resource)
	switch {
	case k.version() == 1 && len(k.Targets.V) != 1:
		c.Warn(k.Key, fmt.Sprintf("%s of version 1 has %d targets", label, len(k.Targets.V)), "It takes exactly one network load balancer, so AWS refuses it.")
	case k.version() == 1 && (k.Subnets.Present() || k.SecurityGroups.Present()):
		c.Warn(k.Key, label+" of version 1 has subnets or security groups", "It has no network interfaces of its own, so they do nothing.")
	case k.version() == 2 && k.Targets.Present():
		c.Warn(k.Targets.Range(), label+" of version 2 has targets", "The integration names its load balancer (integration_target), so they do nothing.")
	}
	for _, ref := range k.Targets.V {
		if b := ref.V.To; b != nil && b.Type.V != network {
			c.Warn(ref.Range(), named(&b.Resource)+" is no network load balancer", "A VPC link of version 1 leads to a network load balancer, so AWS refuses it.")
		}
	}
	for _, ref := range k.Subnets.V {
		if s := ref.V.To; s != nil && regionOf(&s.Resource) != regionOf(&k.Resource) {
			c.Warn(ref.Range(), named(&s.Resource)+" is in another region than "+label, "AWS takes subnets of the link's own region only.")
		}
	}
}

func (c *checker) domainName(d *DomainName) {
	label := named(&d.Resource)
	if !strings.Contains(d.Name, ".") {
		c.Refuse(d.Key, label+" is not a host name", "Name it as it is called, such as orders.example.com.")
	}
	if d.Type.V != endpointPrivate && (d.Policy != nil || d.Associations.Present()) {
		at := d.Associations.Range()
		if d.Policy != nil {
			at = d.Policy.Node.Range
		}
		c.Warn(at, label+" is not private, and has a policy or access associations", "Only a private domain name has them: AWS refuses them here.")
	}
	if h := d.HTTPAPI.V.To; h != nil && d.Type.V == endpointPrivate {
		c.Warn(d.HTTPAPI.Range(), label+" is private, and mapped to "+h.label(), "A private domain name is mapped to a private REST API, so AWS refuses it.")
	}
}
