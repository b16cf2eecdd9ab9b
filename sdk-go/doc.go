// Package sdk is for writing Guesthouse plugins in Go.
//
// A plugin handles one event and returns the events to publish:
//
//	package main
//
//	import "guesthouse.dev/sdk"
//
//	func init() { sdk.Handle(handle) }
//
//	func main() {}
//
//	func handle(event sdk.Event) ([]sdk.Output, error) {
//		return []sdk.Output{sdk.Text("dev.example.seen", event.ID)}, nil
//	}
//
// All or nothing: the host publishes the outputs and keeps the state changes only if handle returns
// no error. A host may create a new instance for each event: keep no state in globals, use
// [guesthouse.dev/sdk/state]. Standard output and standard error become log lines.
package sdk
