package alibaba

import "netsim/topology/diag"

// transitEntries are of transit routers (routing b.3).
func transitEntries() []diag.Entry {
	return []diag.Entry{
		{
			Code: CodeUnassociated, Kind: diag.KindLink,
			Title:   "An attachment is associated with no route table",
			Meaning: "A transit router of Enterprise Edition looks what comes from an attachment up in the one route table that the attachment is associated with (associated forwarding). This one is associated with none, so the transit router drops what comes from there. After an attachment is made by the API or Terraform that is how it stands.",
			Symptom: diag.SymptomTimeout,
			Fix:     "Associate the attachment with a route table of the transit router. At an inter-region connection each end is associated by itself.",
		},
		{
			Code: CodePeerMissing, Kind: diag.KindLink,
			Title:   "No inter-region connection between two transit routers",
			Meaning: "The two networks are on transit routers of different regions, and between these there is no inter-region connection. Routes are exchanged over one only, so there is no route; a detour by a third region needs routes of its own.",
			Symptom: diag.SymptomTimeout,
			Fix:     "Make an inter-region connection between the two transit routers, with bandwidth, and associate and propagate it at both ends.",
		},
		{
			Code: CodeNotPropagated, Kind: diag.KindRoute,
			Title:   "The route table does not learn the network's routes",
			Meaning: "A route table of a transit router of Enterprise Edition learns the routes of an attachment only where that is turned on (route learning, propagation). Here it is not, so the table has no route to the network, and all that are associated with the table have none. After an attachment is made by the API or Terraform it propagates to no table.",
			Symptom: diag.SymptomTimeout,
			Fix:     "Let the attachment propagate to the table that the senders are associated with, or add a static entry there.",
		},
		{
			Code: CodeNotSynchronized, Kind: diag.KindRoute,
			Title:   "The network does not learn the transit router's routes",
			Meaning: "A VPC learns the routes of the transit router's table that it is associated with only if route synchronization is on for its attachment, and with one transit router only: not while it is on a CEN of Basic Edition too, nor while it takes dynamic routes from a VPN gateway or an Express Connect router. Without it a fully meshed transit router still gives the VPC no route.",
			Symptom: diag.SymptomTimeout,
			Fix:     "Turn on route synchronization for the attachment, or add a custom route with the attachment as its next hop to the route table of the vSwitch.",
		},
		{
			Code: CodeNotAdvertised, Kind: diag.KindRoute,
			Title:   "The route is not advertised",
			Meaning: "A transit router tells the routes of the table that an inter-region connection is associated with to the other end only if it advertises automatically, which is off by default. So this end learns nothing from there. Nor does a CEN take every route that is published to it: Basic Edition none to an IPv4 gateway, Enterprise Edition none to a router interface.",
			Symptom: diag.SymptomTimeout,
			Fix:     "Turn on automatic advertising at the other end, or add a static entry to the inter-region connection at this one.",
		},
		{
			Code: CodeNoBandwidth, Kind: diag.KindCapacity,
			Title:   "The inter-region connection has no bandwidth",
			Meaning: "An inter-region connection of Enterprise Edition needs bandwidth: from a bandwidth plan that is bound to the CEN, or paid by data transfer. This one has none that stands, so there is no connection, and no route over it.",
			Symptom: "the connection is refused when it is made; until then: timeout, nothing answers",
			Fix:     "Buy a bandwidth plan for the areas of both regions, bind it to the CEN and allocate from it to the connection; or pay by data transfer.",
		},
	}
}

// transitOpenEntries are the points that the documents leave open of transit
// routers.
func transitOpenEntries() []diag.Entry {
	return []diag.Entry{
		unknown("open.passes-static-routes", "Whether static entries cross regions is open",
			"A transit router advertises the routes of a table over an inter-region connection. Whether static entries of the table are among them is not documented.",
			"Try it and write `passes_static_routes` in the transit router, or add a static entry at the other end, which works either way."),
		unknown("open.default-route-policy", "Whether sites reach each other through a transit router is open",
			"A CEN of Basic Edition has a policy of its own by which VBRs get no routes of other VBRs. Whether a transit router of Enterprise Edition has it is not documented in one voice.",
			"Look for the policy of priority 5000 in the console and write `default_route_policy` in the transit router."),
		unknown("open.route-synchronization", "Which transit router a VPC synchronizes routes with is open",
			"The VPC is on several transit routers with route synchronization. The cloud refuses the second, and which that was is not written.",
			"Write `auto_publish_route_enabled` in one of the attachments only."),
	}
}
