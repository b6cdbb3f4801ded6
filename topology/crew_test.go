package topology_test

import (
	"fmt"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"

	"netsim/topology"
)

// However deep the calls are nested, all of them are made, and no more at a
// time than there are hands.
func TestCrewNeverHasMoreHandsThanItWasGiven(t *testing.T) {
	for _, hands := range []int{-1, 1, 2, 5} {
		t.Run(fmt.Sprint(hands), func(t *testing.T) {
			crew := topology.NewCrew(hands)
			var working, most atomic.Int64
			var mu sync.Mutex
			var done [7][9]int
			crew.Each(7, func(i int) {
				crew.Each(9, func(j int) {
					now := working.Add(1)
					for old := most.Load(); now > old && !most.CompareAndSwap(old, now); old = most.Load() {
					}
					mu.Lock()
					done[i][j]++
					mu.Unlock()
					working.Add(-1)
				})
			})
			require.LessOrEqual(t, most.Load(), int64(max(hands, 1)))
			for i := range done {
				require.Equal(t, [9]int{1, 1, 1, 1, 1, 1, 1, 1, 1}, done[i])
			}
			crew.Each(0, func(int) { t.Error("there is nothing to do") })
		})
	}
}

// Two hands meet: neither could go on if the crew had but one.
func TestCrewWorksSideBySide(t *testing.T) {
	meet := make(chan int)
	topology.NewCrew(2).Each(2, func(i int) {
		if i == 0 {
			meet <- i
		} else {
			<-meet
		}
	})
}

func TestAPanicOfACrewIsOneOfItsCaller(t *testing.T) {
	for _, hands := range []int{1, 3} {
		require.PanicsWithValue(t, "no way", func() {
			crew := topology.NewCrew(hands)
			crew.Each(3, func(int) { crew.Each(3, func(int) { panic("no way") }) })
		})
	}
}
