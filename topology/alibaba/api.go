package alibaba

import (
	"net/netip"
	"net/url"
	"slices"
	"strings"

	"netsim/topology/cloud"
	"netsim/topology/scenario"
)

// APIGroup is a group of APIs, with the names they are called by.
type APIGroup struct {
	scenario.Resource
	BasePath          scenario.Value[string]
	VPCSubdomain      scenario.Value[string]
	VPCSubdomainHTTPS scenario.Value[bool]
	PublicSubdomain   scenario.Value[string]
	Internet          scenario.Value[bool]
	CustomDomains     scenario.Collection[CustomDomain]
	ResolvesIn        scenario.Value[ResolvesIn]
	APIs              scenario.Collection[API]
}

// CustomDomain is a domain of the user's that leads to a group.
type CustomDomain struct {
	scenario.Resource
	CNAME scenario.Value[string]
	HTTPS scenario.Value[bool]
}

// ResolvesIn says where the VPC subdomain resolves.
type ResolvesIn struct {
	Word string // vpcs or any; empty: VPCs
	VPCs []scenario.Value[scenario.Ref[VPC]]
}

// API is one API. What it is defined as is also what its current stages run.
type API struct {
	scenario.Resource
	Definition
	Published scenario.Value[[]Stage]
}

// Definition is what an API does with a call.
type Definition struct {
	Protocols  scenario.Values[string]
	Method     scenario.Value[string]
	Path       scenario.Value[string]
	Auth       scenario.Value[string]
	AppCode    scenario.Value[bool]
	Authorized []*AppAuthorization
	Backend    *Backend
}

// AppAuthorization lets an app call the API in stages.
type AppAuthorization struct {
	scenario.At
	App    scenario.Value[scenario.Ref[App]]
	Stages scenario.Values[string]
}

// Backend is what an API forwards to.
type Backend struct {
	scenario.At
	VPCAccess scenario.Value[scenario.Ref[VPCAccess]]
	HTTP      scenario.Value[*url.URL]
	Function  scenario.Value[scenario.Ref[Function]]
	Mock      scenario.Value[bool]
	Scheme    scenario.Value[string]
	Method    scenario.Value[string]
	Path      scenario.Value[string]
	Role      scenario.Value[string]
}

// Stage is one stage that an API is published in.
type Stage struct {
	Name  string
	Node  *scenario.Node
	Stale bool
	Own   *Definition // nil: the current definition
}

// App is a caller that APIs may authorize.
type App struct {
	scenario.Resource
	AppCode scenario.Value[string]
}

func appTable() *scenario.Table[App] {
	return scenario.NewTable("app", "An app of API Gateway.",
		scenario.Optional("app_code", scenario.Text(),
			func(a *App) *scenario.Value[string] { return &a.AppCode }, "Its AppCode. Write a placeholder, not the secret.").Absent("none"))
}

func apiGroupTable() *scenario.Table[APIGroup] {
	return scenario.NewTable("API group", "A group of APIs and its domain names.",
		scenario.Optional("base_path", cloud.PathType(),
			func(g *APIGroup) *scenario.Value[string] { return &g.BasePath }, "What the paths of its APIs begin with.").Absent("/"),
		scenario.Optional("vpc_subdomain", scenario.HostName(),
			func(g *APIGroup) *scenario.Value[string] { return &g.VPCSubdomain },
			"The VPC second-level domain, once it is enabled.").Absent("it is not"),
		scenario.Optional("vpc_subdomain_https", scenario.Bool(),
			func(g *APIGroup) *scenario.Value[bool] { return &g.VPCSubdomainHTTPS },
			"Whether the VPC subdomain answers HTTPS.").Absent("not known (rulings.md, 22)"),
		scenario.Optional("public_subdomain", scenario.HostName(),
			func(g *APIGroup) *scenario.Value[string] { return &g.PublicSubdomain }, "The public second-level domain.").Absent("none"),
		scenario.Optional("internet", scenario.Bool(),
			func(g *APIGroup) *scenario.Value[bool] { return &g.Internet }, "Whether it may be called over the internet.").Absent("true"),
		scenario.MapOf("custom_domains", KindCustomDomain, scenario.Later(customDomainTable),
			func(g *APIGroup) *scenario.Collection[CustomDomain] { return &g.CustomDomains }, "Own domains bound to the group."),
		scenario.Optional("resolves_in", resolvesInType(),
			func(g *APIGroup) *scenario.Value[ResolvesIn] { return &g.ResolvesIn },
			"Where the VPC subdomain resolves: vpcs, any, or a list of VPCs.").Absent("in every VPC (rulings.md, 5)"),
		scenario.MapOf("apis", KindAPI, apiTable(),
			func(g *APIGroup) *scenario.Collection[API] { return &g.APIs }, "APIs."),
	)
}

// noCNAME: public name servers know nothing of a custom domain.
const noCNAME = "none"

