package generate

import "slices"

// amazonAPI is a private REST API.
type amazonAPI struct {
	name   Name
	region string
	id     string
	stages []string
}

// amazonLink is a VPC link to the load balancer of a VPC.
type amazonLink struct {
	name Name
	vpc  *amazonVPC
}

// private makes what stands in a region besides VPCs and functions.
func (a *amazon) private(region string, m *Mapping) {
	services, links, apis := Mapping{}, Mapping{}, Mapping{}
	for _, s := range a.services {
		if s.region == region {
			services.Put(s.name, a.service(s))
		}
	}
	for _, l := range a.links {
		if l.vpc.region == region {
			link := Mapping{{"version", 1}, {"targets", List{Ref{Kind: "load_balancer", To: l.vpc.balancer}}}}
			if !a.mostly(93, 80) {
				link.Put("status", pick(a.generator, []string{"AVAILABLE", "PENDING", "FAILED", "DELETING"}))
			}
			if l.vpc.other && a.mostly(90, 70) {
				link.Put("account", a.accounts[1])
			}
			links.Put(l.name, link)
		}
	}
	for _, api := range a.apis {
		if api.region == region {
			apis.Put(api.name, a.api(api))
		}
	}
	for _, e := range []Entry{{"endpoint_services", services}, {"vpc_links", links}, {"rest_apis", apis}} {
		if len(e.Value.(Mapping)) > 0 {
			*m = append(*m, e)
		}
	}
}

// called are the VPCs from which private APIs can be called, perhaps.
func (a *amazon) called() []*amazonVPC {
	var out []*amazonVPC
	for _, v := range a.vpcs {
		if slices.ContainsFunc(v.endpoints, func(e *amazonEndpoint) bool { return e.service == nil }) {
			out = append(out, v)
		}
	}
	return out
}

// executeEndpoints are those by which the private APIs of a region are called.
func (a *amazon) executeEndpoints(region string) []*amazonEndpoint {
	var out []*amazonEndpoint
	for _, v := range a.vpcs {
		for _, e := range v.endpoints {
			if e.service == nil && v.region == region {
				out = append(out, e)
			}
		}
	}
	return out
}

func (a *amazon) api(api *amazonAPI) Mapping {
	m := Mapping{{"id", api.id}}
	configuration := Mapping{{"types", List{"PRIVATE"}}}
	ids := List{}
	for _, e := range a.executeEndpoints(api.region) {
		if a.chance(60) {
			ids = append(ids, Ref{Kind: "vpc_endpoint", To: e.name})
		}
	}
	if len(ids) > 0 {
		configuration.Put("vpc_endpoint_ids", ids)
	}
	m.Put("endpoint_configuration", configuration)
	if a.mostly(96, 85) {
		m.Put("policy", a.policy(api))
	}
	m.Put("methods", a.methods(api))
	stages := Mapping{}
	for _, s := range api.stages {
		switch n := a.IntN(20); {
		case n == 0:
			stages.Put(s, "stale")
		case n == 1:
			stages.Put(s, Mapping{{"policy", a.policy(api)}})
		case n < 4:
			stages.Put(s, Mapping{{"methods", a.methods(api)}})
		default:
			stages.Put(s, "current")
		}
	}
	m.Put("stages", stages)
	return m
}

// methods of the resources of an API: no two of one path and method.
func (a *amazon) methods(api *amazonAPI) List {
	out := List{}
	for _, path := range []string{"/", "/{proxy+}", "/orders", "/orders/{id}"} {
		if !a.mostly(70, 50) {
			continue
		}
		method := pick(a.generator, []string{"ANY", "ANY", "GET", "POST", "OPTIONS"})
		out = append(out, Mapping{{"path", path}, {"method", method}, {"integration", a.integration(api)}})
		if method != "GET" && a.chance(20) {
			out = append(out, Mapping{{"path", path}, {"method", "GET"}, {"integration", a.integration(api)}})
		}
	}
	return out
}

func (a *amazon) integration(api *amazonAPI) Mapping {
	var links []amazonLink
	for _, l := range a.links {
		if l.vpc.region == api.region {
			links = append(links, l)
		}
	}
	var functions []Name
	for _, v := range a.vpcs {
		if v.lambda != "" && v.region == api.region {
			functions = append(functions, v.lambda)
		}
	}
	switch n := a.IntN(10); {
	case n > 1 && len(links) > 0:
		uri := pick(a.generator, []string{
			"http://backend.example.com/", "http://backend.example.com/x", "https://backend.example.com/", "http://backend.example.com:443/",
		})
		return Mapping{{"type", "HTTP_PROXY"}, {"connection_type", "VPC_LINK"}, {"connection_id", Ref{Kind: "vpc_link", To: pick(a.generator, links).name}}, {"uri", uri}}
	case n > 0 && len(functions) > 0:
		return Mapping{{"type", "AWS_PROXY"}, {"function", Ref{Kind: "lambda_function", To: pick(a.generator, functions)}}}
	}
	return Mapping{{"type", "MOCK"}}
}

// call is what a check says to an API, in one of the forms in which callers name
// it.
func (a *amazon) call(api *amazonAPI) Mapping {
	m := Mapping{
		{"stage", pick(a.generator, []string{"test", "test", "test", "prod"})},
		{"method", pick(a.generator, []string{"GET", "GET", "POST", "OPTIONS"})},
		{"path", pick(a.generator, []string{"/", "/orders", "/orders/7", "/x/y"})},
	}
	def := api.id + "." + executeAPI + "." + api.region + ".amazonaws.com"
	ends := a.executeEndpoints(api.region)
	if len(ends) == 0 || a.chance(45) {
		return m
	}
	e := pick(a.generator, ends)
	switch a.IntN(5) {
	case 0:
		m.Put("domain", def)
	case 1:
		m.Put("domain", api.id+"-"+e.id+"."+executeAPI+"."+api.region+".amazonaws.com")
	default:
		m.Put("domain", e.host)
		switch a.IntN(7) {
		case 0:
		case 1, 2, 3:
			m.Put("headers", Mapping{{"host", def}})
		default:
			m.Put("headers", Mapping{{"x-apigw-api-id", api.id}})
		}
	}
	return m
}
