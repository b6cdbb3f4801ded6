package alibaba_test

import (
	"io/fs"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"netsim/reachability"
	"netsim/topology"
)

// proof is what becomes of a check once a scenario has been edited.
type proof struct {
	name string
	edit string // fields of a variant; empty: none
	ask  string // FROM TO PORT, and more fields of a check
	want string // the verdict, and the code of what is in the way first
}

type texts map[string]string

func (f texts) ReadFile(path string) ([]byte, error) {
	if text, ok := f[path]; ok {
		return []byte(text), nil
	}
	return nil, fs.ErrNotExist
}

// requireProofs proves claims on a scenario of testdata. Names in capitals stand
// for paths.
func requireProofs(t *testing.T, file string, names *strings.Replacer, proofs []proof) {
	t.Helper()
	base, err := os.ReadFile("testdata/" + file)
	require.NoError(t, err)
	for _, p := range proofs {
		t.Run(p.name, func(t *testing.T) {
			words := strings.SplitN(p.ask, " ", 4)
			check := "{name: it, from: " + words[0] + ", to: " + words[1] + ", port: " + words[2]
			if len(words) > 3 {
				check += ", " + words[3]
			}
			text := string(base) + "\nchecks: [" + check + "}]\n"
			if p.edit != "" {
				text += "variants:\n  - {name: v, " + names.Replace(p.edit) + "}\n"
			}
			f := topology.Load(texts{"s.yaml": text}, "s.yaml", topology.Codes())
			require.False(t, f.Findings.HasErrors(), "%v", f.Findings)
			m := f.Base
			if p.edit != "" {
				m = f.Variants[0].Model
			}
			checks := m.Checks()
			got, err := reachability.Prove(m.Case(checks[0]), reachability.Check{Expect: reachability.Reachable}, topology.Codes())
			require.NoError(t, err)
			told := got.Verdict.String()
			switch {
			case got.Verdict == reachability.Unknown:
				told += " " + string(got.Because)
			case len(got.Obstacles) > 0:
				told += " " + got.Obstacles[0].Direction.String() + " " + string(got.Obstacles[0].Code)
			}
			require.Equal(t, p.want, told, "%v", got.Obstacles)
		})
	}
}

const ok = "reachable"

