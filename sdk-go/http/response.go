package http

import (
	"errors"
	"strings"
	"unicode/utf8"

	"guesthouse.dev/sdk/json"
)

// Response is what the service answered.
type Response struct {
	// Status is the HTTP status code, 100 to 599.
	Status int
	// Headers are in lower case and sorted by name. Those that set credentials are left out.
	Headers []Header
	// Body is complete, and empty where there is none.
	Body []byte
}

// Header returns the first value of a header, in whatever case the name is given.
func (r *Response) Header(name string) (value string, ok bool) {
	for _, header := range r.Headers {
		if strings.EqualFold(header.Name, name) {
			return header.Value, true
		}
	}
	return "", false
}

// JSON returns the body as [json.Parse] reads it.
func (r *Response) JSON() (any, error) { return json.Parse(r.Body) }

// Text returns the body as text. One that is not UTF-8 is an error.
func (r *Response) Text() (string, error) {
	if !utf8.Valid(r.Body) {
		return "", errors.New("http: the answer is not UTF-8")
	}
	return string(r.Body), nil
}
