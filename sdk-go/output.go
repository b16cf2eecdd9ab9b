package sdk

import (
	"fmt"
	"unicode/utf8"

	"guesthouse.dev/sdk/json"
)

// Output is an event to publish when the handler succeeds. The host completes what is nil.
type Output struct {
	// ID: left out, it is derived from the handled event and the output's position, so that a
	// repeat gives the same ID.
	ID *string
	// Source: left out, it is the one the operator gave this plugin. A given source must be one
	// that the policy lets the plugin emit.
	Source *string
	// Type says what happened. Must not be empty.
	Type string
	// Subject says what the event is about, within Source.
	Subject *string
	// Time is RFC 3339. Left out, it is the time of the handled event, if that has one.
	Time *string
	// DataContentType is the media type of Data. Left out, Data is JSON.
	DataContentType *string
	// DataSchema is a URI of the schema that Data follows.
	DataSchema *string
	// Extensions are extension attributes. Names are 1 to 20 characters of a-z0-9 and do not start
	// with gh.
	Extensions map[string]string
	// Data is the payload: nil if absent, empty if empty.
	Data []byte
}

// NewOutput returns an output without data.
func NewOutput(eventType string) Output { return Output{Type: eventType} }

// JSON returns an output with value as its data, written by [json.Write].
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

// check finds text that could not cross the border to the host.
func (o Output) check() error {
	texts := map[string]*string{
		"ID": o.ID, "Source": o.Source, "Type": &o.Type, "Subject": o.Subject, "Time": o.Time,
		"DataContentType": o.DataContentType, "DataSchema": o.DataSchema,
	}
	for name, text := range texts {
		if text != nil && !utf8.ValidString(*text) {
			return notUTF8(name)
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
	return Failed("invalid-utf8", "the output's %s is not UTF-8", field)
}
