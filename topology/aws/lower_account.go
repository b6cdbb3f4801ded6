package aws

import (
	"strconv"

	"netsim/topology/cloud"
	"netsim/topology/fabric"
	"netsim/topology/scenario"
)

// foreign reports whether two resources are known to be of two accounts. Where none
// is written for either, they are of one.
func foreign(a, b *scenario.Resource) bool {
	x, y := a.AccountOr(""), b.AccountOr("")
	return x != "" && y != "" && x != y
}

// oneAccount reports whether two resources are of one account, and on which switch
// that hangs: where one of them only says of which it is, it is not known of the
// other.
func (l *lowering) oneAccount(a, b *scenario.Resource) (bool, []fabric.SwitchID) {
	x, y := a.AccountOr(""), b.AccountOr("")
	if x == y || foreign(a, b) {
		return x == y, nil
	}
	if x != "" {
		a, b, y = b, a, x
	}
	n, id := l.Read(fabric.Switch{
		Element: element(a), ID: "account of " + a.Ref() + " as " + y, Name: "account", Code: CodeAccountOpen,
		Values:  []string{"another", y},
		Text:    "whether " + element(a).Label + " is of account " + y + ", as " + element(b).Label + " is",
		Declare: cloud.At(a.TreePath, "account", strconv.Quote(y)),
	})
	return n == 1, []fabric.SwitchID{id}
}
