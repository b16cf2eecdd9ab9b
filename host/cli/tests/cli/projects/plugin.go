package main

import (
	"fmt"
	"time"

	"example.com/shared"
	"guesthouse.dev/sdk"
	"guesthouse.dev/sdk/http"
	"guesthouse.dev/sdk/json"
	"guesthouse.dev/sdk/state"
)

func main() { sdk.Handle(handle) }

func handle(event sdk.Event) ([]sdk.Output, error) {
	var failure *sdk.Failure
	switch event.Type {
	case "nil":
		return nil, failure
	case "left":
		go func() { select {} }()
		return nil, nil
	case "store":
		_, err := state.Open("counts") // the line of `store`
		return nil, err
	case "request":
		_, err := http.Get("profiles", "/") // the line of `request`
		return nil, fmt.Errorf("no profile: %w", err)
	case "write":
		output, err := sdk.JSON("t", map[string]any{"done": []any{make(chan int)}}) // the line of `write`
		return []sdk.Output{output}, err
	case "parse":
		_, err := json.Parse([]byte("[1,")) // the line of `parse`
		return nil, err
	}
	berlin, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		return nil, err
	}
	now := time.Now()
	text := fmt.Sprintf("%s %d %s", shared.Name(), now.Unix(), now.In(berlin).Format("15:04 MST"))
	return []sdk.Output{sdk.Text("t", text)}, nil
}
