package report

const headline = "scenarios/function-to-api.yaml"

const (
	callsAPI  = "the function calls the API by its VPC subdomain"
	isolated  = "the function cannot reach the backend directly"
	notAccess = "Zhangjiakou is not an access region of the service route"
	noneAlloc = "nothing allocated between the two regions"
	publicOff = "the public subdomain is off"
)

func ptr[T any](v T) *T { return &v }

// finish puts a report together from its parts.
func finish(files []File, results []Result) *Report {
	return &Report{FormatVersion: FormatVersion, Files: files, Results: results, Counts: Tally(files, results)}
}

func headlineFile() File {
	return File{File: headline, Scenario: "function-to-api-cross-region"}
}

func passing(check, verdict string) Result {
	return Result{
		File: headline, Scenario: "function-to-api-cross-region", Check: check, Line: 71, Column: 5,
		Expect: verdict, Verdict: verdict, Pass: true,
	}
}

func inVariant(r Result, name string) Result {
	r.Variant = &name
	r.Line = 84
	return r
}

func failsAsShould(check, variant, code string) Result {
	r := inVariant(passing(check, "unreachable"), variant)
	r.Expect = "fails " + code
	r.Because = &code
	return r
}

// allPass is the headline scenario as it should be.
func allPass() *Report {
	calls := passing(callsAPI, "reachable")
	calls.Path = thereAndBack()
	calls.Witness = &Witness{
		Source: "172.16.10.7", Destination: "100.104.255.130", Protocol: "tcp", SourcePort: 32768, DestinationPort: 80,
	}
	calls.Assumptions = []Assumption{{
		Ruling: 1, Code: "open.ingress-mode", Switch: "ingress.mode", Element: "api_gateway/apigw-sh", Value: "service_cidr", Declared: true,
		File: headline, Line: 44, Column: 9,
		Text: "the VPC subdomain answers with an address of the gateway's egress CIDR",
	}}
	return finish([]File{headlineFile()}, []Result{
		calls,
		passing(isolated, "unreachable"),
		failsAsShould(callsAPI, notAccess, "route.service-route-missing"),
		inVariant(passing(isolated, "unreachable"), notAccess),
		failsAsShould(callsAPI, noneAlloc, "bandwidth.test-only"),
		inVariant(passing(isolated, "unreachable"), noneAlloc),
		inVariant(passing(callsAPI, "reachable"), publicOff),
		inVariant(passing(isolated, "unreachable"), publicOff),
	})
}

func hop(leg int, direction, action, element string, line, column int, summary string) Hop {
	return Hop{
		Leg: leg, Direction: direction, Action: action, Element: element,
		File: headline, Line: line, Column: column, Summary: summary,
	}
}

func thereAndBack() []Hop {
	return []Hop{
		hop(1, "forward", "starts", "function/order-caller", 22, 7,
			"from 172.16.10.0/24, the addresses of vsw-fc, as tcp to port 80"),
		hop(1, "forward", "allows", "security_group/sg-fc", 19, 11, "a basic group allows all egress"),
		hop(1, "forward", "routes", "route_table/vpc-fc-access/system", 15, 7,
			"100.104.255.128/26 leads to cen-1, learned from the service route api-gateway"),
		hop(1, "forward", "crosses", "cen/cen-1", 59, 3, "cn-zhangjiakou to cn-shanghai, with 2 Mbit/s allocated"),
		hop(1, "forward", "delivers", "api_gateway/apigw-sh", 44, 7, "100.104.255.130 is an address of its egress CIDR"),
		hop(1, "return", "routes", "cen/cen-1", 59, 3, "172.16.0.0/16 is the network of attachment fc-access"),
		hop(1, "return", "allows", "security_group/sg-fc", 19, 11, "replies of an allowed connection pass"),
		hop(2, "forward", "serves", "api_gateway/apigw-sh", 44, 7,
			"calls the backend from 100.104.255.128/26, through VPC access authorization backend-auth"),
		hop(2, "forward", "allows", "security_group/sg-backend", 36, 15, "rule 1: tcp/8080 from 100.104.255.128/26"),
		hop(2, "forward", "serves", "instance/ecs-backend", 41, 13, "listens on tcp/8080 and answers /web/cloudapi"),
		hop(2, "return", "delivers", "api_gateway/apigw-sh", 44, 7, "the gateway's network is next to every VPC that it may enter"),
	}
}

