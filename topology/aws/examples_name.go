package aws

import (
	"netsim/topology/cloud"
	"netsim/topology/diag"
)

// namesFile is a small scenario that shows codes of names and functions.
const namesFile = "testdata/codes/aws-names.yaml"

func zoneExamples() []diag.Example {
	return []diag.Example{
		example(CodePrivateAddress, namesFile, "the route to the server is gone, and the internet gateway takes what is for it"),
		example(cloud.CodeOutsideRecord, namesFile, "the record leads to a name of a partner"),
		example(cloud.CodeOutsideRecord, namesFile, "the record leads to an address of a data centre"),
		example(cloud.CodeOutsideVPC, namesFile, "the function has no VPC config"),
		example(cloud.CodeNotResolvable, namesFile, "the client's VPC is not associated with the zone"),
		example(cloud.CodeNotResolvable, namesFile, "the zone has no such record"),
		example(cloud.CodeNotResolvable, namesFile, "a longer zone has no such record"),
		example(CodePrivateDNSOff, namesFile, "the VPC of the client gives no host names"),
	}
}
