// Counts the lines of a file that it reads byte by byte: without a bufio.Reader each one is a system call.
package main

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"time"
)

//go:noinline
func countLines(file *os.File) int {
	lines := 0
	one := make([]byte, 1)
	for {
		if _, err := file.Read(one); err != nil {
			return lines
		}
		if one[0] == '\n' {
			lines++
		}
	}
}

func main() {
	path := os.TempDir() + "/orders.txt"
	if err := os.WriteFile(path, bytes.Repeat([]byte("order 4711 is paid\n"), 2000), 0o600); err != nil {
		panic(err)
	}
	file, err := os.Open(path)
	if err != nil {
		panic(err)
	}
	fmt.Println("READY")
	end := time.Now().Add(180 * time.Second)
	since := time.Now()
	done := 0
	for time.Now().Before(end) {
		if _, err := file.Seek(0, io.SeekStart); err != nil {
			panic(err)
		}
		done += countLines(file)
		if time.Since(since) >= time.Second {
			fmt.Println("work", done)
			done = 0
			since = time.Now()
		}
	}
}
