// Connects to two ports of one server, of which one answers and one is behind a rule that drops.
package main

import (
	"fmt"
	"io"
	"net"
	"sync/atomic"
	"time"
)

var answered atomic.Int64

func ask(address string, pause time.Duration) {
	for {
		connection, err := net.DialTimeout("tcp4", address, 4*time.Second)
		if err == nil {
			io.Copy(io.Discard, connection)
			connection.Close()
			answered.Add(1)
		}
		time.Sleep(pause)
	}
}

func main() {
	go ask("server:7813", 50*time.Millisecond)
	for range 3 {
		go ask("server:7814", 100*time.Millisecond)
	}
	time.Sleep(3 * time.Second)
	fmt.Println("READY")
	for range 177 {
		answered.Store(0)
		time.Sleep(time.Second)
		fmt.Println("work", answered.Load())
	}
}
