// A busy server and its clients: requests of 200 bytes over connections that are kept, in buffers of 16 KiB. Each read that comes too
// early fails with EAGAIN, and is then waited for.
package main

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"net"
	"sync/atomic"
	"time"
)

var done atomic.Int64

func serve(connection net.Conn) {
	reader := bufio.NewReaderSize(connection, 16384)
	request := make([]byte, 200)
	answer := bytes.Repeat([]byte("a"), 2000)
	for {
		if _, err := io.ReadFull(reader, request); err != nil {
			return
		}
		if _, err := connection.Write(answer); err != nil {
			return
		}
	}
}

func ask(address string) {
	connection, err := net.Dial("tcp", address)
	if err != nil {
		panic(err)
	}
	reader := bufio.NewReaderSize(connection, 16384)
	request := bytes.Repeat([]byte("q"), 200)
	answer := make([]byte, 2000)
	for {
		if _, err := connection.Write(request); err != nil {
			return
		}
		if _, err := io.ReadFull(reader, answer); err != nil {
			return
		}
		done.Add(1)
	}
}

func main() {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		panic(err)
	}
	go func() {
		for {
			connection, err := listener.Accept()
			if err != nil {
				return
			}
			go serve(connection)
		}
	}()
	for client := 0; client < 4; client++ {
		go ask(listener.Addr().String())
	}
	fmt.Println("READY")
	for second := 0; second < 180; second++ {
		time.Sleep(time.Second)
		fmt.Println("work", done.Swap(0))
	}
}
