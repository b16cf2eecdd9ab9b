package sdk

import (
	"fmt"
	"unicode/utf8"

	"guesthouse.dev/sdk/json"
)

// Output is an event that the host publishes if the handler succeeds. The host sets ID and Source if
// they are nil, and Time if it is nil and the handled event has a time.
type Output struct {
	// ID: if absent, the host derives one from the handled event and the output's position, so that
	// handling the event again gives the same ID.
	ID *string
	// Source: if absent, the host uses the source that the policy sets for this plugin. Otherwise
	// the policy must allow it.
	Source *string
	// Type is the kind of event. Must not be empty.
	Type string
	// Subject is the subject of the event, within Source.
	Subject *string
	// Time is in RFC 3339 format. If absent, the host uses the time of the handled event, if that
	// has one.
	Time *string
	// DataContentType is the media type of Data. If absent, Data must be JSON.
	DataContentType *string
	// DataSchema is a URI of the schema that Data follows.
	DataSchema *string
	// Extensions are extension attributes. A name has 1 to 20 characters of a-z0-9 and does not
	// start with gh.
	Extensions map[string]string
	// Data is the payload. It is nil if the event has none.
	Data []byte
}

// NewOutput returns an output without data.
func NewOutput(eventType string) Output { return Output{Type: eventType} }

// JSON returns an output with value as its data, written with [json.Write].
func JSON(eventType string, value any) (Output, error) {
	data, err := json.Write(value)
	if err != nil {
		return Output{}, err
	}
	return Bytes(eventType, "application/json", data), nil
}

// Text returns an output with text as its data.
func Text(eventType, text string) Output {
	return Bytes(eventType, "text/plain; charset=utf-8", []byte(text))
}

// Bytes returns an output with data of the given media type.
func Bytes(eventType, mediaType string, data []byte) Output {
	if data == nil {
		data = []byte{}
	}
	return Output{Type: eventType, DataContentType: &mediaType, Data: data}
}

// check refuses strings that the host cannot receive.
func (o Output) check() error {
	fields := []struct {
		name string
		text *string
	}{
		{"ID", o.ID},
		{"Source", o.Source},
		{"Type", &o.Type},
		{"Subject", o.Subject},
		{"Time", o.Time},
		{"DataContentType", o.DataContentType},
		{"DataSchema", o.DataSchema},
	}
	for _, field := range fields {
		if field.text != nil && !utf8.ValidString(*field.text) {
			return notUTF8(field.name)
		}
	}
	for name, value := range o.Extensions {
		if !utf8.ValidString(name) || !utf8.ValidString(value) {
			return notUTF8(fmt.Sprintf("Extensions[%q]", name))
		}
	}
	return nil
}

func notUTF8(field string) error {
	return Failed("invalid-utf8", "the output's %s is not valid UTF-8", field)
}
