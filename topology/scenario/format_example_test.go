package scenario_test

import (
	"fmt"

	"netsim/topology/scenario"
)

func ExampleFormat() {
	out, findings, err := scenario.Format("network.yaml", []byte(`
regions:
    # the only one
    cn-shanghai:
        vpcs: { main: {cidr:  10.0.0.0/16} }   # a VPC
checks:
- from:  10.0.0.1
  to:    10.0.0.2
`))
	fmt.Println(len(findings), err)
	fmt.Print(string(out))
	// Output:
	// 0 <nil>
	// regions:
	//   # the only one
	//   cn-shanghai:
	//     vpcs: {main: {cidr: 10.0.0.0/16}}   # a VPC
	// checks:
	//   - from: 10.0.0.1
	//     to: 10.0.0.2
}
