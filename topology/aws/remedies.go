package aws

import "netsim/topology/diag"

// cloudName is what the remedies are told under.
const cloudName = "AWS"

// remedy is how to mend a code in this cloud. Commands are those of the AWS CLI,
// arguments those of the aws provider.
func remedy(code diag.Code, console string, cli []string, terraform ...diag.Setting) diag.Remedy {
	return diag.Remedy{Code: code, Cloud: cloudName, Console: console, CLI: cli, Terraform: terraform}
}

func commands(lines ...string) []string { return lines }

func sets(resource string, arguments ...string) diag.Setting {
	return diag.Setting{Resource: resource, Arguments: arguments}
}
