// Greets the author of an opened issue.
package main

import (
	"fmt"

	"guesthouse.dev/sdk"
	"guesthouse.dev/sdk/config"
)

func init() { sdk.Handle(handle) }

func main() {}

// handle receives one event and returns the events to publish. Keep no state in globals: another
// instance may handle the next event.
func handle(event sdk.Event) ([]sdk.Output, error) {
	if event.Type != "com.github.issues.opened" {
		return nil, nil
	}
	payload, err := event.JSON()
	if err != nil {
		return nil, err
	}
	author, ok := field(field(field(payload, "issue"), "user"), "login").(string)
	if !ok {
		// The event is invalid: the host records it as rejected and does not retry it.
		return nil, sdk.Rejected("missing-author", "the issue has no author")
	}
	greeting, ok := config.Get("greeting")
	if !ok {
		greeting = "Hello"
	}
	fmt.Println("greeting", author) // a log line for the operator
	data := map[string]any{"text": fmt.Sprintf("%s, @%s!", greeting, author)}
	output, err := sdk.JSON("com.example.greeting", data)
	output.Subject = &author
	return []sdk.Output{output}, err
}

// field returns a field of an object, or nil if value is not an object.
func field(value any, name string) any {
	object, _ := value.(map[string]any)
	return object[name]
}