func customDomainTable() *scenario.Table[CustomDomain] {
	return scenario.NewTable("custom domain", "A domain bound to an API group.",
		scenario.Required("cname", scenario.Enum(
			scenario.Choice("vpc_subdomain", "its CNAME is the group's VPC subdomain"),
			scenario.Choice("public_subdomain", "its CNAME is the group's public subdomain"),
			scenario.Choice(noCNAME, "only private zones and sites have a record of it")),
			func(c *CustomDomain) *scenario.Value[string] { return &c.CNAME }, "Which subdomain its CNAME names."),
		scenario.Optional("https", scenario.Bool(),
			func(c *CustomDomain) *scenario.Value[bool] { return &c.HTTPS }, "Whether it has a certificate, so answers HTTPS.").Absent("false"),
	)
}

func resolvesInType() scenario.Type[ResolvesIn] {
	word := scenario.Enum(scenario.Choice("vpcs", "in every VPC"), scenario.Choice("any", "for every resolver"))
	list := scenario.ListOf(scenario.RefTo[VPC](KindVPC))
	return scenario.Type[ResolvesIn]{
		Schema: scenario.AnyOf(word.Schema, list.Schema),
		Read: func(d *scenario.Decoder, n *scenario.Node, into *ResolvesIn) bool {
			if n.Kind == scenario.List {
				return list.Read(d, n, &into.VPCs)
			}
			return word.Read(d, n, &into.Word)
		},
	}
}

func apiTable() *scenario.Table[API] {
	apps, backends := scenario.Later(appAuthorizationTable), scenario.Later(backendTable)
	own := scenario.Later(func() *scenario.Table[Definition] {
		return scenario.NewTable("stage definition", "What a stage runs, where that is not the current definition.",
			definitionFields(apps, backends, func(d *Definition) *Definition { return d })...)
	})
	fields := definitionFields(apps, backends, func(a *API) *Definition { return &a.Definition })
	fields = append(fields, scenario.Optional("published", stagesType(own),
		func(a *API) *scenario.Value[[]Stage] { return &a.Published },
		"The stages it is published in: a list, or a map of stage to current, stale or the definition that runs there.").Absent("none"))
	return scenario.NewTable("API", "An API of a group.", fields...)
}

func definitionFields[T any](apps *scenario.Table[AppAuthorization], backends *scenario.Table[Backend], at func(*T) *Definition) []scenario.Field[T] {
	return []scenario.Field[T]{
		scenario.Optional("protocols", scenario.OneOrMany(schemeType()),
			func(t *T) *scenario.Values[string] { return &at(t).Protocols }, "http, https or both.").Absent("both"),
		scenario.Required("method", methodType(),
			func(t *T) *scenario.Value[string] { return &at(t).Method }, "The HTTP method; ANY: all.").Example("GET"),
		scenario.Required("path", cloud.PathType(),
			func(t *T) *scenario.Value[string] { return &at(t).Path },
			"The request path; [name] stands for one segment, a last /* for all below.").Example("/web/cloudapi"),
		scenario.Required("auth", scenario.Enum(
			scenario.Choice("none", "no authentication", "anonymous", "ANONYMOUS"),
			scenario.Choice("app", "an authorized app", "APP")),
			func(t *T) *scenario.Value[string] { return &at(t).Auth }, "Who may call it: none (anybody) or app.").Example("none"),
		scenario.Optional("app_code", scenario.Bool(),
			func(t *T) *scenario.Value[bool] { return &at(t).AppCode }, "Whether AppCode authentication is enabled.").Absent("false"),
		scenario.Objects("authorized_apps", apps,
			func(t *T) *[]*AppAuthorization { return &at(t).Authorized }, "Apps authorized for the API, by stage."),
		scenario.Object("backend", backends,
			func(t *T) **Backend { return &at(t).Backend }, "What it forwards to.").Absent("nothing is set"),
	}
}

func appAuthorizationTable() *scenario.Table[AppAuthorization] {
	return scenario.NewTable("app authorization", "An app and the stages it may call.",
		scenario.Required("app", scenario.RefTo[App](KindApp),
			func(a *AppAuthorization) *scenario.Value[scenario.Ref[App]] { return &a.App }, "The app."),
		scenario.Required("stages", scenario.ListOf(scenario.Name()),
			func(a *AppAuthorization) *scenario.Values[string] { return &a.Stages }, "The stages, such as RELEASE."),
	)
}

