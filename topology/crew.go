package topology

import (
	"sync"
	"sync/atomic"
)

// Crew does things side by side: never more at a time than it has hands, over
// everything that it is given. What it does may give it more to do.
type Crew struct {
	helpers chan struct{} // those at work; whoever calls is the first hand
}

// NewCrew makes a crew of so many hands; of one at least.
func NewCrew(hands int) *Crew {
	return &Crew{helpers: make(chan struct{}, max(hands, 1)-1)}
}

// Each calls do with 0 to n-1, in no order, and returns when all is done. A
// panic in one of the calls is one of the caller.
func (c *Crew) Each(n int, do func(int)) {
	b := batch{n: n, do: do}
	// Helpers may come free at any time, so one is asked for before each call.
	b.work(func() {
		if !b.left() {
			return
		}
		select {
		case c.helpers <- struct{}{}:
			b.wait.Go(func() {
				defer func() { <-c.helpers }()
				b.work(func() {})
			})
		default:
		}
	})
	b.wait.Wait()
	if p := b.failed.Load(); p != nil {
		panic(*p)
	}
}

// batch is what one call of Each is about.
type batch struct {
	n      int
	do     func(int)
	next   atomic.Int64
	wait   sync.WaitGroup
	failed atomic.Pointer[any]
}

func (b *batch) left() bool { return int(b.next.Load()) < b.n }

// work takes one call after the other until none is left.
func (b *batch) work(before func()) {
	defer func() {
		if p := recover(); p != nil {
			b.failed.CompareAndSwap(nil, &p)
			b.next.Store(int64(b.n)) // the others need not go on
		}
	}()
	for i := int(b.next.Add(1)) - 1; i < b.n; i = int(b.next.Add(1)) - 1 {
		before()
		b.do(i)
	}
}
