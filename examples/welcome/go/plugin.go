// Greets the author of an opened issue or pull request.
package main

import (
	"fmt"

	"guesthouse.dev/sdk"
	"guesthouse.dev/sdk/config"
	"guesthouse.dev/sdk/json"
)

var items = map[string]string{
	"com.github.issues.opened":       "issue",
	"com.github.pull_request.opened": "pull_request",
}

func init() { sdk.Handle(handle) }

func main() {}

func handle(event sdk.Event) ([]sdk.Output, error) {
	name, ok := items[event.Type]
	if !ok {
		return nil, nil
	}
	payload, err := event.JSON()
	if err != nil {
		return nil, err
	}
	item, ok := field(payload, name).(map[string]any)
	if !ok {
		return nil, missing("item")
	}
	author, ok := field(item["user"], "login").(string)
	if !ok {
		return nil, missing("author")
	}
	number := item["number"]
	if !isNumber(number) {
		return nil, missing("number")
	}
	title, ok := item["title"].(string)
	if !ok {
		return nil, missing("title")
	}
	return greet(author, number, title)
}

func greet(author string, number any, title string) ([]sdk.Output, error) {
	greeting, ok := config.Get("greeting")
	if !ok {
		greeting = "Welcome"
	}
	output, err := sdk.JSON("dev.guesthouse.example.greeting", map[string]any{
		"author":   author,
		"greeting": fmt.Sprintf("%s, @%s!", greeting, author),
		"number":   number,
		"title":    title,
	})
	output.Subject = &author
	return []sdk.Output{output}, err
}

// field returns an object's field, or nil if value is not an object.
func field(value any, name string) any {
	object, _ := value.(map[string]any)
	return object[name]
}

func isNumber(value any) bool {
	switch value.(type) {
	case json.Number, float64:
		return true
	}
	return false
}

func missing(what string) error {
	return sdk.Rejected("missing-"+what, "the payload has no %s", what)
}
