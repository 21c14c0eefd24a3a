// An HTTP server that would keep connections alive.
package main

import (
	"fmt"
	"net/http"
	"time"
)

func main() {
	http.HandleFunc("/", func(w http.ResponseWriter, _ *http.Request) { fmt.Fprintln(w, "ok") })
	go http.ListenAndServe(":7804", nil)
	time.Sleep(300 * time.Millisecond)
	fmt.Println("READY")
	time.Sleep(180 * time.Second)
}
