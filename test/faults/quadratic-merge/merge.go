// Orders are merged by a look at every one that there is already: the time grows with their square.
package main

import (
	"fmt"
	"time"
)

type order struct{ customer, item int }

//go:noinline
func isKnown(orders []order, one order) bool {
	for _, other := range orders {
		if other == one {
			return true
		}
	}
	return false
}

//go:noinline
func mergeOrders(count int) []order {
	var orders []order
	for number := 0; number < count; number++ {
		if one := (order{number % 5000, number}); !isKnown(orders, one) {
			orders = append(orders, one)
		}
	}
	return orders
}

func main() {
	fmt.Println("READY")
	for second := 0; second < 180; second++ {
		merged := 0
		for end := time.Now().Add(time.Second); time.Now().Before(end); {
			merged += len(mergeOrders(4000))
		}
		fmt.Println("work", merged)
	}
}
