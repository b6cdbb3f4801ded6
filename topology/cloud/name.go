package cloud

import (
	"net/netip"
	"regexp"
	"strings"
	"sync"

	"netsim/topology/diag"
	"netsim/topology/fabric"
	"netsim/topology/scenario"
)

// MostAliases bounds the names that one leads to, one behind the other.
const MostAliases = 8

const label = `[a-zA-Z0-9_]([a-zA-Z0-9_-]{0,61}[a-zA-Z0-9_])?`

var (
	recordName = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^(@|(\*|` + label + `)(\.` + label + `)*)$`) })
	targetName = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^` + label + `(\.` + label + `)*\.?$`) })
)

// RecordName checks the name of a record, which stands for a host. It reports
// whether it is one: labels, of which the first may be *.
func (c *Checker) RecordName(name scenario.Value[string], host string) bool {
	if len(host) <= 255 && recordName().MatchString(host) {
		return true
	}
	c.Refuse(name.Range(), `"`+name.V+`" is not the name of a record`,
		"A name has labels of letters, digits and dashes, of at most 63 characters each, with dots between them. The first may be *, and @ is the domain itself.")
	return false
}

// RecordAddresses checks the values of an A record.
func (c *Checker) RecordAddresses(values scenario.Values[string], what string) {
	if values.Present() && len(values.V) == 0 {
		c.Refuse(values.Range(), what+" has no value", "A record has at least one. Write the addresses that the name has.")
	}
	for _, v := range values.V {
		if a, err := netip.ParseAddr(v.V); v.Present() && (err != nil || !a.Is4()) {
			c.Refuse(v.Range(), `"`+v.V+`", a value of `+what+", is not an IPv4 address",
				"An A record has IPv4 addresses. Write one, such as 10.0.1.20; for another name write a CNAME record.")
		}
	}
}

// RecordTarget checks the value of a CNAME record, the one that it has.
func (c *Checker) RecordTarget(v scenario.Value[string], what string) {
	_, err := netip.ParseAddr(v.V)
	if v.Present() && (err == nil || !targetName().MatchString(v.V)) {
		c.Refuse(v.Range(), `"`+v.V+`", the value of `+what+", is not a host name",
			"A CNAME record leads to a name, such as api.example.com; for addresses write an A record.")
	}
}

// Above are the names of the records that answer for a host in a zone: its own,
// or else the nearest above it for any label.
func Above(host, zone string) []string {
	names := []string{host}
	for domain := host; domain != zone; {
		_, above, more := strings.Cut(domain, ".")
		if !more {
			break
		}
		names = append(names, "*."+above)
		domain = above
	}
	return names
}

// Zones are the domains that a host can be in: its own name, and those above it.
func Zones(host string) []string {
	var domains []string
	for domain, more := host, true; more; _, domain, more = strings.Cut(domain, ".") {
		domains = append(domains, domain)
	}
	return domains
}

// Closed are gates that refuse everything.
func Closed(why *fabric.Refusal) []fabric.Gate {
	return []fabric.Gate{{Element: why.Element, Refusal: why}}
}

// Unwritten is told of a record that leads out of what the scenario writes.
func Unwritten(e fabric.Element, what string) []fabric.Gate {
	return Closed(&fabric.Refusal{
		Element: e, Code: CodeOutsideRecord, Kind: diag.KindUnknown,
		Summary: e.Label + " leads out of the scenario: nothing, or more than one thing, " + what,
		Needed:  "one thing in the scenario that " + what,
	})
}

// InCircles is told of a name that leads to others without end.
func InCircles(e fabric.Element) []fabric.Gate {
	return Closed(&fabric.Refusal{
		Element: e, Code: CodeNotResolvable, Kind: diag.KindName,
		Summary: e.Label + " leads round in a circle, or by too many names",
		Needed:  "a record that leads to an address",
	})
}