// unreachable has two obstacles on two legs, and a variant that does not hold.
func unreachable() *Report {
	r := passing(callsAPI, "unreachable")
	r.Expect, r.Pass, r.Because = "reachable", false, ptr("route.service-route-missing")
	r.Path = thereAndBack()
	r.Path[2] = hop(1, "forward", "blocks", "route_table/vpc-fc-access/system", 64, 9,
		"no route to 100.104.255.128/26: cn-zhangjiakou is not an access region of the service route api-gateway; "+
			"the packet matched no route of the table")
	r.Path[2].Code = "route.service-route-missing"
	r.Path[3] = hop(1, "forward", "resumes", "api_gateway/apigw-sh", 44, 7,
		"what lies between is not judged; from here on as if the packet had arrived")
	r.Path[8] = hop(2, "forward", "blocks", "security_group/sg-backend", 36, 15, "no rule allows tcp/8080 from 100.104.255.128/26")
	r.Path[8].Code = "sg.ingress-denied"
	r.Obstacles = []Obstacle{
		{
			Leg: 1, Direction: "forward", Code: "route.service-route-missing", Kind: "route",
			Element: "cen/cen-1/service_routes/api-gateway", File: headline, Line: 68, Column: 25,
			Source:  "        access_regions: [cn-shanghai]",
			Summary: "no route to 100.104.255.128/26: cn-zhangjiakou is not an access region of the service route api-gateway",
			Symptom: "timeout: nothing answers",
			Needed:  "cn-zhangjiakou among the access regions, which the service's owner adds on request (a ticket)",
		},
		{
			Leg: 2, Direction: "forward", Code: "sg.ingress-denied", Kind: "filter",
			Element: "security_group/sg-backend", File: headline, Line: 36, Column: 15,
			Source:  "              - {protocol: tcp, ports: 8080, source: 100.104.255.0/26, policy: accept, priority: 1}",
			Summary: "no rule allows tcp/8080 from 100.104.255.128/26, and a basic group denies the rest",
			Symptom: "503 with the header X-Ca-Error-Message: Backend service connect timeout",
			Needed:  "an ingress rule that accepts tcp/8080 from 100.104.255.128/26",
		},
	}
	r.Assumptions = append(allPass().Results[0].Assumptions, Assumption{
		Switch: "host-region-served", Element: "cen/cen-1/service_routes/api-gateway", Value: "either",
		File: headline, Line: 64, Column: 7,
		Text:    "whether the region that hosts a service is itself an access region without being listed",
		Declare: []Declaration{{Path: "cens.cen-1.service_routes.api-gateway.host_region_served", Values: []string{"false", "true"}}},
	})
	broken := inVariant(passing(callsAPI, "unreachable"), publicOff)
	broken.Pass, broken.Expect, broken.Because = false, "reachable", ptr("dns.subdomain-disabled")
	broken.Obstacles = []Obstacle{{
		Leg: 1, Direction: "forward", Code: "dns.subdomain-disabled", Kind: "name", Element: "api_group/demo",
		File: headline, Line: 50, Column: 13, Source: "            internet: false",
		Summary: "the group's public subdomain is off, and it answers nobody",
		Symptom: "the name does not resolve (NXDOMAIN)", Needed: "internet: true",
	}}
	holds := inVariant(passing(callsAPI, "reachable"), noneAlloc)
	holds.Pass, holds.Expect = false, "fails bandwidth.test-only"
	return finish([]File{headlineFile()}, []Result{
		r,
		passing(isolated, "unreachable"),
		failsAsShould(callsAPI, notAccess, "route.service-route-missing"),
		holds,
		inVariant(passing(isolated, "unreachable"), noneAlloc),
		broken,
		inVariant(passing(isolated, "unreachable"), publicOff),
	})
}

