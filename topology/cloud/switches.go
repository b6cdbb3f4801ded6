package cloud

import (
	"netsim/topology/fabric"
	"netsim/topology/scenario"
)

// Switches reads switches under one reading.
type Switches struct {
	Builder *fabric.Builder
	Reading fabric.Reading
}

// Read adds a switch and returns the reading it has.
func (s Switches) Read(w fabric.Switch) (int, fabric.SwitchID) {
	if !w.Declared {
		if v, ok := s.Reading[w.ID]; ok && v < len(w.Values) {
			w.Value = v
		}
	}
	return w.Value, s.Builder.Switch(w)
}

// ReadBool reads a switch of two readings that is written as true or false. The
// first reading is the one in which less works.
func (s Switches) ReadBool(v scenario.Value[bool], w fabric.Switch) (bool, fabric.SwitchID) {
	w.Values = []string{"false", "true"}
	for i := range w.Declare {
		w.Declare[i].Values = w.Values
	}
	if v.Present() {
		w.Declared = true
		w.At = v.Range()
		if v.V {
			w.Value = 1
		}
	}
	n, id := s.Read(w)
	return n == 1, id
}

// At is the declaration of a switch by one field of its owner, a path.
func At(owner, field string, values ...string) []fabric.Declaration {
	return []fabric.Declaration{{Path: owner + "." + field, Values: values}}
}
