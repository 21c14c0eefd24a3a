// A journal that is opened with O_DSYNC, so that each record of 120 bytes waits for the disk by itself.
package main

import (
	"bytes"
	"fmt"
	"os"
	"syscall"
	"time"
)

const most = 8 << 20

func main() {
	path := "/data/journal"
	if len(os.Args) > 1 {
		path = os.Args[1]
	}
	file, err := os.OpenFile(path, os.O_CREATE|os.O_TRUNC|os.O_WRONLY|syscall.O_DSYNC, 0o600)
	if err != nil {
		panic(err)
	}
	record := append(bytes.Repeat([]byte("r"), 119), '\n')
	fmt.Println("READY")
	end := time.Now().Add(180 * time.Second)
	for time.Now().Before(end) {
		second := time.Now().Add(time.Second)
		done := 0
		for time.Now().Before(second) {
			appendRecord(file, record)
			done++
		}
		if at, _ := file.Seek(0, 1); at > most {
			file.Seek(0, 0)
		}
		fmt.Printf("work %d\n", done)
	}
}

//go:noinline
func appendRecord(file *os.File, record []byte) {
	file.Write(record)
}
