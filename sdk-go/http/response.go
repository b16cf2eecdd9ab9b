package http

import (
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"guesthouse.dev/sdk/internal/fault"
	"guesthouse.dev/sdk/json"
)

// Response is the service's response.
type Response struct {
	// Connection is the name of the connection, which messages about the body name.
	Connection string
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
func (r *Response) JSON() (any, error) {
	value, err := json.Parse(r.Body)
	var wrong *json.ParseError
	if errors.As(err, &wrong) {
		problem := fmt.Sprintf("JSON: %s at byte %d", wrong.Code, wrong.Offset)
		return nil, r.invalid("invalid-json", problem, err)
	}
	return value, err
}

// Text returns the body as text, or an error if it is not UTF-8.
func (r *Response) Text() (string, error) {
	if !utf8.Valid(r.Body) {
		return "", r.invalid("invalid-utf8", "UTF-8", nil)
	}
	return string(r.Body), nil
}

func (r *Response) invalid(code, problem string, cause error) error {
	message := fmt.Sprintf("http: the response is not valid %s (connection %q)", problem, r.Connection)
	return fault.Wrap(code, message, cause)
}
