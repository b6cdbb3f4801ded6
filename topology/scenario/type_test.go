package scenario

import (
	"errors"
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// typeCase is one thing that somebody may write where a type stands, and what
// becomes of it: what it is told back as, or the finding.
type typeCase struct {
	name    string
	read    func(d *Decoder, n *Node) (any, bool)
	schema  *Schema
	written string
	want    string
	finding string
}

func typed[V any](name string, t Type[V], written, want, finding string) typeCase {
	read := func(d *Decoder, n *Node) (any, bool) {
		var v V
		ok := t.Read(d, n, &v)
		return v, ok
	}
	return typeCase{name: name + " " + written, read: read, schema: t.Schema(), written: written, want: want, finding: finding}
}

func typeCases() []typeCase {
	even := Parsed("even number", func() *Schema { return &Schema{Pattern: "^[02468]$", Examples: []any{4}} }, func(text string) (int, error) {
		if text != "2" {
			return 0, errors.New("it is odd")
		}
		return 2, nil
	})
	sizes := Enum(Choice(small, "One core.", "tiny", "mini"), Choice(large, ""))
	ports := OneOrMany(Int(1, 65535))
	return []typeCase{
		typed("text", Text(), `plain words`, `plain words`, ""),
		typed("text", Text(), `007`, `007`, ""),
		typed("text", Text(), `yes`, `yes`, ""),
		typed("text", Text(), `""`, ``, ""),
		typed("text", Text(), `~`, ``, "1:1 the document has no value\n  Write text.\n"),
		typed("text", Text(), `[a]`, ``, "1:1 the document takes text, and a list stands there\n  Take it out of the brackets: a.\n"),

		typed("name", Name(), `cn-shanghai_1.b`, `cn-shanghai_1.b`, ""),
		typed("name", Name(), `-a`, ``, "1:1 \"-a\" is not a name\n  "+nameRule+"\n"),
		typed("account", Account(), `0012345678901234567890`, `0012345678901234567890`, ""),
		typed("account", Account(), `1e3`, `1e3`, ""),
		typed("account", Account(), `"a b"`, ``, "1:1 \"a b\" is not an account\n  "+nameRule+"\n"),

		typed("bool", Bool(), `true`, `true`, ""),
		typed("bool", Bool(), `false`, `false`, ""),
		typed("bool", Bool(), `yes`, ``, "1:1 \"yes\" is not true or false\n  Write true, without quotes.\n"),
		typed("bool", Bool(), `OFF`, ``, "1:1 \"OFF\" is not true or false\n  Write false, without quotes.\n"),
		typed("bool", Bool(), `"true"`, ``, "1:1 \"true\" is not true or false: the quotes make it text\n  Write true, without quotes.\n"),
		typed("bool", Bool(), `1`, ``, "1:1 \"1\" is not true or false\n  Write true or false.\n"),

		typed("int", Int(0, 100), `0`, `0`, ""),
		typed("int", Int(-5, 5), `-5`, `-5`, ""),
		typed("int", Int(1, 100), `101`, ``, "1:1 \"101\" is not a whole number: it is out of bounds\n  It must be from 1 to 100.\n"),
		typed("int", Int(1, math.MaxInt), `0`, ``, "1:1 \"0\" is not a whole number: it is out of bounds\n  It must be at least 1.\n"),
		typed("int", Int(math.MinInt, math.MaxInt), `99999999999999999999`, ``, "1:1 \"99999999999999999999\" is not a whole number: it is too large\n  Write a smaller number.\n"),
		typed("int", Int(0, 1000), `0777`, ``, "1:1 \"0777\" is not a whole number: a leading zero can mean octal\n  Write the number in decimal, without the zero in front.\n"),
		typed("int", Int(0, 1000), `0o777`, ``, "1:1 \"0o777\" is not a whole number: a leading zero can mean octal\n  Write the number in decimal, without the zero in front.\n"),
		typed("int", Int(0, 1000), `1_000`, ``, "1:1 \"1_000\" is not a whole number: it is grouped with underscores\n  Write 1000.\n"),
		typed("int", Int(0, 1000), `1:30`, ``, "1:1 \"1:30\" is not a whole number: a colon can mean base 60\n  Write the number in plain decimal digits.\n"),
		typed("int", Int(0, 1000), `0x1f`, ``, "1:1 \"0x1f\" is not a whole number\n  Write it in plain decimal digits, such as 100.\n"),
		typed("int", Int(0, 1000), `"80"`, ``, "1:1 \"80\" is not a whole number: the quotes make it text\n  Write 80 without quotes.\n"),
		typed("float", Float(0, 1), `0.25`, `0.25`, ""),
		typed("float", Float(0, 1), `1.5`, ``, "1:1 \"1.5\" is not a number: it is out of bounds\n  It must be from 0 to 1.\n"),
		typed("float", Float(0, math.Inf(1)), `.inf`, ``, "1:1 \".inf\" is not a number\n  Write it in plain decimal digits, such as 100.\n"),

		typed("cidr", CIDR(), `10.0.0.0/16`, `10.0.0.0/16`, ""),
		typed("cidr", CIDR(), `fd00:0::/48`, `fd00::/48`, ""),
		typed("cidr", CIDR(), `10.0.1.1/16`, ``, "1:1 \"10.0.1.1/16\" is not a CIDR: bits are set below its mask\n  Write 10.0.0.0/16 for the block, or 10.0.1.1/32 for the one address.\n"),
		typed("cidr", CIDR(), `10.0.1.1`, ``, "1:1 \"10.0.1.1\" is not a CIDR: its mask is missing\n  Write 10.0.1.1/32 for the one address, or the mask of the block that is meant.\n"),
		typed("cidr", CIDR(), `10.0.0.0/255.255.0.0`, ``, "1:1 \"10.0.0.0/255.255.0.0\" is not a CIDR: its mask is written as an address\n  Write 10.0.0.0/16.\n"),
		typed("cidr", CIDR(), `fe80::1%eth0/64`, ``, "1:1 \"fe80::1%eth0/64\" is not a CIDR: it names a zone\n  Write fe80::1/64.\n"),
		typed("cidr", CIDR(), `010.0.0.0/16`, ``, "1:1 \"010.0.0.0/16\" is not a CIDR: 010 has a zero in front, which some read as octal\n  Write an address and the length of its mask, such as 10.0.0.0/16.\n"),
		typed("cidr", CIDR(), `10.0.0.0/16,`, ``, "1:1 \"10.0.0.0/16,\" is not a CIDR: it has marks or blanks around or in it\n  Write 10.0.0.0/16.\n"),
		typed("address", Address(), `10.0.1`, ``, "1:1 \"10.0.1\" is not an address: an address has four numbers, and this 3\n  Write four numbers from 0 to 255 with dots between them, such as 10.0.0.1, or an IPv6 address.\n"),
		typed("address", Address(), `10.0.1.300`, ``, "1:1 \"10.0.1.300\" is not an address: 300 is above 255\n  Write four numbers from 0 to 255 with dots between them, such as 10.0.0.1, or an IPv6 address.\n"),
		typed("address", Address(), `10.0.1.1:80`, ``, "1:1 \"10.0.1.1:80\" is not an address: it has a port\n  Write the address alone: 10.0.1.1.\n"),
		typed("host", HostName(), `https://api.example.com/x`, ``, "1:1 \"https://api.example.com/x\" is not a host name: it is more than the name of a host\n  Write the name alone: api.example.com.\n"),
		typed("label", Label(), `"  "`, ``, "1:1 \"  \" is not text: it is empty\n  Reports tell by it what they are about. Write some words.\n"),
		typed("cidr", CIDR(), `10.0.0.0/33`, ``, "1:1 \"10.0.0.0/33\" is not a CIDR: its mask is no number from 0 to 32\n  Write an address and the length of its mask, such as 10.0.0.0/16.\n"),
		typed("cidr", CIDR(), `::ffff:10.0.0.0/112`, ``, "1:1 \"::ffff:10.0.0.0/112\" is not a CIDR: it is an IPv4 address in IPv6 clothes\n  Write the IPv4 form, 10.0.0.0.\n"),
		typed("address or cidr", AddressOrCIDR(), `10.0.1.1`, `10.0.1.1/32`, ""),
		typed("address or cidr", AddressOrCIDR(), `fd00::1`, `fd00::1/128`, ""),
		typed("address or cidr", AddressOrCIDR(), `10.0.0.0/8`, `10.0.0.0/8`, ""),
		typed("address", Address(), `10.0.1.1`, `10.0.1.1`, ""),
		typed("address", Address(), `10.0.1.1/24`, ``, "1:1 \"10.0.1.1/24\" is not an address: it has a mask\n  Write one address, such as 10.0.1.1.\n"),
		typed("address", Address(), `fe80::1%eth0`, ``, "1:1 \"fe80::1%eth0\" is not an address: it names a zone\n  Write fe80::1.\n"),

		typed("bandwidth", Rate(), `2Mbps`, `2 Mbit/s`, ""),
		typed("bandwidth", Rate(), `2 Mbit/s`, `2 Mbit/s`, ""),
		typed("bandwidth", Rate(), `2m`, `2 Mbit/s`, ""),
		typed("bandwidth", Rate(), `500KBPS`, `500 kbit/s`, ""),
		typed("bandwidth", Rate(), `1.5Gbps`, `1.5 Gbit/s`, ""),
		typed("bandwidth", Rate(), `1000 Mbits/s`, `1 Gbit/s`, ""),
		typed("bandwidth", Rate(), `0 bps`, `0 bit/s`, ""),
		typed("bandwidth", Rate(), `999999999.999G`, `999999999.999 Gbit/s`, ""),
		typed("bandwidth", Rate(), `2`, ``, "1:1 \"2\" is not a bandwidth: its unit is missing\n  Write the unit: 2Mbps, if megabits per second are meant.\n"),
		typed("bandwidth", Rate(), `2MBps`, ``, "1:1 \"2MBps\" is not a bandwidth: a capital B is for bytes\n  Write bits per second, such as 16Mbps for 2 megabytes per second.\n"),
		typed("bandwidth", Rate(), `fast`, ``, "1:1 \"fast\" is not a bandwidth\n  Write a number of at most 9 digits and 3 decimals and a unit: 2Mbps, 2 Mbit/s, 500kbps, 1.5Gbps.\n"),

		typed("host", HostName(), `API.Example.com.`, `api.example.com`, ""),
		typed("host", HostName(), `_sip.corp`, `_sip.corp`, ""),
		typed("host", HostName(), `true`, ``, "1:1 \"true\" is not a host name: to other readers of YAML it is true or false\n  Put it in quotes: \"true\".\n"),
		typed("host", HostName(), `"true"`, `true`, ""),
		typed("host", HostName(), `1.e5`, ``, "1:1 \"1.e5\" is not a host name: to other readers of YAML it is a number\n  Put it in quotes: \"1.e5\".\n"),
		typed("host", HostName(), `10.0.0.1`, ``, "1:1 \"10.0.0.1\" is not a host name: it is an address\n  Write a name, such as api.example.com.\n"),
		typed("host", HostName(), `a..b`, ``, "1:1 \"a..b\" is not a host name\n  A host name has labels of letters, digits and dashes, of at most 63 characters each, with dots between them, such as api.example.com.\n"),

		typed("enum", sizes, `small`, `small`, ""),
		typed("enum", sizes, `mini`, `small`, ""),
		typed("enum", sizes, `Large`, ``, "1:1 \"Large\" is not \"small\" or \"large\"\n  Did you mean \"large\"? It takes \"small\" or \"large\".\n"),
		typed("enum", sizes, `tinny`, ``, "1:1 \"tinny\" is not \"small\" or \"large\"\n  Did you mean \"tiny\"? It takes \"small\" or \"large\".\n"),
		typed("enum", sizes, `enormous`, ``, "1:1 \"enormous\" is not \"small\" or \"large\"\n  It takes \"small\" or \"large\".\n"),

		typed("parsed", even, `"2"`, `2`, ""),
		typed("parsed", even, `"3"`, ``, "1:1 \"3\" is not an even number: it is odd\n  For example: 4.\n"),

		typed("ports", ports, `80`, `[80]`, ""),
		typed("ports", ports, `[80, 443]`, `[80 443]`, ""),
		typed("ports", ports, `[]`, `[]`, ""),
		typed("ports", ports, `{from: 80}`, ``, "1:1 the document takes a whole number, or a list, and a map stands there\n  It is one value. Write it behind the colon, without keys below.\n"),
		typed("names", ListOf(Name()), `a`, ``, "1:1 the document takes a list (each item is a name), and a value stands there\n  Put it in brackets: [a].\n"),
	}
}

func TestTypes(t *testing.T) {
	for _, c := range typeCases() {
		t.Run(c.name, func(t *testing.T) {
			d := NewDecoder(Options{})
			v, ok := c.read(d, tree(t, c.written))
			_, found := d.Finish()
			require.Equal(t, c.finding, told(found))
			require.Equal(t, c.finding == "", ok)
			if ok {
				require.Equal(t, c.want, writtenPlainly(v))
			}
		})
	}
}

// plain tells a value without the nodes of its items.
func writtenPlainly(v any) string {
	if list, ok := v.([]Value[int]); ok {
		numbers := make([]int, 0, len(list))
		for _, item := range list {
			numbers = append(numbers, item.V)
		}
		return fmt.Sprint(numbers)
	}
	return fmt.Sprint(v)
}

func TestBandwidthToldBackReadsTheSame(t *testing.T) {
	for _, text := range []string{"1bps", "999999999 bps", "123456.789k", "0.001k", "999999999.999M", "12.5Gbps"} {
		want, err := ParseBandwidth(text)
		require.NoError(t, err, text)
		got, err := ParseBandwidth(want.String())
		require.NoError(t, err, want.String())
		require.Equal(t, want, got, text)
	}
}

func TestEnumRefusesAWordTwice(t *testing.T) {
	require.PanicsWithValue(t, `scenario: option "b" is listed twice`, func() { Enum(Choice("a", "", "b"), Choice("b", "")) })
}

func TestLongTextIsCutShort(t *testing.T) {
	long := strings.Repeat("é", 200)
	require.Equal(t, `"`+long[:160]+`…"`, quote(long))
}

// Whatever stands where a type is expected, it is read or reported, and what is
// read is of the shape that the schema states.
func FuzzTypes(f *testing.F) {
	for _, c := range typeCases() {
		f.Add(c.written)
	}
	f.Fuzz(func(t *testing.T, text string) {
		for _, c := range typeCases() {
			d := NewDecoder(Options{})
			_, ok := c.read(d, &Node{Text: text})
			_, found := d.Finish()
			require.Equal(t, ok, len(found) == 0, c.name)
			if ok && c.schema.Pattern != "" {
				require.Regexp(t, c.schema.Pattern, text, c.name)
			}
		}
	})
}
