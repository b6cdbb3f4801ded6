package tracer_test

import (
	"fmt"
	"net/netip"

	"netsim/packet"
	"netsim/reachability/tracer"
	"netsim/topology/diag"
	"netsim/topology/fabric"
)

func ExampleTrace() {
	var b fabric.Builder
	vpc := b.Domain(fabric.Domain{Region: "cn-shanghai"})
	table := b.Table(fabric.Table{Domain: vpc})
	vswitch := b.Segment(fabric.Segment{Domain: vpc, Table: table})
	b.Route(table, fabric.Route{
		Prefix: netip.MustParsePrefix("10.0.0.0/24"), Target: fabric.ToSegment(vswitch),
	})
	closed := b.Filter(fabric.Filter{Stateful: true, Default: fabric.Clause{
		Effect:  fabric.Deny,
		Refusal: &fabric.Refusal{Code: "sg.ingress-denied", Kind: diag.KindFilter},
	}})
	web := b.Interface(fabric.Interface{Segment: vswitch})
	db := b.Interface(fabric.Interface{Segment: vswitch, Ingress: []fabric.FilterID{closed}})

	leg := fabric.Leg{From: web, To: db, Start: fabric.None, Name: fabric.None, Target: fabric.None}
	out := tracer.Trace(b.Network(), leg, packet.Header{
		Source: netip.MustParseAddr("10.0.0.4"), SourcePort: 40000,
		Destination: netip.MustParseAddr("10.0.0.5"), DestinationPort: 3306,
		Protocol: packet.TCP,
	}, nil)
	fmt.Println(out.Verdict, out.Direction, out.Refusal.Code)
	// Output: fails forward sg.ingress-denied
}
