package aws

import (
	"netsim/topology/fabric"
	"netsim/topology/scenario"
)

// node is a network interface of a load balancer or an endpoint, in one zone.
type node struct {
	zone   string // the availability zone's id; empty: not written
	subnet *Subnet
	at     fabric.InterfaceID
}

// privateLink is where a load balancer takes what comes by PrivateLink: a network of its own, in which nothing is routed and no group judges a sender.
type privateLink struct {
	domain  fabric.DomainID
	segment fabric.SegmentID
	table   fabric.TableID
	faces   []node // one for each node of the load balancer, with the node's addresses
	// entrance is where those stand who send to the faces.
	entrance fabric.InterfaceID
}

// balance is what lowering knows of load balancers and their targets.
type balance struct {
	facing   map[fabric.InterfaceID]fabric.InterfaceID // the public interfaces of nodes
	bare     map[fabric.InterfaceID]bool               // nodes without a target for some listener
	targets  map[*Target]registration
	machines map[*scenario.Resource]standing
	answers  map[fabric.InterfaceID]bool // interfaces that answer whoever sends
	vacant   map[fabric.InterfaceID]bool // interfaces of nobody
}

// standing is a machine on the network.
type standing struct {
	at     fabric.InterfaceID
	subnet *Subnet
}

func newBalance() balance {
	return balance{
		facing: map[fabric.InterfaceID]fabric.InterfaceID{}, bare: map[fabric.InterfaceID]bool{}, targets: map[*Target]registration{},
		machines: map[*scenario.Resource]standing{}, answers: map[fabric.InterfaceID]bool{},
		vacant: map[fabric.InterfaceID]bool{},
	}
}
