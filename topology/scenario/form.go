package scenario

import "strings"

// The forms of single values. A test holds each to its pattern. Compiling the
// patterns would take every run of the program longer than reading a small file.

const (
	lower  = "abcdefghijklmnopqrstuvwxyz"
	upper  = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	digits = "0123456789"
)

// only reports whether there is any text, and of no other characters.
func only(characters, text string) bool { return text != "" && strings.Trim(text, characters) == "" }

// isDecimal is ^(0|-?[1-9][0-9]*)$.
func isDecimal(text string) bool {
	return text == "0" || only(digits, strings.TrimPrefix(text, "-")) && strings.TrimPrefix(text, "-")[0] != '0'
}

// isFraction is ^-?(0|[1-9][0-9]*)(\.[0-9]+)?$.
func isFraction(text string) bool {
	whole, part, point := strings.Cut(strings.TrimPrefix(text, "-"), ".")
	return only(digits, whole) && (whole == "0" || whole[0] != '0') && (!point || only(digits, part))
}

// isYAMLNumber is what readers of YAML take for a number:
// ^[-+]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][-+]?[0-9]+)?$|^0o[0-7]+$|^0x[0-9a-fA-F]+$.
func isYAMLNumber(text string) bool {
	if octal, ok := strings.CutPrefix(text, "0o"); ok {
		return only("01234567", octal)
	}
	if hexadecimal, ok := strings.CutPrefix(text, "0x"); ok {
		return only(digits+"abcdefABCDEF", hexadecimal)
	}
	text = withoutSign(text)
	if e := strings.IndexAny(text, "eE"); e >= 0 {
		if !only(digits, withoutSign(text[e+1:])) {
			return false
		}
		text = text[:e]
	}
	whole, part, _ := strings.Cut(text, ".")
	return only(digits, whole+part)
}

func withoutSign(text string) string {
	if text != "" && (text[0] == '-' || text[0] == '+') {
		return text[1:]
	}
	return text
}

// isHost is hostPattern.
func isHost(text string) bool {
	labels := strings.Split(strings.TrimSuffix(text, "."), ".")
	for i, label := range labels {
		inner, first := lower+upper+digits+"_", lower+upper+digits+"_"
		if i == len(labels)-1 {
			inner, first = lower+upper+digits, lower+upper
		}
		if len(label) > 63 || !only(inner+"-", label) || strings.IndexByte(first, label[0]) < 0 || label[len(label)-1] == '-' {
			return false
		}
	}
	return true
}
