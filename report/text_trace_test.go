package report

import (
	"bytes"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"
	"unicode"

	"github.com/stretchr/testify/require"
)

func traceText(t *testing.T, r *Report, o TextOptions) string {
	t.Helper()
	var b bytes.Buffer
	require.NoError(t, WriteTrace(&b, r, o))
	return b.String()
}

// answer makes the one result of a report the answer to a question.
func answer(r Result, q Question) *Report {
	r.Question = &q
	return finish([]File{headlineFile()}, []Result{r})
}

// tracedCall is a call that two things are in the way of; a route that would
// have been used, one that would not, and more.
func tracedCall() *Report {
	r := unreachable().Results[0]
	name := "the host region is written as an access region, and the function's VPC is attached"
	r.Variant = &name
	r.Path[2].Considered = []Candidate{
		{
			Element: "service route api-gateway of CEN cen-1", Prefix: "100.104.255.128/26", Better: true, Code: "route.service-route-missing",
			File: headline, Line: 64, Column: 9, Summary: "cn-zhangjiakou is not an access region of it",
		},
		{Element: "system route 100.64.0.0/10 of VPC vpc-fc-access", Prefix: "100.64.0.0/10", File: headline, Line: 15, Column: 7, Summary: "a route with a longer prefix comes first"},
		{Element: "the internet", Prefix: "0.0.0.0/0", Summary: "a route with a longer prefix comes first"},
	}
	r.Path[2].ConsideredMore = 5
	return answer(r, Question{
		From: "function/order-caller", To: "api/demo/cloudapi", Call: "GET http://6f1d0c2b8a974e55-cn-shanghai-vpc.alicloudapi.com/web/cloudapi (stage RELEASE)",
		Check: callsAPI, Expects: "partial",
	})
}

func piece(fate, source, destination, protocol, ports, element, code string) Piece {
	client := "1024-65535"
	if protocol != "tcp" && protocol != "udp" {
		client = "0-65535" // what has no ports is asked about whole
	}
	return Piece{
		Stage: 1, Source: source, Destination: destination, Protocol: protocol, SourcePorts: client, DestinationPorts: ports,
		Fate: fate, Direction: "forward", Element: element, Code: code, File: headline, Line: 36, Column: 15,
	}
}

// tracedParts is a set of addresses of both families, on two legs.
func tracedParts() *Report {
	r := partial().Results[0]
	const six = "2001:db8:1234:5678:9abc:def0:1234:5678"
	long := "ingress rule 12 of security group a-name-that-somebody-made-very-long-since-it-says-all"
	r.VariesBy = []string{"destination address (what was asked)"}
	r.Pieces = []Piece{
		piece(fateStops, "10.0.0.1", "10.1.0.0/16", "tcp", "0-442", "security group sg-web", "sg.ingress-denied"),
		piece(fatePasses, "10.0.0.1", "10.1.0.0/16", "tcp", "443", "ingress rule 1 of security group sg-web", ""),
		piece(fatePasses, six, six+"-2001:db8:1234:5678:9abc:def0:1234:ffff", "udp", "0-65535", long, ""),
		piece(verdictUnknown, "10.0.0.2", "203.0.113.0/24", "0-5", "0-65535", "the internet", "unsupported.internet-access"),
		piece(verdictUnknown, "10.0.0.2", "203.0.113.0/24", "tcp", "0-65535", "the internet", "unsupported.internet-access"),
		piece(verdictUnknown, "10.0.0.2", "203.0.113.0/24", "7-16", "0-65535", "the internet", "unsupported.internet-access"),
		piece(verdictUnknown, "10.0.0.2", "203.0.113.0/24", "udp", "0-65535", "the internet", "unsupported.internet-access"),
		piece(verdictUnknown, "10.0.0.2", "203.0.113.0/24", "18-255", "0-65535", "the internet", "unsupported.internet-access"),
	}
	for i := range 12 {
		r.Pieces = append(r.Pieces, piece([]string{fatePasses, fateStops}[i%2], "10.0.3.1", fmt.Sprintf("10.2.%d.0/24", i), "icmp", "0-65535", "route r", ""))
	}
	last := piece(fatePasses, "100.64.0.1", "10.9.0.1", "tcp", "8080", "the listener", "")
	last.Stage, last.SourcePorts = 2, "1-1023"
	r.Pieces = append(r.Pieces, last)
	return answer(r, Question{From: "10.0.0.0/8", To: "vpc/a", Port: "any"})
}

func tracedUnknown() *Report {
	r := unknown().Results[0]
	r.Because = ptr("open.host-region-served")
	r.Assumptions[0].Read = "false"
	return answer(r, Question{From: "function/order-caller", To: "api/demo/cloudapi"})
}

// short is a call that arrives, over a link that carries next to nothing.
func short() *Report {
	r := allPass().Results[0]
	r.Pass, r.Because = false, ptr("bandwidth.test-only")
	r.Obstacles = []Obstacle{{
		Leg: 1, Direction: "forward", Element: "the link", Code: "bandwidth.test-only", Kind: "capacity", Summary: "nothing is allocated",
	}}
	q := answer(r, Question{From: "function/order-caller", To: "api/demo/cloudapi", Port: "tcp/80"})
	q.Files[0].Findings = []Finding{{Severity: "warning", Summary: "there are no regions"}, {Severity: "warning", Summary: "nor VPCs"}}
	return q
}

func traces() map[string]*Report {
	return map[string]*Report{
		"reachable": answer(allPass().Results[0], Question{From: "function/order-caller", To: "api/demo/cloudapi"}),
		"call":      tracedCall(), "parts": tracedParts(), "unknown": tracedUnknown(), "short": short(),
	}
}

