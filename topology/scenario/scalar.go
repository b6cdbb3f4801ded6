package scenario

import (
	"encoding/json"
	"fmt"
	"math"
	"net/netip"
	"strconv"
	"strings"
)

// written are the types a YAML reader may take for plain text: what is written
// without quotes is text here even where it looks like a number.
var written = SchemaTypes{"string", "number", "boolean"}

// Text reads any single value, as it is written.
func Text() Type[string] {
	return scalar(func() *Schema { return &Schema{Type: written, phrase: "text"} }, func(n *Node) (string, error) { return n.Text, nil })
}

// Label reads text that something is known by in reports, so that it cannot be
// empty.
func Label() Type[string] {
	schema := func() *Schema { return &Schema{Type: written, Pattern: `[^ ]`, phrase: "text"} }
	return scalar(schema, func(n *Node) (string, error) {
		if strings.Trim(n.Text, " ") == "" {
			return "", Refusal{Why: "it is empty", Fix: "Reports tell by it what they are about. Write some words."}
		}
		return n.Text, nil
	})
}

// namePattern is the form of every name: of resources, and of what refers to
// things outside of the file by name.
const namePattern = `^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$`

// isName reports whether a text has the form of namePattern.
func isName(text string) bool {
	if len(text) == 0 || len(text) > 128 {
		return false
	}
	for i := range len(text) {
		switch c := text[i]; {
		case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z', '0' <= c && c <= '9':
		case i > 0 && (c == '.' || c == '_' || c == '-'):
		default:
			return false
		}
	}
	return true
}

// Name reads a name.
func Name() Type[string] {
	return Parsed("name", nameSchema, parseName)
}

func nameSchema() *Schema { return &Schema{Type: written, Pattern: namePattern, Minimum: "0"} }

func parseName(text string) (string, error) {
	if isName(text) {
		return text, nil
	}
	return "", Refusal{Fix: nameRule}
}

const nameRule = "A name starts with a letter or a digit, goes on with letters, digits, dots, dashes and underscores, and has at most 128 characters."

// Account reads the account of a resource: a name, or a number whose digits
// stay as they are written.
func Account() Type[string] {
	return Parsed("account", nameSchema, parseName)
}

// Bool reads true or false, and no other word.
func Bool() Type[bool] {
	return scalar(func() *Schema { return &Schema{Type: SchemaTypes{"boolean"}, phrase: "true or false"} }, func(n *Node) (bool, error) {
		if !n.Quoted && (n.Text == "true" || n.Text == "false") {
			return n.Text == "true", nil
		}
		why := ""
		if n.Quoted {
			why = "the quotes make it text"
		}
		switch strings.ToLower(n.Text) {
		case "true", "yes", "on", "y":
			return false, Refusal{Why: why, Fix: "Write true, without quotes."}
		case "false", "no", "off", "n":
			return false, Refusal{Why: why, Fix: "Write false, without quotes."}
		default:
			return false, Refusal{Fix: "Write true or false."}
		}
	})
}

// Int reads a whole number from min to max, both included; math.MinInt and
// math.MaxInt are no bounds.
func Int(min, max int) Type[int] {
	schema := func() *Schema {
		s := &Schema{Title: "whole number", Type: SchemaTypes{"integer"}}
		if min != math.MinInt {
			s.Minimum = json.Number(strconv.Itoa(min))
		}
		if max != math.MaxInt {
			s.Maximum = json.Number(strconv.Itoa(max))
		}
		return s
	}
	return scalar(schema, func(n *Node) (int, error) {
		if err := refuseNumeral(n, isDecimal); err != nil {
			return 0, err
		}
		v, err := strconv.Atoi(n.Text)
		if err != nil || v < min || v > max {
			return 0, outOfBounds(schema())
		}
		return v, nil
	})
}

