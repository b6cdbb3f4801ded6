package aws

import (
	"slices"
	"strings"

	"netsim/topology/fabric"
	"netsim/topology/scenario"
)

// truth is whether something holds, where that may be open.
type truth int

const (
	never truth = iota
	open
	surely
)

func truthOf(b bool) truth {
	if b {
		return surely
	}
	return never
}

// apiARN are the parts of the ARN of what an API is called for, up to the stage:
// those that are not known are empty.
type apiARN struct{ partition, region, account, id string }

func arnOf(r *scenario.Resource) apiARN {
	region := regionOf(r).Name
	return apiARN{partition: partitionOf(region), region: region, account: r.AccountOr(""), id: r.ID.V}
}

// partitionOf is the part of AWS that a region belongs to, as ARNs write it.
func partitionOf(region string) string {
	switch {
	case strings.HasPrefix(region, "cn-"):
		return "aws-cn"
	case strings.HasPrefix(region, "us-gov-"):
		return "aws-us-gov"
	}
	return "aws"
}

// requests are the patterns of requests ("stage/METHOD/path") that a pattern of a
// policy's Resource speaks of; and whether it speaks of this API at all.
func (a apiARN) requests(pattern string) ([]string, truth) {
	if pattern == "*" {
		return []string{"*"}, surely
	}
	if own, ok := strings.CutPrefix(pattern, "execute-api:"); ok { // of the API itself (sheet d7; H)
		return []string{strings.TrimPrefix(own, "/")}, surely
	}
	parts := strings.SplitN(pattern, ":", 6)
	sure := surely
	for i, want := range []string{"arn", a.partition, "execute-api", a.region, a.account} {
		if i >= len(parts) {
			return nil, never
		}
		last := i == len(parts)-1
		if last && strings.HasSuffix(parts[i], "*") { // it goes on behind the colons
			return []string{"*"}, min(sure, matchesPart(parts[i], want))
		}
		if sure = min(sure, matchesPart(parts[i], want)); sure == never {
			return nil, never
		}
	}
	if len(parts) < 6 {
		return nil, never
	}
	if a.id != "" {
		rests := behind(parts[5], a.id+"/")
		return rests, min(sure, truthOf(rests != nil))
	}
	if rests := behind(parts[5], "\x00/"); rests != nil { // whatever the id is
		return rests, sure
	}
	_, rest, ok := strings.Cut(parts[5], "/")
	return []string{rest}, min(open, truthOf(ok))
}

func matchesPart(pattern, part string) truth {
	switch {
	case part != "":
		return truthOf(fabric.Wildcard(pattern, part))
	case strings.Trim(pattern, "*") == "" && pattern != "":
		return surely
	}
	return open
}

// behind are the patterns of what may stand behind a beginning, in texts of a
// pattern; nil: no such text begins so.
func behind(pattern, beginning string) []string {
	at := []int{0}
	for i := range len(beginning) {
		var next []int
		for _, p := range at {
			for ; p < len(pattern) && pattern[p] == '*'; p++ {
				next = append(next, p)
			}
			if p < len(pattern) && (pattern[p] == '?' || pattern[p] == beginning[i]) {
				next = append(next, p+1)
			}
		}
		slices.Sort(next)
		at = slices.Compact(next)
	}
	var rests []string
	for _, p := range at {
		rests = append(rests, pattern[p:])
	}
	return rests
}
