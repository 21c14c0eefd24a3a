// Calls two services in turn: one answers at once, the other has a full accept queue.
package main

import (
	"fmt"
	"net"
	"time"
)

func call(address string) {
	connection, err := net.DialTimeout("tcp", address, 4*time.Second)
	if err != nil {
		return
	}
	connection.Write([]byte("GET /\n"))
	connection.SetReadDeadline(time.Now().Add(500 * time.Millisecond))
	buffer := make([]byte, 64)
	connection.Read(buffer)
	connection.Close()
}

// Held: they fill the queue.
var held []net.Conn

func main() {
	for i := 0; i < 8; i++ {
		connection, err := net.DialTimeout("tcp", "server:7801", time.Second)
		if err == nil {
			held = append(held, connection)
		}
	}
	for i := 0; i < 3; i++ {
		go func() {
			for {
				call("server:7801")
				time.Sleep(200 * time.Millisecond)
			}
		}()
	}
	go func() {
		for {
			call("server:7802")
			time.Sleep(50 * time.Millisecond)
		}
	}()
	fmt.Println("READY")
	time.Sleep(180 * time.Second)
}
