package cloud

import (
	"netsim/topology/diag"
	"netsim/topology/fabric"
	"netsim/topology/scenario"
)

// Forwarder is a machine to which routes may lead.
type Forwarder struct {
	*scenario.Resource
	Label                  string // what people call it: instance proxy
	IPForwarding, Stateful scenario.Value[bool]
}

// IPForwarding is the field that says whether a machine forwards.
func IPForwarding[T any](at func(*T) *scenario.Value[bool]) scenario.Field[T] {
	return scenario.Optional("ip_forwarding", scenario.Bool(), at,
		"Whether its operating system forwards packets for others.").Absent("not known")
}

// Stateful is the field that says whether a machine that forwards remembers
// connections.
func Stateful[T any](at func(*T) *scenario.Value[bool]) scenario.Field[T] {
	return scenario.Optional("stateful", scenario.Bool(), at,
		"Whether, as a firewall does, it drops replies of connections that it has not seen begin, and needs to see the replies of those that it has.").Absent("not known")
}

// Forwards reads whether a machine forwards packets for others.
func (s Switches) Forwards(f Forwarder) (bool, fabric.SwitchID) {
	return s.ReadBool(f.IPForwarding, fabric.Switch{
		Element: fabric.Element{Label: f.Label, At: f.Key}, ID: "ip_forwarding of " + f.Ref(), Name: "ip_forwarding",
		Code:    CodeIPForwarding,
		Text:    "whether " + f.Label + " forwards packets for others",
		Declare: At(f.TreePath, "ip_forwarding"),
	})
}

// Remembers reads whether a machine that forwards remembers connections.
func (s Switches) Remembers(f Forwarder) (bool, fabric.SwitchID) {
	return s.ReadBool(f.Stateful, fabric.Switch{
		Element: fabric.Element{Label: f.Label, At: f.Key}, ID: "stateful of " + f.Ref(), Name: "stateful",
		Code:    CodeStateful,
		Text:    "whether " + f.Label + " drops what belongs to connections that it has not seen in both directions",
		Declare: At(f.TreePath, "stateful"),
	})
}

// NotForwarding is where a route leads whose next hop does not forward: what is
// for the machine arrives there.
func NotForwarding(machine fabric.InterfaceID, at fabric.Element, why, needed string) fabric.Target {
	return fabric.ToMachine(machine, &fabric.Refusal{
		Element: at, Code: fabric.CodeNextHopDrops, Kind: diag.KindRoute, Summary: why, Needed: needed,
	})
}
