// Counts pushes per repository and reports every tenth.
package main

import (
	"strconv"

	"guesthouse.dev/sdk"
	"guesthouse.dev/sdk/state"
)

func init() { sdk.Handle(handle) }

func main() {}

func handle(event sdk.Event) ([]sdk.Output, error) {
	if event.Type != "com.github.push" {
		return nil, nil
	}
	payload, err := event.JSON()
	if err != nil {
		return nil, err
	}
	repository, ok := field(field(payload, "repository"), "full_name").(string)
	if !ok {
		return nil, sdk.Rejected("missing-repository", "the payload has no repository")
	}
	pushes, err := count(repository)
	if err != nil || pushes%10 != 0 {
		return nil, err
	}
	output, err := sdk.JSON("dev.guesthouse.example.milestone", map[string]any{
		"pushes":     pushes,
		"repository": repository,
	})
	output.Subject = &repository
	return []sdk.Output{output}, err
}

// count adds a push of the repository and returns the new count.
func count(repository string) (pushes int, err error) {
	counts, err := state.Open("counts")
	if err != nil {
		return 0, err
	}
	text, ok, err := counts.GetText(repository)
	if err != nil {
		return 0, err
	}
	if ok {
		if pushes, err = strconv.Atoi(text); err != nil {
			return 0, err
		}
	}
	pushes++
	return pushes, counts.SetText(repository, strconv.Itoa(pushes))
}

// field returns an object's field, or nil if value is not an object.
func field(value any, name string) any {
	object, _ := value.(map[string]any)
	return object[name]
}
