package main

import "guesthouse.dev/sdk"

func init() { sdk.Handle(handle) }

func main() {}

func handle(event sdk.Event) ([]sdk.Output, error) {
	if event.Type == "throw" {
		crash()
	}
	for event.Type == "loop" {
	}
	return []sdk.Output{sdk.Text("handled", event.ID)}, nil
}

func crash() {
	panic("out of tea")
}
