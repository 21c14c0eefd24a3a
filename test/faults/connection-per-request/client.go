// 80 requests a second with DisableKeepAlives: a connection for each.
package main

import (
	"fmt"
	"io"
	"net/http"
	"time"
)

func main() {
	client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
	done := 0
	go func() {
		for range time.Tick(time.Second) {
			fmt.Println("work", done)
			done = 0
		}
	}()
	fmt.Println("READY")
	end := time.Now().Add(180 * time.Second)
	for tick := time.NewTicker(12 * time.Millisecond); time.Now().Before(end); <-tick.C {
		response, err := client.Get("http://server:7804/")
		if err != nil {
			continue
		}
		io.Copy(io.Discard, response.Body)
		response.Body.Close()
		done++
	}
}
