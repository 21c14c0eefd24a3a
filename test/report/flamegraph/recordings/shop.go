// Writes cpu.pb.gz and heap.pb.gz of work that is known.
package main

import (
	"os"
	"runtime"
	"runtime/pprof"
	"time"
)

type node struct {
	next *node
	data [1024]byte
}

var kept *node

//go:noinline
func cacheInsert() { kept = &node{next: kept} }

//go:noinline
func fill(n int) {
	for i := 0; i < n; i++ {
		cacheInsert()
	}
}

func square(x float64) float64 { return x*x + 1/x }

//go:noinline
func spin(until time.Time) float64 {
	x := 1.0
	for time.Now().Before(until) {
		for i := 0; i < 100000; i++ {
			x += square(float64(i + 1))
		}
	}
	return x
}

func main() {
	runtime.MemProfileRate = 1
	cpu, _ := os.Create("cpu.pb.gz")
	pprof.StartCPUProfile(cpu)
	x := spin(time.Now().Add(500 * time.Millisecond))
	pprof.StopCPUProfile()
	cpu.Close()
	fill(100)
	heap, _ := os.Create("heap.pb.gz")
	runtime.GC()
	pprof.Lookup("heap").WriteTo(heap, 0)
	heap.Close()
	println(x > 0, kept != nil)
}
