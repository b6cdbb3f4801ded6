package cloud

import "netsim/topology/diag"

// machineEntries are what is open about machines that forward.
func machineEntries() []diag.Entry {
	return []diag.Entry{
		{
			Code: CodeIPForwarding, Kind: diag.KindUnknown,
			Title:   "Whether the instance forwards is open",
			Meaning: "A route leads to an instance, and whether its operating system forwards packets for others is not written.",
			Fix:     "Write `ip_forwarding` in the instance.",
		},
		{
			Code: CodeStateful, Kind: diag.KindUnknown,
			Title:   "Whether the appliance remembers connections is open",
			Meaning: "One direction of a connection goes through a machine that forwards, and the other does not. A plain router does not mind; a firewall that keeps state drops the connection. Which of them the machine is, is not written.",
			Fix:     "Write `stateful` in the instance, or route both directions the same way.",
		},
	}
}
