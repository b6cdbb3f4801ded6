package aws

import (
	"slices"

	"netsim/topology/cloud"
	"netsim/topology/diag"
)

// Codes describes the codes.
func Codes() []diag.Entry {
	return slices.Concat(networkEntries(), balanceEntries(), endpointEntries(), apiEntries())
}

func networkEntries() []diag.Entry {
	return []diag.Entry{
		{
			Code: CodePeeringInactive, Kind: diag.KindLink,
			Title:   "The peering connection is not active",
			Meaning: "The route leads to a peering connection that has not been accepted, was rejected or deleted, or cannot be since the blocks of the two VPCs overlap. Routes to it are blackholes, which still take the packets that match them.",
			Symptom: diag.SymptomTimeout,
			Fix:     "Accept the peering connection on the other side within seven days, or make it again; both sides need a route. VPCs whose blocks overlap are not peered: use PrivateLink for a service.",
		},
		{
			Code: CodeNotTransitive, Kind: diag.KindRoute,
			Title:   "A peering connection leads no further than the peer",
			Meaning: "The packet came over a peering connection, and its destination is not in the peer's own blocks. A VPC passes nothing on: neither to its other peers, nor to its internet or NAT gateway.",
			Symptom: diag.SymptomTimeout,
			Fix:     "Peer with the VPC that has the destination, or join the VPCs by a transit gateway.",
		},
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