func TestMachinesForward(t *testing.T) {
	names := strings.NewReplacer("HERE.", "regions.cn-shanghai.vpcs.here.", "FW.", "regions.cn-shanghai.vpcs.here.instances.fw.")
	const db = "instance/app instance/db tcp/443"
	eni := func(more string) string {
		return "HERE.network_interfaces: {eni: {vswitch: outside, private_ip: 10.0.3.10, instance: fw, security_groups: [open], source_dest_check: false" + more + "}}"
	}
	requireProofs(t, "machines.yaml", names, []proof{
		{"RT-a next hop instance forwards", "", db, ok},
		{"RT-a next hop instance that does not forward drops", "set: {FW.ip_forwarding: false}, remove: [cens.cen]", db, "unreachable forward route.next-hop-not-forwarding"},
		{"RT-a next hop instance: whether it forwards is open", "remove: [FW.ip_forwarding]", db, "unknown open.ip-forwarding"},
		{"RT-a next hop instance takes what is for itself", "", "instance/app instance/fw tcp/22", ok},
		{"RT-a next hop instance, looked up in the table of its vSwitch", "set: {HERE.vswitches.inside.route_table: lost}", db, "unreachable forward route.missing"},
		{"RT-a next hop instance that is gone is a blackhole", "remove: [HERE.instances.fw, cens.cen]", db, "unreachable forward route.blackhole"},
		{"RT-a next hop instance that its own table leads back to is a circle", "set: {HERE.route_tables.learns.routes.back: {destination: 10.1.1.0/24, next_hop: instance/fw}}", db, "unreachable forward route.loop"},
		{"RT-a two next hops that lead to each other are a circle", "set: {HERE.route_tables.learns.routes.on: {destination: 10.1.1.0/24, next_hop: instance/second}}", db, "unreachable forward route.loop"},
		{"ECS source/destination check drops what is not its own", "set: {FW.source_dest_check: true}, remove: [cens.cen]", db, "unreachable forward route.next-hop-not-forwarding"},
		{"ECS source/destination check: the default is open", "remove: [FW.source_dest_check]", db, "unknown open.source-dest-check"},
		{"ECS source/destination check does not matter for what is its own", "remove: [FW.source_dest_check]", "instance/app instance/fw tcp/22", ok},
		{"the groups of the machine judge what comes in", "set: {FW.security_groups: [web]}", "instance/app instance/db tcp/80", "unreachable forward sg.ingress-denied"},
		{"and let in what they accept", "set: {FW.security_groups: [web]}", db, ok},
		{"the groups of the machine judge what goes out", "set: {HERE.security_groups.web.egress: [{protocol: all, destination: 10.1.0.0/16, policy: drop}], FW.security_groups: [web]}", db, "unreachable forward sg.egress-denied"},
		{"the ACL of its vSwitch judges too", "set: {HERE.network_acls: {acl: {vswitches: [inside], ingress: [{policy: drop, protocol: tcp, ports: 443, source: 10.0.1.0/24}, {policy: accept, protocol: all, source: 0.0.0.0/0}], egress: [{policy: accept, protocol: all, destination: 0.0.0.0/0}]}}}", db, "unreachable forward acl.ingress-denied"},
		{"RT-g one direction through a stateful appliance fails", "set: {FW.stateful: true}", db, "unreachable return route.stateful-one-way"},
		{"RT-g whether the appliance is stateful is open", "remove: [FW.stateful]", db, "unknown open.stateful"},

		{"RT-a next hop network interface forwards", "set: {" + eni("") + ", HERE.routes.through.next_hop: network_interface/eni}", db, ok},
		{"a second interface: in by one, out by the other", "set: {" + eni("") + ", HERE.vswitches.outside.route_table: lost}", db, "unreachable forward route.missing"},
		{"its groups judge what leaves by it", "set: {" + eni("") + ", HERE.network_interfaces.eni.security_groups: [shut]}", db, "unreachable forward sg.egress-denied"},
		{"unless the first forwards to itself", "set: {" + eni("") + ", HERE.vswitches.outside.route_table: lost, FW.forwards_to: instance/fw}", db, ok},
		{"the source/destination check of either counts", "set: {" + eni("") + ", HERE.network_interfaces.eni.source_dest_check: true}, remove: [cens.cen]", db, "unreachable forward route.next-hop-not-forwarding"},
		{"by which of three it leaves is open", "set: {" + eni("") + ", HERE.network_interfaces.more: {vswitch: extra, instance: fw, security_groups: [open], source_dest_check: false}}", db, "unknown open.forwards-to"},
		{"and does not matter where all lead on", "set: {" + eni("") + ", HERE.network_interfaces.more: {vswitch: inside, instance: fw, security_groups: [open], source_dest_check: false}}", db, ok},
		{"or is written", "set: {" + eni("") + ", HERE.network_interfaces.more: {vswitch: extra, instance: fw, security_groups: [open], source_dest_check: false}, FW.forwards_to: network_interface/eni}", db, ok},
		{"a network interface is an end", "set: {HERE.network_interfaces.side.listens: [{port: tcp/443}]}", "instance/app network_interface/side tcp/443", ok},
		{"it serves what its instance does", "", "instance/app network_interface/side tcp/22", ok},
		{"and nothing else", "", "instance/app network_interface/side tcp/443", "unreachable forward backend.not-listening"},
		{"it sends too", "", "network_interface/side instance/db tcp/443", ok},
		{"one that is attached to no instance is no end", "remove: [HERE.network_interfaces.side.instance]", "instance/app network_interface/side tcp/22", "unreachable forward endpoint.unoccupied"},

		{"RT-a next hop HaVip: the master forwards", "set: {HERE.ha_vips.vip.master: instance/fw, HERE.instances.second.ip_forwarding: false, HERE.routes.through.next_hop: ha_vip/vip}", db, ok},
		{"RT-a next hop HaVip: without a master any may have it, and all work", "set: {HERE.routes.through.next_hop: ha_vip/vip}", db, ok},
		{"RT-a next hop HaVip: without a master it is open", "set: {HERE.instances.second.ip_forwarding: false, HERE.routes.through.next_hop: ha_vip/vip}", db, "unknown open.ha-vip-master"},
		{"RT-a next hop HaVip that no instance has", "set: {HERE.ha_vips.vip.instances: [], HERE.routes.through.next_hop: ha_vip/vip}, remove: [cens.cen]", db, "unreachable forward route.blackhole"},
		{"a HaVip takes what its master serves", "", "instance/app ha_vip/vip tcp/22", ok},
		{"and its master's groups judge", "set: {HERE.ha_vips.vip.master: instance/fw, FW.security_groups: [web]}", "instance/app ha_vip/vip tcp/22", "unreachable forward sg.ingress-denied"},
		{"its address leads there", "", "instance/app 10.0.2.20 tcp/22", ok},
		{"an instance of another vSwitch does not have it", "set: {HERE.ha_vips.vip.vswitch: outside, HERE.ha_vips.vip.ip_address: 10.0.3.20}", "instance/app ha_vip/vip tcp/22", "unreachable forward endpoint.unoccupied"},
		{"a master that is gone leaves the others", "remove: [HERE.instances.fw]", "instance/app ha_vip/vip tcp/22", ok},
	})
}
