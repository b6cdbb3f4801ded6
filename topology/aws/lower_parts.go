package aws

import "netsim/topology/fabric"

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
