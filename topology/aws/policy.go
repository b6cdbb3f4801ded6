package aws

import (
	"fmt"
	"net/netip"
	"slices"
	"strings"
	"sync"

	"netsim/topology/scenario"
)

// Policy is a policy in AWS's own words: who may do what to which resource, and
// under what conditions.
type Policy struct {
	scenario.At
	Version    scenario.Value[string]
	ID         scenario.Value[string]
	Statements []*Statement
}

// Statement is one rule of a policy.
type Statement struct {
	scenario.At
	SID          scenario.Value[string]
	Effect       scenario.Value[string]
	Principal    scenario.Value[Principals]
	NotPrincipal scenario.Value[Principals]
	Action       scenario.Values[string]
	NotAction    scenario.Values[string]
	Resource     scenario.Values[string]
	NotResource  scenario.Values[string]
	Conditions   []*Condition
}

// The effects of a statement.
const (
	effectAllow = "Allow"
	effectDeny  = "Deny"
)

// Principals are whom a statement speaks of.
type Principals struct {
	Everybody bool
	Named     []string
}

// Condition is one condition of a statement: an operator, the key that it is
// about, and values.
type Condition struct {
	scenario.At
	Operator Operator
	Key      string // in lower case
	Values   scenario.Values[string]
}

// Operator is how a condition compares.
type Operator struct {
	Text     string // as it is written
	Name     string // without what stands before and behind
	Set      string // ForAnyValue or ForAllValues; empty: the key has one value
	IfExists bool
}

// policyField is the field of a policy.
func policyField[T any](at func(*T) **Policy, doc string) scenario.Field[T] {
	return scenario.Object("policy", policies(), at, doc).NotCalled("policy_document", "resource_policy")
}

// policies is the table of a policy, of which there is one.
var policies = sync.OnceValue(policyTable)

func policyTable() *scenario.Table[Policy] {
	statement := statementTable()
	schema := func() *scenario.Schema {
		one := &scenario.Schema{Table: statement}
		return &scenario.Schema{AnyOf: []*scenario.Schema{one, {Type: scenario.SchemaTypes{"array"}, Items: one}}}
	}
	return scenario.NewTable("policy", "A policy, in the words of AWS.",
		scenario.Optional("Version", scenario.Enum(scenario.Choice("2012-10-17", "has policy variables"), scenario.Choice("2008-10-17", "has none")),
			func(p *Policy) *scenario.Value[string] { return &p.Version }, "The version of the policy language.").Absent("2008-10-17"),
		scenario.Optional("Id", scenario.Text(),
			func(p *Policy) *scenario.Value[string] { return &p.ID }, "A name for it.").Absent("none"),
		scenario.Custom("Statement", schema,
			func(d *scenario.Decoder, n *scenario.Node, into *Policy) {
				into.Statements = readStatements(d, statement, n)
			},
			"What it says: a statement, or a list of them.").Required().NotCalled("statements"),
	)
}

// mostPolicyValues bounds what a policy says. AWS takes policies of 8192 characters
// (API Gateway quotas), which are far fewer values; and of conditions that list
// addresses each is held against each.
const mostPolicyValues = 1000

func readStatements(d *scenario.Decoder, t *scenario.Table[Statement], n *scenario.Node) []*Statement {
	if values := scalarsIn(n); values > mostPolicyValues {
		d.Refuse(n.Range, fmt.Sprintf("a policy says %d values, and %d are read at most", values, mostPolicyValues),
			"AWS takes policies of up to 8192 characters. Write blocks of addresses in place of single ones, and leave out what repeats.")
		return nil
	}
	if n.Kind == scenario.Map {
		s := &Statement{}
		scenario.Decode(d, t, n, s)
		return []*Statement{s}
	}
	if !d.Expect(n, scenario.List, "a list of statements") {
		return nil
	}
	list := make([]*Statement, len(n.Items))
	for i, item := range n.Items {
		list[i] = &Statement{}
		d.AtItem(i, item, func() { scenario.Decode(d, t, item, list[i]) })
	}
	return list
}