// partial has more boxes than are listed.
func partial() *Report {
	r := passing("the office reaches the web servers", "partial")
	r.Expect, r.Pass, r.Because = "reachable", false, ptr("sg.ingress-denied")
	r.VariesBy = []string{"the destination asked about", "the address that the NAT gateway picks"}
	for i := range 9 {
		r.Denied = append(r.Denied, Box{
			Leg: 1, Source: "192.168.0.0/16", Destination: "10.0.1." + string(rune('1'+i)), Protocol: "tcp",
			SourcePorts: "any", DestinationPorts: "443",
		})
	}
	r.Allowed = []Box{
		{Leg: 1, Source: "192.168.0.0/16", Destination: "10.0.2.0/24", Protocol: "tcp", SourcePorts: "1024-65535", DestinationPorts: "443"},
		{Leg: 1, Source: "192.168.0.0/16", Destination: "10.0.2.0/24", Protocol: "icmp", SourcePorts: "8", DestinationPorts: "0"},
	}
	r.Witness = &Witness{Source: "192.168.0.1", Destination: "10.0.2.0", Protocol: "tcp", SourcePort: 1024, DestinationPort: 443}
	r.Obstacles = []Obstacle{{
		Leg: 1, Direction: "return", Code: "sg.ingress-denied", Kind: "filter", Element: "security_group/sg-web",
		File: headline, Line: 12, Column: 9, Source: "\t\tingress: []",
		Summary: "no rule allows tcp/443 from 192.168.0.0/16", Symptom: "timeout: nothing answers",
		Needed: "an ingress rule that accepts tcp/443 from 192.168.0.0/16",
	}}
	return finish([]File{headlineFile()}, []Result{r})
}

// unknown turns on a switch that nobody declared.
func unknown() *Report {
	r := passing(callsAPI, "unknown")
	r.Expect, r.Pass, r.Because = "reachable", false, ptr("open.host-region-served")
	r.Path = thereAndBack()[:2]
	r.Assumptions = []Assumption{{
		Ruling: 4, Code: "open.host-region-served", Switch: "host-region-served", Element: "cen/cen-1/service_routes/api-gateway", Value: "open",
		File: headline, Line: 64, Column: 7,
		Text: "The documents leave open whether the region that hosts a service is an access region without being listed. " +
			"If it is: reachable. If it is not: unreachable, because route.service-route-missing.",
		Declare: []Declaration{{Path: "cens.cen-1.service_routes.api-gateway.host_region_served", Values: []string{"false", "true"}}},
	}}
	return finish([]File{headlineFile()}, []Result{r, passing(isolated, "unreachable")})
}

// forbidden is a check that would hold, were it not for what is not declared.
func forbidden() *Report {
	r := passing(callsAPI, "reachable")
	r.Pass, r.Because = false, ptr("assumption.defaulted")
	r.Path = thereAndBack()[:2]
	r.Assumptions = append(allPass().Results[0].Assumptions, Assumption{
		Ruling: 27, Switch: "listens", Element: "instance ecs-backend", Value: "assumed", File: headline, Line: 41, Column: 13,
		Text:    "a service is assumed to listen on instance ecs-backend, since `listens` is not written",
		Declare: []Declaration{{Path: "regions.cn-shanghai.vpcs.main.instances.ecs-backend.listens", Values: []string{"[{port: tcp/80}]", "[]"}}},
	}, Assumption{
		Ruling: 27, Switch: "backend.http", Element: "the backend", Value: "assumed", Text: "the service at example.com is assumed to answer the gateway",
	})
	return finish([]File{headlineFile()}, []Result{r, passing(isolated, "unreachable")})
}
