package alibaba

var functionCases = []checkCase{
	{"a function in a VPC of its region", `
regions:
  r1:
    vpcs: {main: {cidr: 10.0.0.0/16, vswitches: {a: {cidr: 10.0.1.0/24}}, security_groups: {g: {}}}}
    functions: {f: {vpc_config: {vpc: main, vswitches: [a], security_group: g}, role: {policies: [AliyunECSNetworkInterfaceManagementAccess], eni_permission: true}}, h: {}}`, nil},
	{"a VPC of another region", `
regions:
  r1: {functions: {f: {vpc_config: {vpc: ^main, vswitches: [a], security_group: g}}}}
  r2: {vpcs: {main: {cidr: 10.0.0.0/16, vswitches: {a: {cidr: 10.0.1.0/24}}, security_groups: {g: {}}}}}`, []string{
		`warning: VPC "main" is in region "r2", and function "f" is not, so its VPC config is inactive`}},
	{"parts of another VPC, and no vSwitch", `
regions:
  r1:
    vpcs: {main: {cidr: 10.0.0.0/16, security_groups: {h: {}}}, other: {cidr: 10.1.0.0/16, vswitches: {a: {cidr: 10.1.1.0/24}}, security_groups: {g: {}}}}
    functions: {f: {vpc_config: {vpc: main, vswitches: [^a], security_group: ^g}}, k: {vpc_config: {vpc: main, vswitches: ^[], security_group: h}}}`, []string{
		`error: vSwitch "a" is of VPC "other", and the VPC config of function "f" is for VPC "main"`,
		`error: security group "g" is of VPC "other", and the VPC config of function "f" is for VPC "main"`,
		`warning: the VPC config of function "k" names no vSwitch`}},
}

// gateway is a document with two VPCs in a region, one in another, and a
// gateway.
func gateway(fields string) string {
	return `
regions:
  r1:
    vpcs:
      main:
        cidr: 10.0.0.0/16
        vswitches: {a: {cidr: 10.0.1.0/24}}
        security_groups: {g: {}}
        instances: {i: {vswitch: a, private_ip: 10.0.1.9, security_groups: [g]}}
      other: {cidr: 10.1.0.0/16, vswitches: {b: {cidr: 10.1.1.0/24}}}
    functions: {f: {}}
    apps: {caller: {}}
    api_gateways:
      gw: {` + fields + `}
  r2:
    vpcs: {away: {cidr: 10.2.0.0/16, account: "2"}, near: {cidr: 10.3.0.0/16}}
`
}

const egressOf1 = "vpc_egress_cidrs: [100.104.255.128/26], "

