package sdk

import (
	"errors"
	"fmt"
	"unicode/utf8"

	"guesthouse.dev/sdk/json"
)

// Event is a CloudEvents 1.0 event as the host accepted it.
//
// An absent attribute is nil; an empty one points to "".
type Event struct {
	// ID identifies the event together with Source. Never empty.
	ID string
	// Source is the origin of the event: a URI reference. Never empty.
	Source string
	// Type is the kind of event, for example "com.github.issues.opened". Never empty.
	Type string
	// Subject is the subject of the event, within Source.
	Subject *string
	// Time is the time of the event in RFC 3339 format, exactly as the host received it.
	Time *string
	// DataContentType is the media type of Data. If absent, Data is JSON.
	DataContentType *string
	// DataSchema is a URI of the schema that Data follows.
	DataSchema *string
	// Extensions are the CloudEvents extension attributes.
	Extensions map[string]string
	// Data is the payload, exactly as the host received it. It is nil if the event has none.
	Data []byte
}

// JSON parses the data with [json.Parse]. If the handler returns the error, it rejects the event.
func (e Event) JSON() (any, error) {
	if e.Data == nil {
		return nil, Rejected("missing-data", "the event has no data")
	}
	value, err := json.Parse(e.Data)
	var wrong *json.ParseError
	if errors.As(err, &wrong) {
		text := fmt.Sprintf("the event's data is not valid JSON: %s at byte %d", wrong.Code, wrong.Offset)
		return nil, &Failure{Kind: KindRejected, Code: "invalid-json", Message: text, Cause: err}
	}
	return value, err
}

// Text returns the data as text. If the handler returns the error, it rejects the event.
func (e Event) Text() (string, error) {
	if e.Data == nil {
		return "", Rejected("missing-data", "the event has no data")
	}
	if !utf8.Valid(e.Data) {
		return "", Rejected("invalid-utf8", "the event's data is not valid UTF-8")
	}
	return string(e.Data), nil
}
