package scenario

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"sync"
)

// Bandwidth is in bits per second.
type Bandwidth int64

const (
	kilobit Bandwidth = 1_000
	megabit           = 1_000 * kilobit
	gigabit           = 1_000 * megabit
)

// bandwidthPattern is closed: what matches is a whole number of bits and fits
// an int64. Bps stays out, for that is bytes.
const (
	bandwidthUnit    = `(?:b[pP][sS]|BPS|[bB][iI][tT][sS]?/[sS])`
	bandwidthPattern = `^(?:([0-9]{1,9})(?:\.([0-9]{1,3}))? ?([kKmMgG])` + bandwidthUnit + `?|([0-9]{1,9}) ?` + bandwidthUnit + `)$`
)

// bandwidthForm is made where the first bandwidth is read.
var bandwidthForm = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(bandwidthPattern) })

// Rate reads a Bandwidth: 2Mbps, 2 Mbit/s, 2M, 500kbps, 1.5Gbps. The unit is
// never left to guess.
func Rate() Type[Bandwidth] {
	schema := func() *Schema { return &Schema{Pattern: bandwidthPattern, Examples: []any{"2Mbps"}} }
	return Parsed("bandwidth", schema, ParseBandwidth)
}

// ParseBandwidth reads a bandwidth as people write it.
func ParseBandwidth(text string) (Bandwidth, error) {
	m := bandwidthForm().FindStringSubmatch(text)
	switch {
	case m == nil:
		return 0, refuseBandwidth(text)
	case m[4] != "":
		bits, err := strconv.ParseInt(m[4], 10, 64)
		return Bandwidth(bits), err
	}
	unit := map[string]Bandwidth{"k": kilobit, "m": megabit, "g": gigabit}[strings.ToLower(m[3])]
	whole, err := strconv.ParseInt(m[1], 10, 64)
	if err != nil {
		return 0, err
	}
	thousandths, err := strconv.ParseInt((m[2] + "000")[:3], 10, 64)
	return Bandwidth(whole)*unit + Bandwidth(thousandths)*unit/1000, err
}

func refuseBandwidth(text string) error {
	number := strings.TrimRight(text, " BbpsPS/itITkKmMgG")
	unit := strings.TrimSpace(text[len(number):])
	_, err := strconv.ParseFloat(number, 64)
	switch {
	case err == nil && unit == "":
		return Refusal{Why: "its unit is missing", Fix: fmt.Sprintf("Write the unit: %sMbps, if megabits per second are meant.", number)}
	case err == nil && strings.Contains(unit, "B"):
		return Refusal{Why: "a capital B is for bytes", Fix: "Write bits per second, such as 16Mbps for 2 megabytes per second."}
	default:
		return Refusal{Fix: "Write a number of at most 9 digits and 3 decimals and a unit: 2Mbps, 2 Mbit/s, 500kbps, 1.5Gbps."}
	}
}

// String tells a bandwidth in one form: 2 Mbit/s.
func (b Bandwidth) String() string {
	for _, u := range []struct {
		size Bandwidth
		name string
	}{{gigabit, "Gbit/s"}, {megabit, "Mbit/s"}, {kilobit, "kbit/s"}} {
		if b < u.size || b%(u.size/1000) != 0 {
			continue
		}
		number := strconv.FormatInt(int64(b/u.size), 10)
		if rest := b % u.size / (u.size / 1000); rest > 0 {
			number += "." + strings.TrimRight(fmt.Sprintf("%03d", int64(rest)), "0")
		}
		return number + " " + u.name
	}
	return fmt.Sprintf("%d bit/s", int64(b))
}
