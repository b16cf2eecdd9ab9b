package sdk

import (
	"slices"
	"strings"
	"time"

	_ "guesthouse.dev/sdk/internal/bindings/exports" // the component's exports
	"guesthouse.dev/sdk/internal/bindings/types"
	"guesthouse.dev/sdk/internal/entry"
	wit "guesthouse.dev/sdk/internal/wit/types"
)

type result = wit.Result[[]types.Output, types.Failure]

func init() {
	entry.Handle = handleExported
	runMain = entry.Main
}

func handleExported(event types.Event) result {
	outputs, failure, trace := answer(lift(event))
	if failure != nil {
		return wit.Err[[]types.Output](lowerFailure(failure, trace))
	}
	lowered := make([]types.Output, len(outputs))
	for i, output := range outputs {
		lowered[i] = lower(output)
	}
	return wit.Ok[[]types.Output, types.Failure](lowered)
}

func lift(event types.Event) Event {
	extensions := make(map[string]string, len(event.Extensions))
	for _, attribute := range event.Extensions {
		extensions[attribute.Name] = attribute.Value
	}
	return Event{
		ID:              event.Id,
		Source:          event.Source,
		Type:            event.Type,
		Subject:         pointer(event.Subject),
		Time:            pointer(event.Time),
		DataContentType: pointer(event.DataContentType),
		DataSchema:      pointer(event.DataSchema),
		Extensions:      extensions,
		Data:            event.Data.Some(),
	}
}

func lower(output Output) types.Output {
	return types.Output{
		Id:              option(output.ID),
		Source:          option(output.Source),
		Type:            output.Type,
		Subject:         option(output.Subject),
		Time:            option(output.Time),
		DataContentType: option(output.DataContentType),
		DataSchema:      option(output.DataSchema),
		Extensions:      attributes(output.Extensions),
		Data:            optionalBytes(output.Data),
	}
}

func lowerFailure(failure *Failure, trace string) types.Failure {
	return types.Failure{
		Kind:         types.FailureKind(failure.Kind),
		Code:         optionalText(failure.Code),
		Message:      toValidUTF8(truncate(failure.Message)),
		RetryAfterMs: milliseconds(failure.RetryAfter),
		Trace:        optionalText(truncate(trace)),
	}
}

// toValidUTF8 replaces invalid bytes, which the host does not accept in a string.
func toValidUTF8(text string) string { return strings.ToValidUTF8(text, "\uFFFD") }

func attributes(extensions map[string]string) []types.Attribute {
	list := make([]types.Attribute, 0, len(extensions))
	for name, value := range extensions {
		list = append(list, types.Attribute{Name: name, Value: value})
	}
	slices.SortFunc(list, func(a, b types.Attribute) int { return strings.Compare(a.Name, b.Name) })
	return list
}

func pointer(option wit.Option[string]) *string {
	if option.Tag() == wit.OptionNone {
		return nil
	}
	text := option.Some()
	return &text
}

func option(text *string) wit.Option[string] {
	if text == nil {
		return wit.None[string]()
	}
	return wit.Some(*text)
}

func optionalText(text string) wit.Option[string] {
	if text == "" {
		return wit.None[string]()
	}
	return wit.Some(toValidUTF8(text))
}

func optionalBytes(data []byte) wit.Option[[]byte] {
	if data == nil {
		return wit.None[[]byte]()
	}
	return wit.Some(data)
}

// milliseconds rounds up, so that a retry is never too early.
func milliseconds(wait time.Duration) wit.Option[uint32] {
	if wait <= 0 {
		return wit.None[uint32]()
	}
	const most = 1<<32 - 1
	return wit.Some(uint32(min((wait+time.Millisecond-1)/time.Millisecond, most)))
}
