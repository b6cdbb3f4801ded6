package reference

import (
	"net/netip"
	"regexp"
	"slices"
	"strings"

	"netsim/topology/scenario"
)

// invocation is a call as a policy sees it (d5).
type invocation struct {
	resource []string          // the names that the method has
	keys     map[string]string // in lower case; what is not here is not known, or absent
	source   netip.Addr
}

// judged is the verdict of a policy.
type judged int

const (
	allows judged = iota
	denies
	neither // an implicit deny
	unclear
)

// judge reads a policy as IAM does: an explicit Deny, else an Allow, else an
// implicit deny (d4, d7).
func judge(policy *scenario.Node, k invocation) judged {
	verdict := neither
	doubtful := false
	for _, s := range items(policy, "Statement") {
		meant, known := k.meant(s)
		deny := textOr(s, "Effect", "") == "Deny"
		switch {
		case !known:
			doubtful = true
		case meant && deny:
			return denies
		case meant:
			verdict = allows
		}
	}
	if doubtful {
		return unclear
	}
	return verdict
}

// meant reports whether a statement is about a call, if that is known.
func (k invocation) meant(s *scenario.Node) (meant, known bool) {
	if value(s, "NotPrincipal") != nil || value(s, "NotAction") != nil || value(s, "NotResource") != nil {
		return false, false
	}
	p := value(s, "Principal")
	everybody := p.Kind == scenario.Scalar && p.Text == "*" || slices.Contains(several(p, "AWS"), "*")
	action := slices.ContainsFunc(several(s, "Action"), func(a string) bool { return like(strings.ToLower(a), "execute-api:invoke") })
	resource := slices.ContainsFunc(several(s, "Resource"), func(pattern string) bool {
		return slices.ContainsFunc(k.resource, func(name string) bool { return like(pattern, name) })
	})
	if !everybody || !action || !resource {
		return false, true
	}
	meant, known = true, true
	for _, operator := range entries(s, "Condition") {
		for _, key := range operator.Value.Entries {
			holds, sure := k.holds(operator.Key, strings.ToLower(key.Key), several(operator.Value, key.Key))
			if sure && !holds {
				return false, true
			}
			known = known && sure
		}
	}
	return meant, known
}

// holds reports whether a condition does. An operator that is negated holds where
// no value matches, and where the key is absent (d6).
func (k invocation) holds(operator, key string, values []string) (holds, known bool) {
	got, has := k.keys[key]
	if key != "aws:vpcsourceip" && !has {
		return false, false // which address a call has on the internet is not told (d5)
	}
	operator = strings.TrimSuffix(operator, "IfExists") // the key is there
	matches := func(v string) bool { return v == got }
	switch operator {
	case "Null":
		return slices.Contains(values, "false"), true
	case "StringLike", "StringNotLike":
		matches = func(v string) bool { return like(v, got) }
	case "IpAddress", "NotIpAddress":
		matches = func(v string) bool { return prefixOf(v).Contains(k.source) }
	case "StringEquals", "StringNotEquals", "Bool":
	default:
		return false, false
	}
	return slices.ContainsFunc(values, matches) != strings.Contains(operator, "Not"), true
}

// several are the texts of a field that holds one, or a list.
func several(n *scenario.Node, field string) []string {
	v := value(n, field)
	switch {
	case v == nil:
		return nil
	case v.Kind == scenario.Scalar:
		return []string{v.Text}
	}
	var out []string
	for _, item := range v.Items {
		out = append(out, item.Text)
	}
	return out
}

// like reports whether a text is of a pattern: * is anything, and ? one character.
func like(pattern, text string) bool {
	p := strings.NewReplacer(`\*`, ".*", `\?`, ".").Replace(regexp.QuoteMeta(pattern))
	return regexp.MustCompile("^" + p + "$").MatchString(text)
}
