package aws

import "netsim/topology/diag"

func zoneEntries() []diag.Entry {
	return []diag.Entry{
		{
			Code: CodeOutsideRecord, Kind: diag.KindUnknown,
			Title:   "A record leads out of the scenario",
			Meaning: "A record of a hosted zone has an address or a name that nothing in the scenario has, or more than one thing may have. Whether it is reached is not known.",
			Fix:     "Write what has this address or name, give it the private address that the record names, or let the record lead to something in the scenario.",
		},
	}
}
