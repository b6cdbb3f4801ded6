package alibaba_test

import (
	"strings"
	"testing"
)

// What the sheet says of route tables (routing a), on a VPC with two custom ones.
func TestRouteTables(t *testing.T) {
	names := strings.NewReplacer("THERE.", "regions.cn-shanghai.vpcs.there.", "HERE.", "regions.cn-shanghai.vpcs.here.")
	const db = "instance/fw instance/db tcp/443"
	requireProofs(t, "machines.yaml", names, []proof{
		{"RT-a a custom table with propagation learns", "", db, ok},
		{"RT-a a custom table without propagation learns nothing", "set: {HERE.route_tables.learns.route_propagation: false}", db, "unreachable forward route.missing"},
		{"RT-a nor does the system table with propagation off", "set: {HERE.route_propagation: false}, remove: [HERE.routes.through]", "instance/app instance/db tcp/443", "unreachable forward route.missing"},
		{"RT-a a vSwitch is bound to one table, and the system table's custom routes are not in it", "set: {HERE.vswitches.inside.route_table: lost}", db, "unreachable forward route.missing"},
		{"RT-a unbound, it is back at the system table", "remove: [HERE.vswitches.inside.route_table, HERE.routes.through]", db, ok},
		{"RT-a so it is where its table is gone", "remove: [HERE.route_tables.learns, HERE.routes.through]", db, ok},
		{"RT-a every table has the system routes of all vSwitches", "set: {HERE.vswitches.inside.route_table: lost}", "instance/fw instance/app icmp", ok},
		{"RT-a the longest prefix decides over all kinds", "set: {HERE.routes.wide: {destination: 10.1.0.0/16, next_hop: instance/box}, HERE.instances.box.ip_forwarding: false}, remove: [HERE.routes.through]", "instance/app instance/db tcp/443", ok},
		{"RT-a a custom route goes before a learned one of its prefix", "set: {HERE.routes.through.next_hop: instance/box, HERE.instances.box.ip_forwarding: false}", "instance/app instance/db tcp/443", "unreachable forward route.shadowed"},
		{"RT-a no learned route equal to a vSwitch is taken", "set: {THERE.vswitches.db.cidr: 10.0.1.0/24, THERE.cidr: 10.0.0.0/16, THERE.instances.db.private_ip: 10.0.1.10}", "instance/fw instance/db tcp/443", "unreachable forward route.conflict"},
	})
}
