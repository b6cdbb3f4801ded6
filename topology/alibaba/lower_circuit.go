package alibaba

import (
	"net/netip"

	"netsim/topology/diag"
	"netsim/topology/fabric"
	"netsim/topology/scenario"
)

// port is where a circuit ends at a VBR.
type port struct {
	circuit     scenario.Value[scenario.Ref[PhysicalConnection]]
	local, peer scenario.Value[netip.Addr]
	mask        scenario.Value[netip.Addr]
	at          diag.Range
	link        fabric.LinkID
	// broken is why nothing crosses it; nil: it works.
	broken *fabric.Refusal
}

// ports are those of a VBR: its first, and those of further circuits (routing d;
// H).
func (v *VBR) ports() []port {
	all := []port{{circuit: v.PhysicalConnection, local: v.LocalGatewayIP, peer: v.PeerGatewayIP, mask: v.PeeringSubnetMask, at: v.Key}}
	for _, c := range v.Circuits {
		all = append(all, port{circuit: c.PhysicalConnection, local: c.LocalGatewayIP, peer: c.PeerGatewayIP, mask: c.PeeringSubnetMask, at: c.Node.Range})
	}
	return all
}

// port makes the line of a port to the site.
func (l *lowering) port(v *VBR, p *port) {
	e := placed("the circuit of VBR "+v.Name, p.circuit.Range(), p.at)
	if c := p.circuit.V.To; c != nil {
		e = element(&c.Resource)
	}
	p.broken = v.broken(p)
	link := fabric.Link{Element: e}
	if rate := v.rate(p); rate.Present() {
		link.Rate, link.At = int64(rate.V), rate.Range()
	}
	p.link = l.b.Link(link)
}

// rate is what a port carries: what its VBR or its circuit has, the less.
func (v *VBR) rate(p *port) scenario.Value[scenario.Bandwidth] {
	rate := v.Bandwidth
	if c := p.circuit.V.To; c != nil && c.Bandwidth.Present() && (!rate.Present() || c.Bandwidth.V < rate.V) {
		rate = c.Bandwidth
	}
	return rate
}

// broken is why nothing crosses a port of a VBR, or nil: the chain is a circuit
// that is enabled and works, the VBR with both addresses in one subnet, and the
// site (routing d; H).
func (v *VBR) broken(p *port) *fabric.Refusal {
	refuse := func(at diag.Range, code diag.Code, why, needed string) *fabric.Refusal {
		return &fabric.Refusal{
			Element: placed(element(&v.Resource).Label, at, p.at), Code: code, Kind: diag.KindLink, Summary: why, Needed: needed,
		}
	}
	c := p.circuit.V.To
	switch {
	case v.Status.Or(vbrActive) != vbrActive:
		return refuse(v.Status.Range(), CodeVBRInactive, "VBR "+v.Name+" is in the state "+v.Status.V+", and only an active one passes packets", "VBR "+v.Name+", active")
	case c == nil:
		return refuse(p.circuit.Range(), CodeCircuitDown, "physical connection "+p.circuit.V.Text+" of VBR "+v.Name+" is gone", "a physical connection")
	case c.Status.Or(circuitEnabled) != circuitEnabled:
		return refuse(c.Status.Range(), CodeCircuitDown, "physical connection "+c.Name+" is in the state "+c.Status.V+", and only an enabled one carries packets", "physical connection "+c.Name+", enabled")
	case c.State.Or(stateUp) != stateUp:
		return refuse(c.State.Range(), CodeCircuitDown, "physical connection "+c.Name+" is down", "physical connection "+c.Name+" up, or another line that takes over")
	case !p.inOneSubnet():
		return refuse(p.peer.Range(), CodeVBRInactive, "the addresses "+p.local.V.String()+" and "+p.peer.V.String()+" of VBR "+v.Name+" are not in one subnet", "two addresses of one subnet")
	case v.IDC.V.To == nil:
		why := "nothing is written to be at the other end of VBR " + v.Name
		if v.IDC.Present() {
			why = "IDC " + v.IDC.V.Text + ", at the other end of VBR " + v.Name + ", is gone"
		}
		return refuse(v.IDC.Range(), CodeVBRInactive, why, "an IDC at the other end of VBR "+v.Name)
	default:
		return nil
	}
}

// inOneSubnet reports whether the two addresses of a port are in one subnet, as
// far as they are written.
func (p *port) inOneSubnet() bool {
	if !p.local.Present() || !p.peer.Present() || !p.mask.Present() {
		return true
	}
	bits, ok := maskBits(p.mask.V)
	if !ok || p.local.V.Is4() != p.peer.V.Is4() {
		return false
	}
	a, err := p.local.V.Prefix(bits)
	return err == nil && p.local.V != p.peer.V && a.Contains(p.peer.V)
}

// maskBits is the length of a mask that is written like an address.
func maskBits(mask netip.Addr) (int, bool) {
	if !mask.Is4() {
		return 0, false
	}
	n, zero := 0, false
	for _, b := range mask.As4() {
		for bit := 7; bit >= 0; bit-- {
			switch set := b>>bit&1 == 1; {
			case set && zero:
				return 0, false
			case set:
				n++
			default:
				zero = true
			}
		}
	}
	return n, true
}
