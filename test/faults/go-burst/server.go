// Twice a second a batch of eight requests comes in at once, and each is priced by a goroutine of its own.
package main

import (
	"fmt"
	"sync"
	"time"
)

var table [4096]uint64

//go:noinline
func priceOf(rounds int) uint64 {
	sum := uint64(1)
	for round := 0; round < rounds; round++ {
		for _, value := range table {
			sum = sum*31 + value
		}
	}
	return sum
}

// rounds that take so long on a CPU of this machine
func calibrate(target time.Duration) int {
	best := time.Hour
	for try := 0; try < 20; try++ {
		start := time.Now()
		priceOf(100)
		if took := time.Since(start); took < best {
			best = took
		}
	}
	return int(100 * target / best)
}

func main() {
	rounds := calibrate(15 * time.Millisecond)
	fmt.Println("READY")
	done := 0
	for tick := 1; tick <= 360; tick++ {
		var batch sync.WaitGroup
		for request := 0; request < 8; request++ {
			batch.Add(1)
			go func() { defer batch.Done(); priceOf(rounds) }()
		}
		batch.Wait()
		done += 8
		if tick%2 == 0 {
			fmt.Println("work", done)
			done = 0
		}
		time.Sleep(500 * time.Millisecond)
	}
}
