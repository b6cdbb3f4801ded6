package alibaba

import (
	"fmt"
	"net/netip"
	"slices"

	"netsim/packet"
	"netsim/topology/diag"
	"netsim/topology/fabric"
)

// siteFirewall gives the interfaces of a site the filters of its firewall. It
// stands between the site and everything outside, so hosts of one site do not
// meet it.
func (l *lowering) siteFirewall(i *IDC, members []fabric.InterfaceID) {
	slices.Sort(members)
	var in, out fabric.Filter
	if f := i.Firewall; f != nil {
		in = siteFilter(i, "ingress", CodeSiteIngressDenied, f.Ingress)
		out = siteFilter(i, "egress", CodeSiteEgressDenied, f.Egress)
	} else {
		_, id := l.Read(fabric.Switch{
			Element: element(&i.Resource), ID: "firewall of " + i.Ref(), Name: "firewall", Code: "open.site-firewall", Ruling: 27,
			Values: []string{"assumed"},
			Text:   "the firewall of IDC " + i.Name + " is assumed to let everything pass, since `firewall` is not written",
		})
		open := fabric.Filter{
			Element: fabric.Element{Label: "the firewall of IDC " + i.Name, At: i.Key}, Stateful: true,
			Default: fabric.Clause{Element: element(&i.Resource), Says: "no firewall is written", Switches: []fabric.SwitchID{id}},
		}
		in, out = open, open
	}
	within := fabric.Clause{
		Element: element(&i.Resource), Boxes: everything(), Peers: members, Says: "hosts of one site do not meet its firewall",
	}
	in.Clauses = append([]fabric.Clause{within}, in.Clauses...)
	out.Clauses = append([]fabric.Clause{within}, out.Clauses...)
	a, b := l.b.Filter(in), l.b.Filter(out)
	for _, m := range members {
		iface := l.b.InterfaceAt(m)
		iface.Ingress, iface.Egress = append(iface.Ingress, a), append(iface.Egress, b)
	}
}

// siteFilter is a direction of a site's firewall: its rules in order, and then
// nothing, or everything if the direction is not written.
func siteFilter(i *IDC, direction string, code diag.Code, rules []*SiteRule) fabric.Filter {
	e := placed(direction+" of the firewall of IDC "+i.Name, i.Firewall.Node.Range, i.Key)
	f := fabric.Filter{Element: e, Stateful: true}
	if rules == nil {
		f.Default = fabric.Clause{Element: e, Says: "nothing is written of this direction, and everything passes"}
		return f
	}
	f.Default = fabric.Clause{Element: e, Effect: fabric.Deny, Says: "no rule takes it", Refusal: &fabric.Refusal{
		Element: e, Code: code, Kind: diag.KindFilter,
		Summary: "no rule of the " + e.Label + " accepts it",
		Needed:  "a rule that accepts it",
	}}
	for n, r := range rules {
		at := fabric.Element{Label: fmt.Sprintf("rule %d of the %s", n+1, e.Label), At: r.Node.Range}
		c := fabric.Clause{Element: at, Boxes: r.boxes(), Says: "it accepts"}
		if r.Policy.V == "drop" {
			c.Effect, c.Says = fabric.Deny, "it drops"
			c.Refusal = &fabric.Refusal{
				Element: at, Code: code, Kind: diag.KindFilter,
				Summary: at.Label + " drops it",
				Needed:  "a rule before it that accepts, or no such rule",
			}
		}
		f.Clauses = append(f.Clauses, c)
	}
	return f
}

// boxes are the headers that a rule matches.
func (r *SiteRule) boxes() []packet.Box {
	any_ := packet.AllHeaders(packet.V4)
	if r.Protocol.Present() {
		any_.Protocol = r.Protocol.V
	}
	for _, side := range []struct {
		prefix netip.Prefix
		addrs  *packet.Addrs
	}{{r.Source.V, &any_.Source}, {r.Destination.V, &any_.Destination}} {
		if side.prefix.IsValid() {
			_, *side.addrs = packet.AddrsOfPrefix(side.prefix)
		}
	}
	if !r.Ports.Present() {
		return []packet.Box{any_}
	}
	var all []packet.Box
	for _, list := range r.Ports.V {
		for _, p := range list.V {
			b := any_
			b.DestinationPort = p
			all = append(all, b)
		}
	}
	return all
}
