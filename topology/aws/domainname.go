package aws

import "netsim/topology/scenario"

// DomainName is a custom domain name of API Gateway. Its name is the host name.
type DomainName struct {
	scenario.Resource
	Type         scenario.Value[string]
	RestAPI      scenario.Value[scenario.Ref[RestAPI]]
	HTTPAPI      scenario.Value[scenario.Ref[HTTPAPI]]
	Stage        scenario.Value[string]
	BasePath     scenario.Value[string]
	Policy       *Policy
	Associations scenario.Values[scenario.Ref[Endpoint]]
}

func domainNameTable() *scenario.Table[DomainName] {
	return scenario.NewTable("custom domain name", "A custom domain name of API Gateway, and the API that it leads to.",
		scenario.Optional("endpoint_type", scenario.Enum(
			scenario.Choice(endpointPrivate, "by interface endpoints for execute-api", "private"),
			scenario.Choice(endpointRegional, "over the internet", "regional"),
			scenario.Choice(endpointEdge, "over the internet, by CloudFront", "edge")),
			func(d *DomainName) *scenario.Value[string] { return &d.Type }, "PRIVATE, REGIONAL or EDGE.").Absent(endpointEdge),
		scenario.Optional("rest_api", scenario.RefTo[RestAPI](KindRestAPI),
			func(d *DomainName) *scenario.Value[scenario.Ref[RestAPI]] { return &d.RestAPI }, "The REST API that it is mapped to.").Absent("none"),
		scenario.Optional("http_api", scenario.RefTo[HTTPAPI](KindHTTPAPI),
			func(d *DomainName) *scenario.Value[scenario.Ref[HTTPAPI]] { return &d.HTTPAPI }, "The HTTP API that it is mapped to.").Absent("none"),
		scenario.Required("stage", scenario.Text(),
			func(d *DomainName) *scenario.Value[string] { return &d.Stage }, "The stage that it is mapped to.").Example("prod"),
		scenario.Optional("base_path", scenario.Text(),
			func(d *DomainName) *scenario.Value[string] { return &d.BasePath },
			"What the paths of calls begin with; it is not part of the path that the API sees.").Absent("nothing: every path").NotCalled("mapping", "api_mapping_key"),
		policyField(func(d *DomainName) **Policy { return &d.Policy }, "The policy of a private domain name.").
			Absent("none: a private one lets nobody in"),
		scenario.Optional("access_associations", scenario.ListOf(scenario.RefTo[Endpoint](KindEndpoint)),
			func(d *DomainName) *scenario.Values[scenario.Ref[Endpoint]] { return &d.Associations },
			"The endpoints by which a private one may be called.").Absent("none").NotCalled("domain_name_access_associations"),
	).ExactlyOne("rest_api", "http_api")
}
