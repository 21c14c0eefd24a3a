// A server that makes every answer anew, with GOGC=10: it collects again and again, and hardly anything is alive.
package main

import (
	"fmt"
	"time"
)

type item struct {
	name  string
	price *int
	tags  []string
}

var catalogue []*item

var sink int

//go:noinline
func renderAnswer(request int) int {
	items := make([]*item, 0)
	for i := 0; i < 200; i++ {
		price := request * i
		items = append(items, &item{name: "item", price: &price, tags: make([]string, 4)})
	}
	length := 0
	for _, one := range items {
		length += len(one.name) + *one.price%7 + len(one.tags)
	}
	return length
}

func main() {
	for i := 0; i < 60000; i++ {
		price := i
		catalogue = append(catalogue, &item{name: fmt.Sprint("item ", i), price: &price, tags: make([]string, 2)})
	}
	fmt.Println("READY")
	end := time.Now().Add(180 * time.Second)
	second := time.Now().Add(time.Second)
	done := 0
	for request := 0; time.Now().Before(end); request++ {
		sink += renderAnswer(request)
		done++
		if time.Now().After(second) {
			fmt.Println("work", done)
			done = 0
			second = second.Add(time.Second)
		}
	}
}
