package http

import (
	"strings"
	"unicode/utf8"

	"guesthouse.dev/sdk/internal/fault"
	"guesthouse.dev/sdk/json"
)

// Response is the service's response.
type Response struct {
	// Status is the HTTP status code, 100 to 599.
	Status int
	// Headers are sorted by name, in lower case. The host removes headers that carry credentials.
	Headers []Header
	// Body is the complete body, empty if there is none.
	Body []byte
}

// Header returns the first value of a header. It ignores the case of name.
func (r *Response) Header(name string) (value string, ok bool) {
	for _, header := range r.Headers {
		if strings.EqualFold(header.Name, name) {
			return header.Value, true
		}
	}
	return "", false
}

// JSON parses the body with [json.Parse].
func (r *Response) JSON() (any, error) { return json.Parse(r.Body) }

// Text returns the body as text, or an error if it is not UTF-8.
func (r *Response) Text() (string, error) {
	if !utf8.Valid(r.Body) {
		return "", fault.New("invalid-utf8", "http: the response is not valid UTF-8")
	}
	return string(r.Body), nil
}
