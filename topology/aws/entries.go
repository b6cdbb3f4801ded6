package aws

import (
	"slices"

	"netsim/topology/cloud"
	"netsim/topology/diag"
)

// Codes describes the codes.
func Codes() []diag.Entry {
	return slices.Concat(networkEntries(), balanceEntries(), zoneEntries(), endpointEntries(), apiEntries())
}

func networkEntries() []diag.Entry {
	return []diag.Entry{
		{
			Code: CodeNoPublicAddress, Kind: diag.KindRoute,
			Title:   "The sender has no public address",
			Meaning: "The route leads to an internet gateway, which lets out only what has a public IPv4 address of its own.",
			Symptom: diag.SymptomTimeout,
			Fix:     "Associate an Elastic IP address with the network interface, or route the subnet to a NAT gateway in a public subnet.",
		},
		{
			Code: CodeNoInternetGateway, Kind: diag.KindRoute,
			Title:   "No internet gateway is attached",
			Meaning: "The destination has a public address, and its VPC has no internet gateway, so nothing from the internet gets in.",
			Symptom: diag.SymptomTimeout,
			Fix:     "Attach an internet gateway to the VPC, and route the subnet to it for the replies.",
		},
		{
			Code: CodePrivateAddress, Kind: diag.KindRoute,
			Title:   "The internet does not lead to private addresses",
			Meaning: "The packet is on its way by the internet, or about to be handed to it by an internet gateway, and its destination has no address there: it is a private one.",
			Symptom: diag.SymptomTimeout,
			Fix:     "Reach it by the networks that it is in: a peering connection, a transit gateway, PrivateLink. Or give it a public address and call that.",
		},
		{
			Code: CodePrefixListOrder, Kind: diag.KindUnknown,
			Title:   "Which of two prefix lists is used is open",
			Meaning: "Two routes of the table name prefix lists that have the CIDR, with different targets. AWS uses one of them, and does not say which.",
			Fix:     "Take the CIDR out of one of the prefix lists, or write a route for it.",
		},
	}
}

// NextHops are the targets of routes that netsim does not follow.
func NextHops() []cloud.NextHop { return targetTypes }
