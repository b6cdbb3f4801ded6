package tracer_test

import (
	"fmt"
	"testing"

	"netsim/reachability/tracer"
	"netsim/topology/fabric"
)

// Four tables there and the same four back, with a filter at both ends.
func BenchmarkTraceThroughFourTables(b *testing.B) {
	for _, more := range []int{0, 20, 1000} {
		b.Run(fmt.Sprintf("%d more routes in each", more), func(b *testing.B) {
			w := newWorld()
			w.throughFourTables(more)
			n := w.Network()
			for b.Loop() {
				if out := tracer.Trace(n, w.leg, w.header, nil); out.Verdict != tracer.Passes {
					b.Fatal(out)
				}
			}
		})
	}
}

func (w *world) throughFourTables(more int) {
	east, west := w.table("east", w.clients), w.table("west", w.servers)
	w.route(w.clientTable, "10.1.0.0/24", fabric.ToTable(east, fabric.None))
	w.route(east, "10.1.0.0/16", fabric.ToTable(west, fabric.None))
	w.route(west, "10.1.0.0/16", fabric.ToTable(w.serverTable, fabric.None))
	w.route(w.serverTable, "10.0.0.0/24", fabric.ToTable(west, fabric.None))
	w.route(west, "10.0.0.0/16", fabric.ToTable(east, fabric.None))
	w.route(east, "10.0.0.0/16", fabric.ToTable(w.clientTable, fabric.None))
	for _, t := range []fabric.TableID{w.clientTable, east, west, w.serverTable} {
		for i := range more {
			w.route(t, fmt.Sprintf("172.%d.%d.0/24", 16+i/256, i%256), fabric.ToDrop(nil))
		}
	}
	w.InterfaceAt(w.client).Egress = w.stateful(allow(to("10.1.0.0/16", "tcp")))
	w.InterfaceAt(w.server).Ingress = w.stateful(allow(to("10.1.0.0/16", "tcp/22")), allow(from("10.0.0.0/24")))
}
