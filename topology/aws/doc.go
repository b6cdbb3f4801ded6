// Package aws is Amazon Web Services: what a scenario may say of it, what is
// wrong with that, and the network that it comes to.
//
// A VPC is a domain, a subnet a segment of it. Security groups and network ACLs
// are filters of interfaces, route tables are tables. Each rule stands beside the
// fact that it follows: (sheet a4) is row a4 of the sheet of this cloud's
// semantics, with its confidence.
//
// What the cloud would refuse is lowered as inactive, with the reason. What is
// not modelled yet is answered unknown.
package aws
