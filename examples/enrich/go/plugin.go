// Joins an event's repository with its sender's profile.
package main

import (
	"fmt"

	"guesthouse.dev/sdk"
	"guesthouse.dev/sdk/http"
	"guesthouse.dev/sdk/log"
)

func init() { sdk.Handle(handle) }

func main() {}

func handle(event sdk.Event) ([]sdk.Output, error) {
	payload, err := event.JSON()
	if err != nil {
		return nil, err
	}
	login, ok := field(field(payload, "sender"), "login").(string)
	if !ok {
		return nil, nil
	}
	answer, err := http.PostJSON("profiles", "/profiles", map[string]any{"login": login})
	if err != nil {
		return nil, err
	}
	switch answer.Status {
	case 200:
		return join(login, answer, field(payload, "repository"))
	case 404:
		log.Info("nobody knows " + login)
		return nil, nil
	}
	code := fmt.Sprintf("profiles-answered-%d", answer.Status)
	return nil, sdk.Unavailable(code, 0, "profiles answered %d", answer.Status)
}

func join(login string, answer *http.Response, repository any) ([]sdk.Output, error) {
	profile, err := answer.JSON()
	if err != nil {
		return nil, err
	}
	output, err := sdk.JSON("dev.guesthouse.example.enriched", map[string]any{
		"profile":    profile,
		"repository": repository,
	})
	output.Subject = &login
	return []sdk.Output{output}, err
}

// field returns an object's field, or nil if value is not an object.
func field(value any, name string) any {
	object, _ := value.(map[string]any)
	return object[name]
}
