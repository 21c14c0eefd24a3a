// Answers forty requests a second, of ten milliseconds each.
package main

import (
	"fmt"
	"time"
)

var table [4096]uint64
var sink uint64

//go:noinline
func answer(rounds int) uint64 {
	sum := uint64(1)
	for round := 0; round < rounds; round++ {
		for _, value := range table {
			sum = sum*31 + value
		}
	}
	return sum
}

func main() {
	best := time.Hour
	for try := 0; try < 50; try++ {
		start := time.Now()
		sink += answer(100)
		if took := time.Since(start); took < best {
			best = took
		}
	}
	rounds := int(100 * 10 * time.Millisecond / best)
	fmt.Println("READY")
	second, done := time.Now(), 0
	for end := time.Now().Add(180 * time.Second); time.Now().Before(end); {
		start := time.Now()
		sink += answer(rounds)
		done++
		time.Sleep(25*time.Millisecond - time.Since(start))
		if time.Since(second) >= time.Second {
			fmt.Println("work", done)
			second, done = time.Now(), 0
		}
	}
}
