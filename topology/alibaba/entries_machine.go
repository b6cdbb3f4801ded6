package alibaba

import "netsim/topology/diag"

// machineEntries are what is open about instances that forward.
func machineEntries() []diag.Entry {
	return []diag.Entry{
		unknown("open.source-dest-check", "Whether the interface takes packets that are not its own is open",
			"A route leads to an instance that forwards, and whether one of its interfaces checks sources and destinations is not written. Since April 2025 the check is on by default for new interfaces, except in accounts that had shown a use for interfaces without it.",
			"Look it up (in the console under the network interface as Source/Destination Check) and write `source_dest_check`."),
		unknown("open.forwards-to", "By which interface the instance forwards is open",
			"The instance has more than two network interfaces. By which of them it sends on what comes in by one is for its own routing, which is not written.",
			"Write `forwards_to` in the interface that the packets come in by."),
		unknown("open.ha-vip-master", "Which instance has the HaVip is open",
			"Several instances are associated with the HaVip. The one whose software announced the address last has it, and which one that is, is not written.",
			"Write `master` in the HaVip, or make all of its instances alike."),
	}
}