func backendTable() *scenario.Table[Backend] {
	return scenario.NewTable("backend", "What an API forwards to.",
		scenario.Optional("vpc_access", scenario.RefTo[VPCAccess](KindVPCAccess),
			func(b *Backend) *scenario.Value[scenario.Ref[VPCAccess]] { return &b.VPCAccess }, "A VPC access authorization of the gateway.").Absent("another kind of backend"),
		scenario.Optional("http", urlType(),
			func(b *Backend) *scenario.Value[*url.URL] { return &b.HTTP }, "The URL of a service on the internet.").Absent("another kind of backend"),
		scenario.Optional("function", scenario.RefTo[Function](KindFunction),
			func(b *Backend) *scenario.Value[scenario.Ref[Function]] { return &b.Function }, "A function of Function Compute.").Absent("another kind of backend"),
		scenario.Optional("mock", scenario.Bool().Narrowed(cloud.OnlyTrue),
			func(b *Backend) *scenario.Value[bool] { return &b.Mock }, "The gateway answers itself.").Absent("another kind of backend"),
		scenario.Optional("scheme", schemeType(),
			func(b *Backend) *scenario.Value[string] { return &b.Scheme }, "How a VPC backend is called.").Absent("http"),
		scenario.Optional("method", methodType(),
			func(b *Backend) *scenario.Value[string] { return &b.Method }, "The method that the backend is called with.").Absent("the caller's"),
		scenario.Optional("path", cloud.PathType(),
			func(b *Backend) *scenario.Value[string] { return &b.Path }, "The path that the backend is called with.").Absent("the caller's"),
		scenario.Optional("role", scenario.Name(),
			func(b *Backend) *scenario.Value[string] { return &b.Role },
			"The role by which the gateway may invoke the function: its name, or none.").Absent("not known"),
	).ExactlyOne("vpc_access", "http", "function", "mock").Narrow(backendSchemas)
}

func schemeType() scenario.Type[string] {
	return scenario.Enum(scenario.Choice("http", "HTTP", "HTTP"), scenario.Choice("https", "HTTPS", "HTTPS"))
}

func methodType() scenario.Type[string] {
	var options []scenario.Option[string]
	for _, m := range []string{"ANY", "GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS"} {
		options = append(options, scenario.Choice(m, "", strings.ToLower(m)))
	}
	return scenario.Enum(options...)
}

// urlPattern leaves out what follows the host and is none of its business:
// escapes and ports.
const urlPattern = `^[hH][tT][tT][pP][sS]?://[^/?#@:\[\]\x00-\x20]+(:[0-9]*)?([/?][^#\x00-\x1f\x7f]*)?#?$`

func urlType() scenario.Type[*url.URL] {
	return scenario.Parsed("URL", func() *scenario.Schema {
		return &scenario.Schema{Pattern: urlPattern, Examples: []any{"https://backend.example.com/web"}}
	}, parseURL)
}

func parseURL(text string) (*url.URL, error) {
	u, err := url.Parse(text)
	switch {
	case err != nil:
		return nil, scenario.Refusal{Fix: "Write it as https://host/path."}
	case u.Scheme != "http" && u.Scheme != "https" || u.Hostname() == "":
		return nil, scenario.Refusal{Fix: "It starts with http:// or https:// and a host."}
	case strings.Contains(u.Host, "["):
		return nil, scenario.Refusal{Why: "an IPv6 address is not modelled", Fix: "Write a host name or an IPv4 address."}
	case u.User != nil || u.Fragment != "":
		return nil, scenario.Refusal{Why: "it carries more than a host and a path", Fix: "Leave out the user and the fragment."}
	}
	return u, nil
}

const (
	stageCurrent = "current"
	stageStale   = "stale"
)

// stagesType reads a list of stages, or a map of stages to what they run.
func stagesType(own *scenario.Table[Definition]) scenario.Type[[]Stage] {
	list := scenario.ListOf(scenario.Name()).Narrowed(cloud.NoTwice)
	word := scenario.Enum(
		scenario.Choice(stageCurrent, "the API as it is defined now"),
		scenario.Choice(stageStale, "an earlier definition, which is not written here"))
	return scenario.Type[[]Stage]{
		Schema: scenario.AnyOf(list.Schema, func() *scenario.Schema {
			return &scenario.Schema{
				Type:   scenario.SchemaTypes{"object"},
				Values: &scenario.Schema{AnyOf: []*scenario.Schema{word.Schema(), {Table: own}}},
			}
		}),
		Read: func(d *scenario.Decoder, n *scenario.Node, into *[]Stage) bool {
			if n.Kind != scenario.Map {
				var names scenario.Values[string]
				if !list.Read(d, n, &names.V) {
					return false
				}
				for _, name := range names.V {
					if name.Present() {
						*into = append(*into, Stage{Name: name.V, Node: name.Node})
					}
				}
				return true
			}
			for _, e := range n.Entries {
				d.AtEntry(e, func() {
					s := Stage{Name: e.Key, Node: e.Value}
					if e.Value.Kind == scenario.Map {
						s.Own = &Definition{}
						scenario.Decode(d, own, e.Value, s.Own)
					} else {
						var w string
						word.Read(d, e.Value, &w)
						s.Stale = w == stageStale
					}
					*into = append(*into, s)
				})
			}
			slices.SortFunc(*into, func(a, b Stage) int { return strings.Compare(a.Name, b.Name) })
			return true
		},
	}
}

// addressOf is the address in a URL's host, if it is one.
func addressOf(u *url.URL) (netip.Addr, bool) {
	a, err := netip.ParseAddr(u.Hostname())
	return a, err == nil
}
