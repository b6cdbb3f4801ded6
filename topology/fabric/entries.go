package fabric

import (
	"slices"

	"netsim/topology/diag"
)

// Codes describes the codes.
func Codes() []diag.Entry { return slices.Concat(ownEntries(), sharedEntries()) }

// ownEntries are of what the fabric itself decides.
func ownEntries() []diag.Entry {
	return []diag.Entry{
		{
			Code: CodeNoRoute, Kind: diag.KindRoute,
			Title:   "No route to the destination",
			Meaning: "The route table that the packet is looked up in has no route that covers the destination, so the packet is dropped without an answer. Where the obstacle says return, it is the reply that has no way back.",
			Symptom: diag.SymptomTimeout,
			Fix:     "Add a route for the destination to the table that the obstacle names, or attach both networks to what should exchange their routes.",
		},
		{
			Code: CodeShadowed, Kind: diag.KindRoute,
			Title:   "Another route takes the packet first",
			Meaning: "A route to the destination is there, but one with a longer prefix, or one that goes before it at the same prefix, leads elsewhere. A static route goes before a learned one.",
			Symptom: diag.SymptomTimeout,
			Fix:     "Delete or narrow the route that takes the packet, or make it lead on to the destination.",
		},
		{
			Code: CodeLoop, Kind: diag.KindRoute,
			Title:   "The packet goes round in a circle",
			Meaning: "Route tables hand the packet to each other, and none of them delivers it. It is dropped when its time to live runs out.",
			Symptom: diag.SymptomTimeout,
			Fix:     "Correct the next hop of one of the routes on the circle, so that it leads to the network that has the destination.",
		},
		{
			Code: CodeMisdelivered, Kind: diag.KindRoute,
			Title:   "Delivered to another network",
			Meaning: "The packet is delivered, but to a network other than the one asked about. Both have the address: their address ranges overlap, and the nearer one wins.",
			Symptom: diag.SymptomTimeout,
			Fix:     "Give the networks address ranges that do not overlap, or remove the route that leads to the wrong one.",
		},
		{
			Code: CodeMistranslated, Kind: diag.KindRoute,
			Title:   "The reply leaves by another gateway",
			Meaning: "The route for the reply leads through a gateway that translates addresses, and the request did not come through it. The reply gets a source address that the client has not asked, and the client drops it.",
			Symptom: diag.SymptomTimeout,
			Fix:     "Route replies back the way that the requests come: change or narrow the route of the answering side that leads to the gateway.",
		},
		{
			Code: CodeOneWay, Kind: diag.KindRoute,
			Title:   "A stateful appliance sees one direction only",
			Meaning: "The packets of one direction go through an appliance that keeps state of connections, and those of the other do not. It drops replies of what it has not seen begin, and connections whose replies it never sees.",
			Symptom: diag.SymptomTimeout,
			Fix:     "Route both directions through the appliance, or neither: the tables at both ends, and those in between, need routes that mirror each other.",
		},
		{
			Code: CodeNotListening, Kind: diag.KindBackend,
			Title:   "Nothing listens on the port",
			Meaning: "The packet reaches the machine, and no service there takes the port, or only on another address of the machine such as 127.0.0.1.",
			Symptom: diag.SymptomRefused,
			Fix:     "Start the service and bind it to the private address or to 0.0.0.0, or call the port that it listens on. In the scenario, write it under `listens`.",
		},
		{
			Code: CodePathNotServed, Kind: diag.KindBackend,
			Title:   "The service does not answer the path",
			Meaning: "The service listens on the port, and the request path is not among those that it is written to answer.",
			Symptom: SymptomPathNotServed,
			Fix:     "Correct the path that the backend is called with, or deploy what answers it. In the scenario, write the path under `listens`.",
		},
		{
			Code: CodeInsufficient, Kind: diag.KindCapacity,
			Title:   "Less bandwidth than asked for",
			Meaning: "Packets pass, and a link on the way carries less than the check demands.",
			Symptom: "works in a test, stalls under load",
			Fix:     "Raise the bandwidth of the link, or lower the demand of the check.",
		},
		{
			Code: CodeUnstatedRate, Kind: diag.KindUnknown,
			Title:   "What a link carries is open",
			Meaning: "Packets pass, and the check demands a bandwidth of a link for which none is written, and the documents tell no default.",
			Fix:     "Write the `bandwidth` of the link, or leave `demand` out of the check.",
		},
		{
			Code: CodeRemoved, Kind: diag.KindEndpoint,
			Title:   "What it names is gone",
			Meaning: "An edit took away a resource that the check, or a resource on the way, points at. There is nothing to send from or to.",
			Symptom: diag.SymptomTimeout,
			Fix:     "Restore the resource, or point at one that stands.",
		},
		{
			Code: CodeEmpty, Kind: diag.KindEndpoint,
			Title:   "An end has nothing in it",
			Meaning: "The check names a set, such as a subnet, in which no interface stands, so there is nothing to ask about.",
			Symptom: diag.SymptomTimeout,
			Fix:     "Name an end that has an interface, or write `addresses: all` to ask about the addresses that nothing holds.",
		},
		{
			Code: CodeInternet, Kind: diag.KindUnknown,
			Title:   "Ways between a network and the internet are not modelled",
			Meaning: "The packet goes between a tenant's network and the internet. Whether an address or a gateway there lets it through is not in the scenario's language yet.",
			Fix:     "Check this stretch by hand, or ask about the path inside the network.",
		},
		{
			Code: CodeBudget, Kind: diag.KindUnknown,
			Title:   "Too much to work out",
			Meaning: "The question splits into more cases than netsim follows in one check. That says nothing about the network, so the verdict is unknown.",
			Fix:     "Ask about smaller ends: one instance rather than a whole network, one port rather than any.",
		},
		{
			Code: "unsupported.unsettled-routes", Kind: diag.KindUnknown,
			Title:   "Route propagation does not come to rest",
			Meaning: "Routes depend on each other in a circle, so that the tables keep changing for as long as netsim follows them. What they end up as is not known.",
			Fix:     "Look for route policies that prefer each other's routes, and break the circle.",
			Unshown: "No cloud that is modelled so far has policies that let routes chase each other; tests of the propagation show it.",
		},
		{
			Code: CodeIsReachable, Kind: diag.KindCheck,
			Title:   "It is reachable",
			Meaning: "The check expects that packets do not all get through, and every one does. There is no obstacle to name, so the verdict itself is the reason.",
			Fix:     "Close what should be closed, a security group rule or a route for instance; or correct `expect`.",
		},
		{
			Code: CodeIsPartial, Kind: diag.KindCheck,
			Title:   "It is reachable in part",
			Meaning: "Some of the packets asked about get through and some do not, and the check expects something else. The parts are told with the result.",
			Fix:     "Open or close the part that differs, ask about that part alone, or correct `expect`.",
		},
		{
			Code: CodeIsDecided, Kind: diag.KindCheck,
			Title:   "It is decided",
			Meaning: "The check expects that the model does not say, and it does say.",
			Fix:     "Correct `expect`, or take back the declared switch that settles the question.",
		},
		{
			Code: CodeDefaulted, Kind: diag.KindCheck,
			Title:   "The verdict rests on something that nobody declared",
			Meaning: "The check would hold, but its verdict looked at a switch, a point that the clouds' documents leave open, which the scenario does not declare; and the run was told to forbid that (--forbid-assumptions). That every reading of the switch gives the same verdict does not help: nobody has said which one is true.",
			Fix:     "Find out how it is and write the field that the result names into the scenario; or run without --forbid-assumptions.",
			Unshown: "it comes of a flag of the run, and not of a scenario",
		},
	}
}