var gatewayCases = []checkCase{
	{"a dedicated gateway in each mode", `
regions:
  r1:
    vpcs: {main: {cidr: 10.0.0.0/16, vswitches: {a: {cidr: 10.0.1.0/24}}}}
    api_gateways:
      a: {type: dedicated, client_vpc: main, vpc_egress_cidrs: [100.104.255.128/26], ingress: {mode: service_cidr, address: 100.104.255.130}}
      b: {type: dedicated, client_vpc: main, vpc_egress_cidrs: [100.104.255.192/26], ingress: {mode: vpc_private_ip, address: 10.0.1.9, vswitch: a}}
      c: {type: dedicated, client_vpc: main, vpc_egress_cidrs: [100.104.254.0/24], ingress: {address: 10.0.1.10}}
      d: {type: dedicated, ingress: {mode: vpc_private_ip, address: 10.0.1.9, vswitch: a}}
      e: {type: shared}`, nil},
	{"addresses that a mode does not allow", gateway(`type: dedicated, client_vpc: main, ` + egressOf1 + `ingress: {mode: service_cidr, address: ^100.104.255.1}`), []string{
		`error: address "100.104.255.1" is in no outbound block of API gateway "gw"`}},
	{"a private address of another network", gateway(`type: dedicated, client_vpc: main, ` + egressOf1 + `ingress: {mode: vpc_private_ip, address: ^10.1.1.9}`), []string{
		`error: address "10.1.1.9" of the ingress of API gateway "gw" is not in VPC "main"`}},
	{"a private address in no vSwitch", gateway(`type: dedicated, client_vpc: main, ` + egressOf1 + `ingress: {mode: vpc_private_ip, address: ^10.0.9.9}`), []string{
		`warning: address "10.0.9.9" of the ingress of API gateway "gw" is in no vSwitch of VPC "main"`}},
	{"a private address that is reserved", gateway(`type: dedicated, client_vpc: main, ` + egressOf1 + `ingress: {mode: vpc_private_ip, address: ^10.0.1.255}`), []string{
		`error: address "10.0.1.255" of the ingress of API gateway "gw" is reserved in vSwitch "a" (10.0.1.0/24)`}},
	{"an address that no mode allows", gateway(`type: dedicated, client_vpc: main, ` + egressOf1 + `ingress: {address: ^192.168.0.1}`), []string{
		`error: address "192.168.0.1" is neither an outbound address of API gateway "gw" nor one of VPC "main"`}},
	{"a vSwitch of another VPC", gateway(`type: dedicated, client_vpc: main, ingress: {vswitch: ^b}`), []string{
		`error: vSwitch "b" is of VPC "other", and the client VPC of API gateway "gw" is "main"`}},
	{"a client VPC of another region", gateway(`type: dedicated, client_vpc: ^near`), []string{
		`warning: VPC "near" is in region "r2", so it is not bound to API gateway "gw"`}},
	{"a shared gateway", gateway(`type: shared, client_vpc: ^main, ^ingress: {mode: service_cidr}`), []string{
		`warning: API gateway "gw" is shared and binds no client VPC`,
		`warning: API gateway "gw" is shared and has no ingress of its own`}},
	{"outbound addresses of two gateways", `
regions:
  r1: {api_gateways: {a: {type: dedicated, vpc_egress_cidrs: [100.104.255.128/26]}, b: {type: dedicated, vpc_egress_cidrs: [100.104.1.0/26, ^100.104.255.0/24, ^"fd00::/64"]}}}
  r2: {api_gateways: {a: {type: dedicated, vpc_egress_cidrs: [100.104.255.128/26]}}}`, []string{
		`error: outbound block "100.104.255.0/24" of API gateway "b" overlaps "100.104.255.128/26" of API gateway "a"`,
		`error: an outbound block of API gateway "b" is the IPv6 block "fd00::/64"`}},
	{"authorizations that the cloud refuses", gateway(`type: dedicated, vpc_access: {
        good: {vpc: main, target: i, port: 80},
        far: {vpc: other, target: 192.168.0.1, port: 80},
        moved: {vpc: other, target: ^i, port: 80},
        away: {vpc: ^away, target: 10.2.0.9, port: 80}}`), []string{
		`warning: VPC access authorization "moved" is inactive: instance "i" is not in VPC "other"`,
		`warning: VPC access authorization "away" is inactive: VPC "away" is in region "r2", and API gateway "gw" is not`}},
	{"an authorization for another account's VPC", `
regions: {r1: {vpcs: {main: {cidr: 10.0.0.0/16, account: "2"}}, api_gateways: {gw: {type: dedicated, vpc_access: {x: {vpc: ^main, target: 10.0.1.9, port: 80}}}}}}`, []string{
		`warning: VPC access authorization "x" is inactive: VPC "main" is of another account than API gateway "gw"`}},
}

// apis is a document with a group of APIs.
func apis(fields string) string {
	return gateway("type: dedicated, vpc_access: {va: {vpc: main, target: i, port: 80}}, groups: {g: {\n" + fields + "}}")
}