func TestTrace(t *testing.T) {
	for name, row := range map[string]struct {
		report  *Report
		options TextOptions
	}{
		"trace-call":         {tracedCall(), TextOptions{}},
		"trace-call-80":      {tracedCall(), TextOptions{Width: 80}},
		"trace-call-200":     {tracedCall(), TextOptions{Width: 200, Verbose: true}},
		"trace-parts":        {tracedParts(), TextOptions{}},
		"trace-parts-80":     {tracedParts(), TextOptions{Width: 80, Verbose: true}},
		"trace-parts-200":    {tracedParts(), TextOptions{Width: 200}},
		"trace-unknown":      {tracedUnknown(), TextOptions{}},
		"trace-short":        {short(), TextOptions{}},
		"trace-unicode":      {tracedParts(), TextOptions{Unicode: true, Color: true}},
		"trace-hostile":      {answer(hostileNames().Results[0], Question{From: "a\x1b[2J", To: "b\r\nreachable: c"}), TextOptions{}},
		"trace-findings":     {findings(), TextOptions{}},
		"trace-without-path": {answer(passing("a", "reachable"), Question{From: "a", To: "b"}), TextOptions{}},
	} {
		t.Run(name, func(t *testing.T) {
			golden(t, name+".txt", []byte(traceText(t, row.report, row.options)))
		})
	}
}

// The width moves words to other lines, and does nothing else.
func TestWidthChangesNoFactsOfATrace(t *testing.T) {
	for name, r := range traces() {
		for i := range r.Results[0].Obstacles {
			r.Results[0].Obstacles[i].Source = "" // lines of source are cut
		}
		want := strings.Fields(traceText(t, r, TextOptions{Verbose: true}))
		for _, width := range []int{1, 40, 80, 133, 1000} {
			require.Equal(t, want, strings.Fields(traceText(t, r, TextOptions{Verbose: true, Width: width})), "%s at %d", name, width)
		}
	}
}

func TestColorChangesNoTextOfATrace(t *testing.T) {
	for name, r := range traces() {
		got := traceText(t, r, TextOptions{Color: true, Verbose: true})
		for _, s := range []style{bold, faint, red, green, yellow, blue, "0"} {
			got = strings.ReplaceAll(got, "\x1b["+string(s)+"m", "")
		}
		var trimmed []string
		for l := range strings.SplitSeq(got, "\n") {
			trimmed = append(trimmed, strings.TrimRight(l, " "))
		}
		require.Equal(t, traceText(t, r, TextOptions{Verbose: true}), strings.Join(trimmed, "\n"), name)
	}
}

func TestNothingOfATraceActsOnTheTerminal(t *testing.T) {
	r := hostile()
	good := hostile() // with findings that are no errors, the rest is told
	for i := range good.Files {
		good.Files[i].Findings = nil
	}
	for _, o := range []TextOptions{{}, {Verbose: true}, {Unicode: true, Width: 1}} {
		for _, report := range []*Report{r, good} {
			got := traceText(t, report, o)
			for _, r := range got {
				require.True(t, r == '\n' || unicode.IsGraphic(r) && r != unicode.ReplacementChar, "%U is printed", r)
			}
			for l := range strings.SplitSeq(got, "\n") {
				require.False(t, strings.HasPrefix(strings.TrimSpace(l), "PASS"), "a line is forged: %s", l)
			}
		}
	}
	same := hostile()
	require.True(t, reflect.DeepEqual(same, r), "the report itself is left alone")
}

func TestTraceTellsWriteErrors(t *testing.T) {
	full := errors.New("full")
	require.ErrorIs(t, WriteTrace(failing{full}, allPass(), TextOptions{}), full)
}

// What many parts of an end meet alike is told once, and everything where all is
// wanted.
func TestObstaclesThatAreAlikeAreToldOnce(t *testing.T) {
	r := partial().Results[0]
	for i := range 30 {
		o := r.Obstacles[0]
		o.Leg, o.Asked, o.Needed = i+2, fmt.Sprintf("packet %d", i), fmt.Sprintf("rule %d", i)
		if i >= 5 {
			o.Line = 100 + i
		}
		r.Obstacles = append(r.Obstacles, o)
	}
	report := answer(r, Question{From: "a", To: "b"})
	got := traceText(t, report, TextOptions{})
	require.Contains(t, got, fmt.Sprintf("in the way (%d)", mostObstacles))
	require.Contains(t, got, "... and 11 more like these, in the way of other packets; -v tells each")
	require.Contains(t, traceText(t, report, TextOptions{Verbose: true}), "in the way (31)")
}

// A relay with several members meets the same thing once for each of them.
func TestACheckTellsAnObstacleOnce(t *testing.T) {
	once := Obstacle{Leg: 3, Direction: "forward", Element: "the endpoint", Code: "endpoint.unaccepted", Kind: "link", Summary: "it is not accepted"}
	again := once
	again.Leg, again.Asked = 5, "another packet"
	other := once
	other.Code, other.Summary = "sg.ingress-denied", "no rule allows it"
	because := once.Code
	s := &Result{Check: "it", Expect: "reachable", Verdict: "unreachable", Because: &because, Obstacles: []Obstacle{once, again, other}}
	for _, row := range []struct {
		verbose bool
		want    string
	}{{false, "in the way (2)"}, {true, "in the way (3)"}} {
		p := newPrinter(TextOptions{Verbose: row.verbose})
		p.result(s)
		require.Contains(t, p.out.String(), row.want)
		require.Equal(t, row.verbose, !strings.Contains(p.out.String(), "... and 1 more like these"))
	}
	require.Len(t, s.Obstacles, 3, "the result stays as it is")
}
