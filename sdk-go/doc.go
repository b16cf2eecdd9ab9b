// Package sdk is for plugins of Guesthouse in Go.
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
// Everything or nothing: outputs are published and state is kept only when handle returns no error.
// One instance handles one event unless the operator chose otherwise, so globals remember nothing;
// [guesthouse.dev/sdk/state] does. What fmt.Println and the like write arrives as log lines.
package sdk
