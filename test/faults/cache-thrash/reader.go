// A reader of records at random places of a file that is larger than the container's limit: each page is taken from the page
// cache before it is read again.
package main

import (
	"fmt"
	"math/rand"
	"os"
	"time"
)

const (
	size   = 160 << 20
	record = 16 << 10
)

func main() {
	path := "/var/tmp/records"
	file, err := os.Create(path)
	if err != nil {
		panic(err)
	}
	chunk := make([]byte, 1<<20)
	for written := 0; written < size; written += len(chunk) {
		rand.Read(chunk[:4096])
		if _, err := file.Write(chunk); err != nil {
			panic(err)
		}
		if written%(16<<20) == 0 {
			file.Sync()
		}
	}
	file.Sync()
	end := time.Now().Add(180 * time.Second)
	warm := time.Now().Add(4 * time.Second)
	ready := false
	buffer := make([]byte, record)
	for time.Now().Before(end) {
		second := time.Now().Add(time.Second)
		reads := 0
		for time.Now().Before(second) && reads < 1200 {
			lookUp(file, buffer)
			reads++
			if reads%12 == 0 {
				time.Sleep(5 * time.Millisecond)
			}
		}
		time.Sleep(time.Until(second))
		fmt.Printf("work %d\n", reads)
		if !ready && time.Now().After(warm) {
			fmt.Println("READY")
			ready = true
		}
	}
	os.Remove(path)
}

//go:noinline
func lookUp(file *os.File, buffer []byte) {
	file.ReadAt(buffer, int64(rand.Intn(size/record))*record)
}
