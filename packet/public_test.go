package packet_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"netsim/packet"
)

func TestPublicIPv4(t *testing.T) {
	t.Parallel()
	public := packet.PublicIPv4()
	isPublic := func(address string) bool {
		for _, r := range public {
			if r.Contains(packet.AddrFrom(ip(address))) {
				return true
			}
		}
		return false
	}
	for _, address := range []string{
		"1.0.0.0", "8.8.8.8", "9.255.255.255", "11.0.0.0", "100.63.255.255", "100.128.0.0", "126.255.255.255", "128.0.0.0",
		"169.253.255.255", "169.255.0.0", "172.15.255.255", "172.32.0.0", "191.255.255.255", "192.0.1.0", "192.167.255.255",
		"192.169.0.0", "198.17.255.255", "198.20.0.0", "223.255.255.255", "192.31.196.1", "192.52.193.1", "192.175.48.1",
		"192.0.2.1", "198.51.100.1", "203.0.113.1",
	} {
		require.True(t, isPublic(address), address)
	}
	for _, address := range []string{
		"0.0.0.0", "0.255.255.255", "10.0.0.0", "10.255.255.255", "100.64.0.0", "100.127.255.255", "127.0.0.1", "169.254.169.254",
		"172.16.0.0", "172.31.255.255", "192.0.0.0", "192.0.0.255", "192.88.99.1", "192.168.0.0", "192.168.255.255",
		"198.18.0.0", "198.19.255.255", "224.0.0.0", "239.255.255.255", "240.0.0.0", "255.255.255.255",
	} {
		require.False(t, isPublic(address), address)
	}
	for i, r := range public {
		require.True(t, r.From.Compare(r.To) <= 0)
		require.True(t, packet.AllAddrs(packet.V4).Covers(r))
		if i > 0 {
			after, _ := public[i-1].To.Next()
			require.Equal(t, -1, after.Compare(r.From), "sorted, and apart")
		}
	}
	public[0] = packet.Addrs{}
	require.NotEqual(t, public, packet.PublicIPv4(), "the slice is the caller's")
}
