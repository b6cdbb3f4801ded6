package topology_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"netsim/reachability"
	"netsim/topology"
	"netsim/topology/fabric"
)

// hub is so many VPCs on transit routers of three regions. The first region has a
// second route table, for every second of its VPCs. So many pairs are checked.
func hub(vpcs, checks int) string {
	regions := []string{"cn-shanghai", "cn-zhangjiakou", "cn-beijing"}
	text := strings.NewReplacer("cens:", "X:").Replace(estate(vpcs))
	text = strings.ReplaceAll(text, "cn-hongkong", regions[2])
	text = text[:strings.Index(text, "X:")]
	var out strings.Builder
	out.WriteString(text + "cens:\n  cen:\n    edition: enterprise\n    transit_routers:\n")
	for r, region := range regions {
		fmt.Fprintf(&out, "      tr-%d:\n        region: %s\n        attachments:\n", r, region)
		tables := fmt.Sprintf("rt-%d", r)
		if r == 0 {
			tables += ", rt-0-b"
		}
		for i := r; i < vpcs; i += 3 {
			from := fmt.Sprintf("rt-%d", r)
			if r == 0 && i%2 == 1 {
				from = "rt-0-b"
			}
			fmt.Fprintf(&out, "          att-%d: {vpc: vpc-%d, zone_mappings: [{vswitch: vsw-%d-a}], association: %s, propagations: [%s], auto_publish_route_enabled: true}\n", i, i, i, from, tables)
		}
		fmt.Fprintf(&out, "        route_tables:\n          rt-%d: {type: system}\n", r)
		if r == 0 {
			out.WriteString("          rt-0-b: {}\n")
		}
	}
	out.WriteString("    peer_attachments:\n")
	for _, pair := range [][2]int{{0, 1}, {0, 2}, {1, 2}} {
		fmt.Fprintf(&out, "      peer-%d-%d: {bandwidth: 10Mbps, bandwidth_type: data_transfer, ends: [", pair[0], pair[1])
		for _, r := range pair {
			tables := fmt.Sprintf("rt-%d", r)
			if r == 0 {
				tables += ", rt-0-b"
			}
			fmt.Fprintf(&out, "{transit_router: tr-%d, association: rt-%d, propagations: [%s], auto_publish_route_enabled: true}, ", r, r, tables)
		}
		out.WriteString("]}\n")
	}
	out.WriteString("checks:\n")
	for i := range checks {
		from, to := i%vpcs, (i*7+i/vpcs+1)%vpcs
		if from == to {
			to = (to + 1) % vpcs
		}
		fmt.Fprintf(&out, "  - {name: check %d, from: instance/ecs-%d-0, to: instance/ecs-%d-1, port: tcp/8080}\n", i, from, to)
	}
	return out.String()
}

// A hub and its spokes: of 1,000 VPCs, four route tables and 10,000 checks, with
// the time of all checks as so many times that of loading the file.
func BenchmarkHub(b *testing.B) {
	for _, size := range [][2]int{{10, 100}, {100, 1000}, {1000, 10_000}} {
		b.Run(fmt.Sprintf("vpcs=%d", size[0]), func(b *testing.B) {
			text := hub(size[0], size[1])
			var loading, lowering, solving time.Duration
			for b.Loop() {
				start := time.Now()
				f := topology.Load(memory{"scenario.yaml": text}, "scenario.yaml", codes)
				if f.Base == nil {
					b.Fatal(f.Findings)
				}
				loading += time.Since(start)
				start = time.Now()
				for i, c := range f.Base.Checks() {
					net, questions := f.Base.Case(c).Lower(fabric.Reading{})
					if i == 0 {
						lowering += time.Since(start)
						start = time.Now()
					}
					if a := reachability.Solve(net, questions); a.Verdict() != reachability.Reachable {
						b.Fatal(c.Name.V, a.Verdict())
					}
				}
				solving += time.Since(start)
			}
			b.ReportMetric(lowering.Seconds()/loading.Seconds(), "lower/load")
			b.ReportMetric(solving.Seconds()/loading.Seconds(), "checks/load")
			b.ReportMetric(loading.Seconds()/float64(b.N), "load-s")
		})
	}
}
