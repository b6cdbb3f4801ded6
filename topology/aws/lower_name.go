package aws

import (
	"maps"
	"slices"

	"netsim/topology/cloud"
	"netsim/topology/diag"
	"netsim/topology/fabric"
)

// hostName is what a host name is, to everybody and to some VPCs. Several parts
// of a scenario may say something of one name; names joins that at the end.
type hostName struct {
	fabric.Element
	id     fabric.NameID
	public *fabric.View
	// views are of VPCs, the first that is of the asker goes before the others and
	// before what is public. offs tell a VPC why it has none: they count only
	// where nothing is public.
	views, offs []fabric.View
	// unseen is what somebody sees to whom the name is nothing; empty: as the code
	// says.
	unseen diag.Symptom
}

// name is a host name, in lower case: the one that stands already, or a new one.
// Its id is good at once, what it leads to is told until names is called. The
// element is of what has the name.
func (l *lowering) name(host string, e fabric.Element) *hostName {
	n, ok := l.hosts[host]
	if !ok {
		n = &hostName{Element: e, id: l.b.Name(fabric.Name{Element: e, Host: host})}
		l.hosts[host] = n
	}
	return n
}

// leads makes a name public: everybody is led to the interfaces, unless a gate
// refuses.
func (n *hostName) leads(to []fabric.InterfaceID, gates ...fabric.Gate) {
	if n.public == nil {
		n.public = &fabric.View{}
	}
	for _, i := range to {
		if !slices.Contains(n.public.Answers, i) {
			n.public.Answers = append(n.public.Answers, i)
		}
	}
	n.public.Gates = append(n.public.Gates, gates...)
}

// in is what those in a VPC see of a name, whatever it is to others.
func (n *hostName) in(d fabric.DomainID, to []fabric.InterfaceID, gates ...fabric.Gate) {
	n.views = append(slices.Clip(n.views), fabric.View{Domains: []fabric.DomainID{d}, Answers: to, Gates: gates})
}

// off is why a VPC does not have a view of its own that it seems to have, and
// where that would lead. It is told where the name is nothing to others.
func (n *hostName) off(d fabric.DomainID, to []fabric.InterfaceID, why *fabric.Refusal) {
	n.offs = append(slices.Clip(n.offs), fabric.View{Domains: []fabric.DomainID{d}, Answers: to, Gates: cloud.Closed(why)})
}

// names completes the names. Every way to ask in a VPC goes by its resolver, so
// without that none is answered (sheet f1; H).
func (l *lowering) names() {
	var deaf []*VPC
	l.eachVPC(func(v *VPC) {
		if !v.DNSSupport.Or(true) {
			deaf = append(deaf, v)
		}
	})
	for _, host := range slices.Sorted(maps.Keys(l.hosts)) {
		n := l.hosts[host]
		l.ends.Names[host] = n.id
		at := l.b.NameAt(n.id)
		at.View, at.Views = n.others(host), nil
		for _, v := range deaf {
			d := []fabric.DomainID{l.vpcs[v].domain}
			at.Views = append(at.Views, fabric.View{Domains: d, Answers: n.answersIn(d[0]), Gates: cloud.Closed(resolverOff(v))})
		}
		at.Views = joined(at.Views, n.views)
		if n.public == nil {
			at.Views = joined(at.Views, n.offs)
		}
		for i := range at.Views {
			if len(at.Views[i].Answers) == 0 {
				at.Views = slices.Clone(at.Views) // they may be those of other names, too
				n.answer(at.Views[i:])
				break
			}
		}
	}
}

// joined are views and more behind them. Names share lists of views: there may be
// very many of both.
func joined(views, more []fabric.View) []fabric.View {
	if len(views) == 0 {
		return more
	}
	return append(slices.Clip(views), more...)
}

// answer gives views without an answer all that the name leads to.
func (n *hostName) answer(views []fabric.View) {
	all := n.answers()
	for i := range views {
		if len(views[i].Answers) == 0 {
			views[i].Answers = all
		}
	}
}

// others is what a name is to whoever has no view of it.
func (n *hostName) others(host string) fabric.View {
	if n.public != nil {
		return *n.public
	}
	return fabric.View{Answers: n.sole(), Gates: cloud.Closed(&fabric.Refusal{
		Element: n.Element, Code: cloud.CodeNotResolvable, Kind: diag.KindName,
		Summary: host + " is a private name, and does not resolve for this caller",
		Needed:  "a caller in a VPC that sees the name, or a name that is public",
		Symptom: n.unseen,
	})}
}

// answers are all that a name leads somebody to: what lies behind a name that is
// not answered is judged as if it were.
func (n *hostName) answers() []fabric.InterfaceID {
	var all []fabric.InterfaceID
	views := slices.Concat(n.views, n.offs)
	if n.public != nil {
		views = append(views, *n.public)
	}
	seen := map[fabric.InterfaceID]bool{}
	for _, v := range views {
		for _, i := range v.Answers {
			if !seen[i] {
				seen[i] = true
				all = append(all, i)
			}
		}
	}
	return all
}

// answersIn are those in one VPC, or else those that others have.
func (n *hostName) answersIn(d fabric.DomainID) []fabric.InterfaceID {
	for _, v := range slices.Concat(n.views, n.offs) {
		if slices.Contains(v.Domains, d) {
			return v.Answers
		}
	}
	if n.public != nil {
		return n.public.Answers
	}
	return n.sole()
}

// sole are the answers if they are those of one VPC: where several VPCs have a
// name of their own, what lies behind that of somebody else says nothing.
func (n *hostName) sole() []fabric.InterfaceID {
	var domains []fabric.DomainID
	for _, v := range slices.Concat(n.views, n.offs) {
		domains = append(domains, v.Domains...)
	}
	slices.Sort(domains)
	if len(slices.Compact(domains)) > 1 {
		return nil
	}
	return n.answers()
}

func resolverOff(v *VPC) *fabric.Refusal {
	e := placed("the resolver of VPC "+v.Name, v.DNSSupport.Range(), v.Key)
	return &fabric.Refusal{
		Element: e, Code: CodeResolverOff, Kind: diag.KindName,
		Summary: "the resolver of VPC " + v.Name + " is off (enable_dns_support: false), so no name resolves there",
		Needed:  "enable_dns_support: true",
	}
}
