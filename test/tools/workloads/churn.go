// Makes small objects in makeRows all the time, beside a list that stays. churn SECONDS
package main

import (
	"os"
	"strconv"
	"time"
)

type row struct {
	number int
	next   *row
}

var kept []*row
var last *row

//go:noinline
func makeRows(count int) *row {
	var head *row
	for i := 0; i < count; i++ {
		head = &row{number: i, next: head}
	}
	return head
}

func main() {
	seconds, _ := strconv.Atoi(os.Args[1])
	for i := 0; i < 100000; i++ {
		kept = append(kept, &row{number: i})
	}
	for end := time.Now().Add(time.Duration(seconds) * time.Second); time.Now().Before(end); {
		last = makeRows(1000)
	}
}