// Float reads a number from min to max, both included; infinities are no
// bounds.
func Float(min, max float64) Type[float64] {
	schema := func() *Schema {
		s := &Schema{Title: "number", Type: SchemaTypes{"number"}}
		if !math.IsInf(min, -1) {
			s.Minimum = json.Number(strconv.FormatFloat(min, 'f', -1, 64))
		}
		if !math.IsInf(max, 1) {
			s.Maximum = json.Number(strconv.FormatFloat(max, 'f', -1, 64))
		}
		return s
	}
	return scalar(schema, func(n *Node) (float64, error) {
		if err := refuseNumeral(n, isFraction); err != nil {
			return 0, err
		}
		v, err := strconv.ParseFloat(n.Text, 64)
		if err != nil || v < min || v > max {
			return 0, outOfBounds(schema())
		}
		return v, nil
	})
}

func outOfBounds(s *Schema) error {
	switch {
	case s.Maximum == "" && s.Minimum == "":
		return Refusal{Why: "it is too large", Fix: "Write a smaller number."}
	case s.Maximum == "":
		return Refusal{Why: "it is out of bounds", Fix: fmt.Sprintf("It must be at least %s.", s.Minimum)}
	case s.Minimum == "":
		return Refusal{Why: "it is out of bounds", Fix: fmt.Sprintf("It must be at most %s.", s.Maximum)}
	default:
		return Refusal{Why: "it is out of bounds", Fix: fmt.Sprintf("It must be from %s to %s.", s.Minimum, s.Maximum)}
	}
}

// refuseNumeral refuses every way of writing a number that two readers of YAML
// could take for two numbers.
func refuseNumeral(n *Node, form func(string) bool) error {
	plain, joined := form(n.Text), strings.ReplaceAll(n.Text, "_", "")
	switch {
	case plain && n.Quoted:
		return Refusal{Why: "the quotes make it text", Fix: "Write " + n.Text + " without quotes."}
	case plain:
		return nil
	case joined != n.Text && form(joined):
		return Refusal{Why: "it is grouped with underscores", Fix: "Write " + joined + "."}
	case looksOctal(n.Text):
		return Refusal{Why: "a leading zero can mean octal", Fix: "Write the number in decimal, without the zero in front."}
	case strings.Contains(n.Text, ":"):
		return Refusal{Why: "a colon can mean base 60", Fix: "Write the number in plain decimal digits."}
	default:
		return Refusal{Fix: "Write it in plain decimal digits, such as 100."}
	}
}

func looksOctal(text string) bool {
	text = strings.TrimLeft(text, "+-")
	return len(text) > 1 && text[0] == '0' && (text[1] == 'o' || '0' <= text[1] && text[1] <= '9')
}

// hostPattern: labels of letters, digits, dashes and underscores; the last one
// starts with a letter, so that no address is a host name.
const hostPattern = `^([A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?\.)*[A-Za-z]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.?$`

const maxHost = 253

// HostName reads a DNS name; it is told back in lower case and without the dot
// at its end.
func HostName() Type[string] {
	schema := func() *Schema {
		return &Schema{Pattern: hostPattern, MaxLength: maxHost, Examples: []any{"api.example.com"}}
	}
	return Parsed("host name", schema, func(text string) (string, error) {
		if _, err := netip.ParseAddr(text); err == nil {
			return "", Refusal{Why: "it is an address", Fix: "Write a name, such as api.example.com."}
		}
		if host, ok := hostOf(text); ok {
			return "", Refusal{Why: "it is more than the name of a host", Fix: fmt.Sprintf("Write the name alone: %s.", host)}
		}
		if len(text) > maxHost || !isHost(text) {
			return "", Refusal{Fix: "A host name has labels of letters, digits and dashes, of at most 63 characters each, with dots between them, such as api.example.com."}
		}
		return strings.ToLower(strings.TrimSuffix(text, ".")), nil
	})
}

// hostOf finds the name of the host in a URL, or before a port.
func hostOf(text string) (string, bool) {
	_, rest, isURL := strings.Cut(text, "://")
	if !isURL {
		rest = text
	}
	host := rest
	if i := strings.IndexAny(rest, ":/?#"); i >= 0 {
		host = rest[:i]
	}
	return host, host != text && len(host) <= 253 && isHost(host)
}
