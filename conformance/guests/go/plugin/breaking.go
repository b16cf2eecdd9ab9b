package main

import (
	"os"
	"syscall"
)

// ways are the ways in which a Go program breaks. The words in the comments mark the lines for the
// cases.
var ways = map[string]func(){
	"panic": func() {
		panic("as told") // line: panic
	},
	"nil": func() {
		var nothing *struct{ name string }
		println(nothing.name) // line: nil
	},
	"index": func() {
		three, at := []int{1, 2, 3}, 3
		println(three[at]) // line: index
	},
	"goroutine": func() {
		done := make(chan bool)
		go func() {
			panic("as told") // line: goroutine
		}()
		<-done
	},
	"deadlock": func() { select {} },
	"exit":     func() { os.Exit(3) },
	"abort":    func() { syscall.Exit(134) },
	"overflow": func() { println(deeper(1)) },
	"loop": func() {
		for {
		}
	},
	"hoard": func() {
		held := [][]byte{}
		for {
			held = append(held, make([]byte, 1<<20))
			held[len(held)-1][0] = 1
		}
	},
}

func deeper(depth int) int {
	return deeper(depth+1) + depth
}
