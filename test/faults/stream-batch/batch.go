// A batch that reads a large file once, from start to end, in blocks of 256 KiB, and works on each.
package main

import (
	"crypto/sha256"
	"fmt"
	"os"
	"syscall"
	"time"
)

const (
	size  = 384 << 20
	block = 256 << 10
)

func main() {
	path := "/data/input"
	if len(os.Args) > 1 {
		path = os.Args[1]
	}
	file, err := os.Create(path)
	if err != nil {
		panic(err)
	}
	buffer := make([]byte, block)
	for at := 0; at < size; at += block {
		buffer[at/block%block] = 1
		if _, err := file.Write(buffer); err != nil {
			panic(err)
		}
	}
	file.Sync()
	file.Close()
	if file, err = os.Open(path); err != nil {
		panic(err)
	}
	// POSIX_FADV_DONTNEED: it begins with nothing of it in memory, as on another day.
	syscall.Syscall6(syscall.SYS_FADVISE64, file.Fd(), 0, 0, 4, 0, 0)
	fmt.Println("READY")
	for second := 0; second < 180; second++ {
		for part := 0; part < 8; part++ {
			count, _ := file.Read(buffer)
			work(buffer[:count])
			time.Sleep(time.Second / 8)
		}
		fmt.Println("work 8")
	}
	os.Remove(path)
}

func work(data []byte) {
	for turn := 0; turn < 8; turn++ {
		sha256.Sum256(data)
	}
}
