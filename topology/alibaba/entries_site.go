package alibaba

import (
	"netsim/topology/diag"
)

// siteEntries are of circuits, VBRs, router interfaces and on-premises sites.
func siteEntries() []diag.Entry {
	return []diag.Entry{
		{
			Code: CodeCircuitDown, Kind: diag.KindLink,
			Title:   "The circuit does not carry packets",
			Meaning: "The physical connection is cut, gone, or not enabled. BGP sessions over it go down and take their routes with them. A static route over it stays, and loses its packets or its share of them, unless a health check watches the line.",
			Symptom: diag.SymptomTimeout,
			Fix:     "Enable or mend the circuit. So that another line takes over, use BGP, or static routes with a health check on each line and its return route at the site.",
		},
		{
			Code: CodeVBRInactive, Kind: diag.KindLink,
			Title:   "The VBR does not pass packets",
			Meaning: "A virtual border router passes packets while it is active, with the cloud's and the site's address in one subnet and a site at the other end. This one does not.",
			Symptom: diag.SymptomTimeout,
			Fix:     "Bring the VBR into the state active, and correct its addresses.",
		},
		{
			Code: CodeBGPDown, Kind: diag.KindLink,
			Title:   "The BGP session is down",
			Meaning: "The session of a VBR with the site does not come up: AS numbers or addresses do not fit, one side has no such session, or the site announces more routes than the peer takes. So neither side learns the routes of the other.",
			Symptom: diag.SymptomTimeout,
			Fix:     "Make `peer_asn` of the BGP group the AS number of the site, and `peer_ip_address` of the peer the site's address on the circuit, and configure the session at the site too.",
		},
		{
			Code: CodeInterfaceInactive, Kind: diag.KindLink,
			Title:   "The router interfaces are not connected",
			Meaning: "A pair of router interfaces joins two routers while each end names the other and both are active. One end is the initiator and the other the acceptor; a VBR's is the initiator. Between two routers there is one pair.",
			Symptom: diag.SymptomTimeout,
			Fix:     "Connect the two router interfaces and activate both.",
		},
		{
			Code: CodeInterfaceNotTransitive, Kind: diag.KindRoute,
			Title:   "Router interfaces do not lead to a third network",
			Meaning: "A pair of router interfaces joins two networks. What comes over it into a VPC reaches the VPC's own vSwitches and cloud services, and what comes over it to a VBR reaches the site; neither passes it on.",
			Symptom: diag.SymptomTimeout,
			Fix:     "Join the networks by a CEN, or the site to each VPC by a pair of its own.",
		},
		{
			Code: CodeHealthCheckUnreturned, Kind: diag.KindRoute,
			Title:   "The health check is not answered",
			Meaning: "The line works, but the packets of its health check are not answered: a site with static routes needs one to the source address of the check by the same VBR. So the check fails and the routes over the line are given up.",
			Symptom: "the line is shown as failed although it works, and its traffic moves or stops",
			Fix:     "Add a static route at the site: the source address of the health check, with mask 32, by the VBR. With BGP none is needed.",
		},
		{
			Code: CodeNetworkMissing, Kind: diag.KindRoute,
			Title:   "The VBR does not announce the block",
			Meaning: "Over BGP a VBR tells its site what it learns from a CEN or a transit router. Routes to router interfaces it tells only where their block is announced by hand.",
			Symptom: diag.SymptomTimeout,
			Fix:     "Announce the block of the VPC as a BGP network of the VBR, or write a static route at the site.",
		},
		{
			Code: CodeSiteIngressDenied, Kind: diag.KindFilter,
			Title:   "The site's firewall drops what comes in",
			Meaning: "A rule of the firewall of the on-premises site drops the packet, or the rules for what comes in are written and none accepts it. Replies to what the site sends need no rule. An API gateway calls from its outbound addresses in 100.64.0.0/10.",
			Symptom: diag.SymptomTimeout,
			Fix:     "Accept the source and port in the site's firewall.",
		},
		{
			Code: CodeSiteEgressDenied, Kind: diag.KindFilter,
			Title:   "The site's firewall drops what goes out",
			Meaning: "A rule of the firewall of the on-premises site drops the packet, or the rules for what goes out are written and none accepts it. Replies to what comes in need no rule.",
			Symptom: diag.SymptomTimeout,
			Fix:     "Accept the destination and port in the site's firewall.",
		},
		unknown("open.health-check-alone", "Whether the only line is given up is open",
			"The health check of the only line to a site fails although the line works. The documents tell how the other line takes over, and not what becomes of routes where there is none.",
			"Add the route for the health check at the site, or a second line."),
		unknown("open.switching-group", "What a VBR switching group does is open",
			"The line of a VBR is broken, and a switching group names another VBR. Whether it moves static routes there without a health check is not documented.",
			"Use BGP or health checks, or write `switches_static_routes` if it has been tried."),
		unknown("open.site-tracking", "Whether the site's routers watch the line is open",
			"A health check of the cloud watches the line. The site's routers are assumed to watch it as well, and to give up their static routes when it fails.",
			"Have the site's routers track the line (BFD, NQA or the like), or use BGP."),
		unknown("open.site-firewall", "The firewall of a site is not written",
			"Every site has something that filters what comes in and goes out. Where it is not written, everything is assumed to pass.",
			"Write `firewall` in the site; `firewall: {}` lets everything pass."),
	}
}
