// A scan of a table by far more readers than its disk can serve at once, each past the page cache (O_DIRECT).
package main

import (
	"fmt"
	"math/rand"
	"os"
	"sync/atomic"
	"syscall"
	"time"
	"unsafe"
)

const (
	size    = 256 << 20
	block   = 128 << 10
	readers = 32
)

var done atomic.Int64

// O_DIRECT asks for memory that begins at a block of the device.
func aligned() []byte {
	memory := make([]byte, block+4096)
	return memory[4096-uintptr(unsafe.Pointer(&memory[0]))%4096:][:block]
}

func prepare(path string) error {
	file, err := os.Create(path)
	if err != nil {
		return err
	}
	defer file.Close()
	for written := 0; written < size; written += block {
		if _, err := file.Write(aligned()); err != nil {
			return err
		}
	}
	return file.Sync()
}

//go:noinline
func readBlock(file *os.File, memory []byte, random *rand.Rand) error {
	_, err := file.ReadAt(memory, random.Int63n(size/block)*block)
	done.Add(1)
	return err
}

func main() {
	path := os.Args[1]
	if err := prepare(path); err != nil {
		panic(err)
	}
	end := time.Now().Add(180 * time.Second)
	for reader := range readers {
		go func() {
			file, err := os.OpenFile(path, os.O_RDONLY|syscall.O_DIRECT, 0)
			if err != nil {
				panic(err)
			}
			memory, random := aligned(), rand.New(rand.NewSource(int64(reader)))
			for time.Now().Before(end) && readBlock(file, memory, random) == nil {
			}
		}()
	}
	time.Sleep(time.Second)
	fmt.Println("READY")
	for time.Now().Before(end) {
		time.Sleep(time.Second)
		fmt.Printf("work %d\n", done.Swap(0))
	}
	os.Remove(path)
}
