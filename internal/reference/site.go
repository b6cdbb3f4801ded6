package reference

import (
	"net/netip"
)

type vbr struct {
	*resource
	region *region
	grants []*grant
	status string
}

func (w *World) brought(v *vbr) []line { return nil }

func (w *World) enterVBR(k *walk, v *vbr, to netip.Addr) *table { return k.cut() }
