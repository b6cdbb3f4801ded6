package generate

import "fmt"

// policy is a resource policy of an API, or the policy of an endpoint, which has
// no API. In order, most let somebody in.
func (a *amazon) policy(api *amazonAPI) Mapping {
	statements := List{}
	for range a.IntN(3) {
		statements = append(statements, a.statement(pick(a.generator, []string{"Allow", "Deny"}), api, true))
	}
	if a.mostly(85, 50) {
		statements = append(statements, a.statement("Allow", api, false))
	}
	if len(statements) == 0 {
		statements = append(statements, a.statement("Deny", api, true))
	}
	return Mapping{{"Version", "2012-10-17"}, {"Statement", statements}}
}

// statement is one of a policy; a plain one speaks of everything.
func (a *amazon) statement(effect string, api *amazonAPI, narrow bool) Mapping {
	s := Mapping{{"Effect", effect}, {"Principal", "*"}, {"Action", "execute-api:Invoke"}}
	if narrow && a.chance(10) {
		s = s.With("Action", pick(a.generator, []any{"execute-api:*", "*", "s3:GetObject", List{"execute-api:Invoke", "s3:*"}}))
	}
	if narrow && a.chance(10) {
		s = s.With("Principal", Mapping{{"AWS", pick(a.generator, []any{"*", "arn:aws:iam::111122223333:root"})}})
	}
	s.Put("Resource", a.acted(api, narrow))
	if narrow && a.chance(85) {
		s.Put("Condition", a.condition())
	}
	return s
}

// acted is what a statement speaks of.
func (a *amazon) acted(api *amazonAPI, narrow bool) any {
	all := "execute-api:/*"
	if api == nil {
		all = "*"
	}
	if !narrow || a.chance(60) {
		return all
	}
	if api == nil {
		api = pick(a.generator, a.apis)
		return fmt.Sprintf("arn:aws:execute-api:%s:*:%s/%s", api.region, api.id, pick(a.generator, []string{"*", "test/*", "*/GET/*"}))
	}
	return pick(a.generator, []any{
		"execute-api:/test/*", "execute-api:/*/GET/*", "execute-api:/test/GET/", "execute-api:/*/*/orders*", "execute-api:/tes?/POST/*",
		List{"execute-api:/prod/*", "execute-api:/test/GET/orders"},
	})
}

// condition is of one key, or of two.
func (a *amazon) condition() Mapping {
	m := Mapping{}
	for range 1 + a.IntN(5)/4 {
		operator, key, values := a.keyOfCondition()
		if m.Field(operator) == nil {
			m.Put(operator, Mapping{{key, values}})
		}
	}
	return m
}

func (a *amazon) keyOfCondition() (operator, key string, values any) {
	ids := func(id func(v *amazonVPC) string) any {
		list := List{}
		for range 1 + a.IntN(2) {
			if s := id(pick(a.generator, a.vpcs)); s != "" {
				list = append(list, s)
			}
		}
		if len(list) == 1 && a.chance(50) {
			return list[0]
		}
		return list
	}
	strings := pick(a.generator, []string{
		"StringEquals", "StringEquals", "StringNotEquals", "StringNotEquals", "StringLike", "StringNotLike", "StringEqualsIfExists", "StringNotEqualsIfExists",
	})
	switch a.IntN(9) {
	case 0, 1, 2, 3:
		return strings, pick(a.generator, []string{"aws:SourceVpce", "aws:sourceVpce"}), ids(func(v *amazonVPC) string {
			for _, e := range v.endpoints {
				if e.service == nil {
					return e.id
				}
			}
			return "vpce-0fffffffffffffff0"
		})
	case 4, 5:
		return strings, pick(a.generator, []string{"aws:SourceVpc", "aws:sourcevpc"}), ids(func(v *amazonVPC) string { return v.id })
	case 6, 7:
		return pick(a.generator, []string{"IpAddress", "NotIpAddress", "NotIpAddressIfExists"}), "aws:VpcSourceIp", ids(func(v *amazonVPC) string { return a.inVPC(v).String() })
	}
	switch a.IntN(3) {
	case 0:
		return pick(a.generator, []string{"IpAddress", "NotIpAddress"}), "aws:SourceIp", "203.0.113.0/24"
	case 1:
		return "Null", "aws:SourceVpce", pick(a.generator, []any{true, false})
	}
	return "Bool", "aws:SecureTransport", pick(a.generator, []any{true, false})
}
