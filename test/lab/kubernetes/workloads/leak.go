// Remembers every order: CGO_ENABLED=0 go build leak.go; ./leak [SECONDS [KIB_PER_SECOND]]
package main

import (
	"fmt"
	"os"
	"strconv"
	"strings"
	"time"
)

const requestsPerSecond = 50

var orders [][]byte

//go:noinline
func rememberOrder(size int) {
	note := make([]byte, size)
	for i := range note {
		note[i] = 'x'
	}
	orders = append(orders, note)
}

//go:noinline
func describe(number int) int {
	lines := make([]string, 20)
	for i := range lines {
		lines[i] = fmt.Sprintf("line %d of order %d", i, number)
	}
	return len(strings.Join(lines, "\n"))
}

//go:noinline
func handleRequest(number, size int) int {
	rememberOrder(size)
	return describe(number)
}

func argument(at, otherwise int) int {
	if len(os.Args) <= at {
		return otherwise
	}
	value, err := strconv.Atoi(os.Args[at])
	if err != nil {
		panic(err)
	}
	return value
}

func main() {
	end := time.Now().Add(time.Duration(argument(1, 600)) * time.Second)
	size := argument(2, 50) * 1024 / requestsPerSecond
	for number := 0; time.Now().Before(end); number++ {
		handleRequest(number, size)
		time.Sleep(time.Second / requestsPerSecond)
	}
}