// scalarsIn counts the values below a node.
func scalarsIn(n *scenario.Node) int {
	count := 0
	switch n.Kind {
	case scenario.Map:
		for _, e := range n.Entries {
			count += scalarsIn(e.Value)
		}
	case scenario.List:
		for _, item := range n.Items {
			count += scalarsIn(item)
		}
	default:
		count = 1
	}
	return count
}

func statementTable() *scenario.Table[Statement] {
	texts := scenario.OneOrMany(scenario.Text())
	return scenario.NewTable("statement", "One rule of a policy.",
		scenario.Optional("Sid", scenario.Text(),
			func(s *Statement) *scenario.Value[string] { return &s.SID }, "A name for it.").Absent("none"),
		scenario.Required("Effect", scenario.Enum(
			scenario.Choice(effectAllow, "it allows, unless another statement denies"),
			scenario.Choice(effectDeny, "it denies, whatever others allow")),
			func(s *Statement) *scenario.Value[string] { return &s.Effect }, "Allow or Deny.").Example(effectAllow),
		scenario.Optional("Principal", principalsType(),
			func(s *Statement) *scenario.Value[Principals] { return &s.Principal },
			`Whom it is about: "*", or a map such as {AWS: arn:aws:iam::111122223333:root}.`).Absent("NotPrincipal tells it"),
		scenario.Optional("NotPrincipal", principalsType(),
			func(s *Statement) *scenario.Value[Principals] { return &s.NotPrincipal }, "Whom it is not about.").Absent("Principal tells it"),
		scenario.Optional("Action", texts,
			func(s *Statement) *scenario.Values[string] { return &s.Action }, "What it is about, such as execute-api:Invoke.").Absent("NotAction tells it"),
		scenario.Optional("NotAction", texts,
			func(s *Statement) *scenario.Values[string] { return &s.NotAction }, "What it is not about.").Absent("Action tells it"),
		scenario.Optional("Resource", texts,
			func(s *Statement) *scenario.Values[string] { return &s.Resource },
			"What may be acted on: an ARN, or execute-api:/STAGE/METHOD/PATH of the API itself.").Absent("NotResource tells it"),
		scenario.Optional("NotResource", texts,
			func(s *Statement) *scenario.Values[string] { return &s.NotResource }, "What it does not speak of.").Absent("Resource tells it"),
		scenario.Custom("Condition", conditionSchema, readConditions,
			"When it holds: by operator, such as StringEquals, keys and their values.").Absent("always").NotCalled("conditions"),
	).ExactlyOne("Action", "NotAction").ExactlyOne("Resource", "NotResource").ExactlyOne("Principal", "NotPrincipal")
}

// principalsType reads "*", or lists of principals by what they are.
func principalsType() scenario.Type[Principals] {
	texts := scenario.OneOrMany(scenario.Text())
	all := scenario.Enum(scenario.Choice("*", "everybody, also who is not known"))
	words := []string{"AWS", "Service", "Federated", "CanonicalUser"}
	return scenario.Type[Principals]{
		Schema: func() *scenario.Schema {
			return &scenario.Schema{AnyOf: []*scenario.Schema{all.Schema(), {
				Type: scenario.SchemaTypes{"object"}, PropertyNames: &scenario.Schema{Enum: words}, Values: texts.Schema(),
			}}}
		},
		Read: func(d *scenario.Decoder, n *scenario.Node, into *Principals) bool {
			if n.Kind != scenario.Map {
				var word string
				into.Everybody = all.Read(d, n, &word)
				return into.Everybody
			}
			for _, e := range n.Entries {
				if !slices.Contains(words, e.Key) {
					d.Refuse(e.KeyRange, "\""+e.Key+"\" is no sort of principal", scenario.Hint("sort of principal", e.Key, words))
					continue
				}
				d.AtEntry(e, func() {
					var list scenario.Values[string]
					if !texts.Read(d, e.Value, &list.V) {
						return
					}
					for _, v := range list.V {
						into.Everybody = into.Everybody || e.Key == "AWS" && v.V == "*"
						into.Named = append(into.Named, e.Key+":"+v.V)
					}
				})
			}
			return true
		},
	}
}

