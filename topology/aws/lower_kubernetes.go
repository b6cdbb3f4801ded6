package aws

import (
	"fmt"

	"netsim/packet"
	"netsim/topology/cloud"
	"netsim/topology/diag"
	"netsim/topology/fabric"
)

// nodePorts makes every node of a cluster relay the port of a service to pods:
// from its own address to any of them, or with the client's address to those that
// it runs itself (Kubernetes documents, "Services", external traffic policy; H).
func (l *lowering) nodePorts(k *KubernetesService) {
	if !k.NodePort.Present() {
		return
	}
	for _, n := range k.Nodes.V {
		i := n.V.To
		if i == nil {
			continue
		}
		if id, _, ok := l.standing(&i.Resource); ok {
			fl := l.nodePort(k, i, id)
			at := l.b.InterfaceAt(id)
			at.Listeners = append([]fabric.Listener{fl}, at.Listeners...)
		}
	}
}

func (l *lowering) nodePort(k *KubernetesService, i *Instance, at fabric.InterfaceID) fabric.Listener {
	protocol := packet.Protocol(packet.TCP)
	if k.Protocol.V == "udp" {
		protocol = packet.Protocol(packet.UDP)
	}
	e := placed(fmt.Sprintf("the node port %d of %s on instance %s", k.NodePort.V, element(&k.Resource).Label, i.Name), k.NodePort.Range(), k.Key)
	fl := fabric.Listener{
		Element: e, Service: packet.Service{Protocol: protocol, Ports: packet.Port(uint16(k.NodePort.V))}, Relay: []fabric.Backend{},
	}
	local := k.TrafficPolicy.Or(policyCluster) == policyLocal
	none := &fabric.Refusal{
		Element: placed(e.Label, k.Pods.Range(), k.Key), Code: fabric.CodeNoServer, Kind: diag.KindBackend,
		Summary: e.Label + " has no pod to hand anything to", Needed: "a pod of the service",
	}
	var switches []fabric.SwitchID
	if local {
		none.Element = placed(e.Label, k.TrafficPolicy.Range(), k.Key)
		none.Summary = e.Label + " hands traffic only to pods on the same node, and there is none"
		none.Needed = "a pod on the node, or external_traffic_policy: cluster"
	}
	for _, p := range k.Pods.V {
		pod, _, ok := l.standing(p.V.To)
		if !ok {
			continue
		}
		if local {
			runs, id := l.runsOn(k, p.V.To.Object, i)
			switches = append(switches, id...)
			if !runs {
				continue
			}
		}
		b := fabric.Backend{
			Element: fabric.Element{Label: "pod " + p.V.To.Name + " of " + element(&k.Resource).Label, At: p.Range()},
			From:    at, Start: fabric.None, Service: packet.Service{Protocol: protocol, Ports: packet.Port(uint16(k.TargetPort.V))},
			Transparent: true, Keeps: local, Carries: local,
		}
		if pod != at { // one in the node's own network is on the node already
			b.To = []fabric.InterfaceID{pod}
		}
		fl.Relay = append(fl.Relay, b)
	}
	for n := range fl.Relay {
		fl.Relay[n].Switches = switches
	}
	if len(fl.Relay) == 0 {
		fl.Relay = []fabric.Backend{{Element: e, From: at, Start: fabric.None, Gates: refusing(none, switches...)}}
	}
	return fl
}

// runsOn reports whether a pod runs on a node. Where that is not written it is a
// switch which of the nodes it is.
func (l *lowering) runsOn(k *KubernetesService, pod any, i *Instance) (bool, []fabric.SwitchID) {
	n, ok := pod.(*NetworkInterface)
	if !ok {
		return pod == any(i), nil // it uses the node's own network
	}
	if n.Node.Present() {
		return n.Node.V.To == i, nil
	}
	w := fabric.Switch{
		Element: element(&n.Resource), ID: "node of " + n.Ref() + " for " + k.Ref(), Name: "node", Code: CodePodNode,
		Text: "which node of " + element(&k.Resource).Label + " pod " + n.Name + " runs on",
	}
	var nodes []*Instance
	var names []string
	for _, ref := range k.Nodes.V {
		if to := ref.V.To; to != nil {
			nodes, names = append(nodes, to), append(names, to.Ref())
			w.Values = append(w.Values, to.Name)
		}
	}
	w.Declare = cloud.At(n.TreePath, "node", names...)
	which, id := l.Read(w)
	return nodes[which] == i, []fabric.SwitchID{id}
}
