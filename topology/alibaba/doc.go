// Package alibaba is Alibaba Cloud: the fields of its resources, what they mean
// for packets and calls, and the codes of what it refuses.
//
// The resource types (Region, VPC, Function, APIGateway, CEN, ...) are read by
// tables of fields; Lower turns them into a fabric.Network. Each rule of the
// cloud stands in the file of the resource it belongs to, with its source:
// "routing" is semantics/alibaba-routing.md, "grants" is
// semantics/alibaba-grants.md, "ruling" is a row of semantics/rulings.md. What
// these leave open is a switch, and Lower reads it as it is told.
//
// What the cloud's own API would refuse is lowered as inactive, with the
// reason; what is malformed is a finding of Check.
package alibaba