var apiCases = []checkCase{
	{"backends of every kind", apis(`base_path: /v1, apis: {
  a: {method: GET, path: /a, auth: none, backend: {vpc_access: va, scheme: https, method: POST, path: /x}},
  b: {method: POST, path: /a, auth: none, backend: {http: "http://example.com/x", method: GET}},
  c: {method: ANY, path: "/c/[id]", auth: none, backend: {function: f, role: none}},
  d: {method: GET, path: /d, auth: app, backend: {mock: true}, published: {RELEASE: current, PRE: {method: GET, path: /e, auth: none}}, authorized_apps: [{app: caller, stages: [RELEASE, PRE]}]}}`), nil},
	{"one domain, many times", `
regions:
  r1: {api_gateways: {a: {type: dedicated, groups: {g: {vpc_subdomain: x.example.com, custom_domains: {^X.example.com: {cname: vpc_subdomain}}}}}}}
  r2: {api_gateways: {b: {type: shared, groups: {h: {public_subdomain: ^x.example.com}}}}}`, []string{
		`error: the domain "x.example.com" is written twice`,
		`error: the domain "x.example.com" is written twice`}},
	{"paths without a slash", apis(`base_path: ^v1, apis: {
  a: {method: GET, path: ^a, auth: none, backend: {vpc_access: va, path: ^x}}}`), []string{
		`error: the base path of API group "g", "v1", does not begin with a slash`,
		`error: the path of API "a", "a", does not begin with a slash`,
		`error: the backend path of API "a", "x", does not begin with a slash`}},
	{"two APIs for one call", apis(`apis: {
  a: {method: GET, path: "/[id]/x", auth: none}, b: {method: GET, path: ^"/[name]/x", auth: none}, c: {method: ANY, path: "/[id]/x", auth: none}}`), []string{
		`error: APIs "a" and "b" of API group "g" have the same method and path`}},
	{"a stage listed twice", apis(`apis: {a: {method: GET, path: /a, auth: none, published: [RELEASE, PRE, ^RELEASE]}}`), []string{
		`error: stage "RELEASE" of API "a" is listed twice`}},
	{"an authorization for a stage without the API", apis(`apis: {
  a: {method: GET, path: /a, auth: app, published: [RELEASE], authorized_apps: [{app: caller, stages: [RELEASE, ^TEST]}]},
  b: {method: GET, path: /b, auth: app, authorized_apps: [{app: caller, stages: [^RELEASE]}]}}`), []string{
		`warning: app "caller" is authorized in stage "TEST", and API "a" is not published there`,
		`warning: app "caller" is authorized in stage "RELEASE", and API "b" is not published there`}},
	{"fields of another kind of backend", apis(`apis: {
  a: {method: GET, path: /a, auth: none, backend: {vpc_access: va, role: ^none}},
  b: {method: GET, path: /b, auth: none, backend: {http: "http://example.com/x", scheme: ^http}},
  c: {method: GET, path: /c, auth: none, backend: {mock: true, path: ^/x, method: ^GET}},
  d: {method: GET, path: /d, auth: none, backend: {mock: ^false}},
  e: {method: GET, path: /e, auth: none, published: {PRE: {method: GET, path: /e, auth: none, backend: {function: f, scheme: ^http}}}}}`), []string{
		`error: the backend of API "a" is of the kind vpc_access and has a role`,
		`error: the backend of API "b" is of the kind http and has a scheme`,
		`error: the backend of API "c" is of the kind mock and has a path`,
		`error: the backend of API "c" is of the kind mock and has a method`,
		`error: the backend of API "d" is mock: false`,
		`error: the backend of stage "PRE" of API "e" is of the kind function and has a scheme`}},
	{"an authorization of another gateway", `
regions:
  r1:
    vpcs: {main: {cidr: 10.0.0.0/16}}
    api_gateways:
      a: {type: dedicated, vpc_access: {va: {vpc: main, target: 10.0.1.9, port: 80}}}
      b: {type: dedicated, groups: {g: {apis: {x: {method: GET, path: /, auth: none, backend: {vpc_access: ^va}}}}}}`, []string{
		`error: VPC access authorization "va" is of API gateway "a", and API "x" is not`}},
}
