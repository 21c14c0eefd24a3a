// The same server, written to use its buffers again: busy, and next to nothing to collect.
package main

import (
	"fmt"
	"time"
)

type item struct {
	name  string
	price int
	tags  [4]string
}

var sink int

//go:noinline
func renderAnswer(items []item, request int) int {
	items = items[:0]
	for i := 0; i < 200; i++ {
		items = append(items, item{name: "item", price: request * i})
	}
	length := 0
	for _, one := range items {
		length += len(one.name) + one.price%7 + len(one.tags)
	}
	return length
}

func main() {
	items := make([]item, 0, 256)
	fmt.Println("READY")
	end := time.Now().Add(180 * time.Second)
	second := time.Now().Add(time.Second)
	done := 0
	for request := 0; time.Now().Before(end); request++ {
		sink += renderAnswer(items, request)
		done++
		if time.Now().After(second) {
			fmt.Println("work", done)
			done = 0
			second = second.Add(time.Second)
		}
	}
}
