// Each request starts a goroutine that sends its answer to a channel nobody receives from any more.
package main

import (
	"fmt"
	"time"
)

func fetch(answers chan<- []byte) {
	answer := make([]byte, 4096)
	for index := range answer {
		answer[index] = 'x'
	}
	answers <- answer
}

func main() {
	fmt.Println("READY")
	for second := 0; second < 180; second++ {
		for request := 0; request < 50; request++ {
			go fetch(make(chan []byte))
			time.Sleep(20 * time.Millisecond)
		}
		fmt.Println("work", 50)
	}
}
