// 200 requests a second over a pool of keep-alive connections.
package main

import (
	"fmt"
	"io"
	"net/http"
	"sync/atomic"
	"time"
)

func main() {
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 8, MaxConnsPerHost: 8}}
	var done atomic.Int64
	for worker := 0; worker < 8; worker++ {
		go func() {
			for {
				if response, err := client.Get("http://server:7809/"); err == nil {
					io.Copy(io.Discard, response.Body)
					response.Body.Close()
					done.Add(1)
				}
				time.Sleep(40 * time.Millisecond)
			}
		}()
	}
	time.Sleep(time.Second)
	fmt.Println("READY")
	for second := 0; second < 180; second++ {
		fmt.Println("work", done.Swap(0))
		time.Sleep(time.Second)
	}
}