// operators are those of conditions, in AWS's spelling.
var operators = []string{
	"StringEquals", "StringNotEquals", "StringEqualsIgnoreCase", "StringNotEqualsIgnoreCase", "StringLike", "StringNotLike",
	"NumericEquals", "NumericNotEquals", "NumericLessThan", "NumericLessThanEquals", "NumericGreaterThan", "NumericGreaterThanEquals",
	"DateEquals", "DateNotEquals", "DateLessThan", "DateLessThanEquals", "DateGreaterThan", "DateGreaterThanEquals",
	"Bool", "BinaryEquals", "IpAddress", "NotIpAddress", "ArnEquals", "ArnLike", "ArnNotEquals", "ArnNotLike", "Null",
}

// operatorPattern is every way to write an operator.
func operatorPattern() string {
	return "^(ForAnyValue:|ForAllValues:)?(" + strings.Join(operators, "|") + ")(IfExists)?$"
}

// parseOperator takes an operator apart; ok: AWS has it.
func parseOperator(text string) (o Operator, ok bool) {
	o = Operator{Text: text, Name: text}
	if set, name, found := strings.Cut(text, ":"); found {
		o.Set, o.Name = set, name
	}
	o.Name, o.IfExists = strings.CutSuffix(o.Name, "IfExists")
	return o, slices.Contains(operators, o.Name) && slices.Contains([]string{"", "ForAnyValue", "ForAllValues"}, o.Set) &&
		!(o.Set == "" && strings.Contains(text, ":")) && !(o.IfExists && o.Name == "Null")
}

// negated reports whether an operator holds where no value matches, and where
// the key is absent.
func (o Operator) negated() bool { return strings.Contains(o.Name, "Not") }

func conditionSchema() *scenario.Schema {
	return &scenario.Schema{
		Type: scenario.SchemaTypes{"object"}, PropertyNames: &scenario.Schema{Title: "operator of a condition", Pattern: operatorPattern()},
		Values: &scenario.Schema{Type: scenario.SchemaTypes{"object"}, Values: scenario.OneOrMany(scenario.Text()).Schema()},
	}
}

func readConditions(d *scenario.Decoder, n *scenario.Node, into *Statement) {
	if !d.Expect(n, scenario.Map, "a map of operators") {
		return
	}
	texts := scenario.OneOrMany(scenario.Text())
	for _, e := range n.Entries {
		o, ok := parseOperator(e.Key)
		if !ok {
			d.Refuse(e.KeyRange, "\""+e.Key+"\" is no operator of conditions", scenario.Hint("operator", e.Key, operators))
			continue
		}
		d.AtEntry(e, func() {
			if !d.Expect(e.Value, scenario.Map, "a map of keys and their values") {
				return
			}
			for _, key := range e.Value.Entries {
				d.AtEntry(key, func() {
					c := &Condition{At: scenario.At{Node: key.Value}, Operator: o, Key: strings.ToLower(key.Key)}
					if texts.Read(d, key.Value, &c.Values.V) {
						c.Values.Node = key.Value
						into.Conditions = append(into.Conditions, c)
					}
					if strings.HasSuffix(o.Name, "IpAddress") {
						refuseNoBlocks(d, c)
					}
				})
			}
		})
	}
}

// refuseNoBlocks reports values of a condition on addresses that are no blocks.
func refuseNoBlocks(d *scenario.Decoder, c *Condition) {
	for _, v := range c.Values.V {
		if _, ok := blockOf(v.V); v.Present() && !ok && !variable(v.V) {
			d.Refuse(v.Range(), "\""+v.V+"\" is not an address or a CIDR", "Write it as 203.0.113.0/24.")
		}
	}
}

// blockOf reads a CIDR, or an address as a block of one.
func blockOf(text string) (netip.Prefix, bool) {
	if a, err := netip.ParseAddr(text); err == nil {
		return netip.PrefixFrom(a, a.BitLen()), a.Zone() == "" && !a.Is4In6()
	}
	p, err := netip.ParsePrefix(text)
	return p.Masked(), err == nil && !p.Addr().Is4In6()
}

// variable reports whether a value holds a policy variable, which stands for
// something of the request.
func variable(text string) bool { return strings.Contains(text, "${") }
