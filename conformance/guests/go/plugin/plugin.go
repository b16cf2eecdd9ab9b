// The plugin of the suites in Go. It runs the commands in the event's text, one on each line, and
// returns one line of answer for each.
package main

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"guesthouse.dev/sdk"
	"guesthouse.dev/sdk/config"
	"guesthouse.dev/sdk/http"
	"guesthouse.dev/sdk/log"
	"guesthouse.dev/sdk/state"
)

func init() { sdk.Handle(handle) }

func main() {}

func handle(event sdk.Event) ([]sdk.Output, error) {
	script, err := event.Text()
	if err != nil {
		return nil, err
	}
	lines, more := []string{}, []sdk.Output{}
	for line := range strings.SplitSeq(script, "\n") {
		words := strings.Split(line, " ")
		said, err := run(event, words)
		if words[0] != "uncaught" {
			said, err = told(said, err)
		} else if sabotaged("swallowed-error") {
			said, err = "ok", nil
		}
		if err != nil {
			return nil, err
		}
		lines = append(lines, said)
		if words[0] == "emit" {
			more = append(more, numbers(words[1])...)
		}
	}
	answer := sdk.Text("conformance.answer", strings.Join(lines, "\n"))
	return append([]sdk.Output{answer}, more...), nil
}

// numbers returns count outputs, numbered from 1.
func numbers(count string) []sdk.Output {
	last, _ := strconv.Atoi(count)
	found := []sdk.Output{}
	for at := range last {
		found = append(found, sdk.Text("conformance.more", strconv.Itoa(at+1)))
	}
	if sabotaged("reordered") {
		slices.Reverse(found)
	}
	return found
}

// told writes an error of state or http as a line.
func told(said string, err error) (string, error) {
	var stateError *state.Error
	var httpError *http.Error
	switch {
	case errors.As(err, &stateError):
		return "err " + stateError.Err.Error(), nil
	case errors.As(err, &httpError):
		return "err " + httpError.Err.Error(), nil
	}
	return said, err
}

func run(event sdk.Event, words []string) (string, error) {
	args := words[1:]
	switch words[0] {
	case "config":
		value, ok := config.Get(args[0])
		lost := value == "" && sabotaged("lost-option")
		return maybe(value, ok && !lost), nil
	case "log":
		write(args[0], args[1])
		return "ok", nil
	case "send":
		answer, err := http.Send(http.Request{Connection: args[0], Method: args[1], Path: args[2]})
		if err != nil {
			return "", err
		}
		return fmt.Sprintf("%d %s", answer.Status, answer.Body), nil
	case "event":
		return described(event), nil
	case "fail":
		return "", failure(args[0], args[1])
	case "emit":
		return "ok", nil
	case "pad":
		count, err := strconv.Atoi(args[0])
		return strings.Repeat("x", count), err
	case "hold":
		return hold(args[0], args[1])
	case "crash":
		panic("as told")
	case "break":
		if by, ok := ways[args[0]]; ok {
			by()
		}
	case "chance":
		return chances[args[0]](), nil
	case "open", "uncaught", "get", "set", "fill", "delete", "keys":
		store, err := state.Open(args[0])
		if err != nil {
			return "", err
		}
		return onStore(store, words[0], args[1:])
	}
	return "", sdk.Rejected("no-such-command", "%s", words[0])
}

func onStore(store state.Store, command string, args []string) (string, error) {
	switch command {
	case "get":
		text, ok, err := store.GetText(args[0])
		return maybe(text, ok), err
	case "set":
		return "ok", store.SetText(args[0], args[1])
	case "fill":
		count, err := strconv.Atoi(args[1])
		if err != nil {
			return "", err
		}
		return "ok", store.SetText(args[0], strings.Repeat("x", count))
	case "delete":
		return "ok", store.Delete(args[0])
	case "keys":
		keys := []string{}
		for key, err := range store.Keys(args[0]) {
			if err != nil {
				return "", err
			}
			keys = append(keys, key)
		}
		if sabotaged("off-by-one") {
			keys = keys[:len(keys)-1]
		}
		return strings.Join(keys, ","), nil
	}
	return "ok", nil
}

func hold(name, count string) (string, error) {
	left, err := strconv.Atoi(count)
	held := []state.Store{}
	for range left {
		store, err := state.Open(name)
		if err != nil {
			return "", err
		}
		held = append(held, store)
	}
	return fmt.Sprintf("ok %d", len(held)), err
}

func failure(kind, code string) error {
	switch kind {
	case "rejected":
		return sdk.Rejected(code, "as told")
	case "failed":
		return sdk.Failed(code, "as told")
	}
	return sdk.Unavailable(code, 0, "as told")
}

func write(level, text string) {
	levels := map[string]func(string, ...string){
		"trace": log.Trace, "debug": log.Debug, "info": log.Info, "warn": log.Warn, "error": log.Error,
	}
	levels[level](text)
}

func maybe(value string, ok bool) string {
	if !ok {
		return "none"
	}
	return "some " + value
}

// sabotaged reports whether the guest must make this mistake.
func sabotaged(mistake string) bool {
	told, _ := config.Get("sabotage")
	return told == mistake
}

func described(event sdk.Event) string {
	extensions := []string{}
	for _, name := range slices.Sorted(maps.Keys(event.Extensions)) {
		extensions = append(extensions, name+"="+event.Extensions[name])
	}
	subject := maybe("", false)
	if event.Subject != nil {
		subject = maybe(*event.Subject, true)
	}
	kind := event.Type
	if sabotaged("wrong-field") {
		kind = event.Source
	}
	joined := strings.Join(extensions, ",")
	return fmt.Sprintf("%s %s %s %s %s", event.ID, event.Source, kind, subject, joined)
}
