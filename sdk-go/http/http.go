// Package http sends requests to the services that the policy names as connections.
//
// Nothing is granted by default. A plugin names a connection, never a host. The policy lists the
// methods and paths that the plugin may use. The host adds the credentials and never follows
// redirects.
//
// Requests are sent at least once: the host cannot undo a request, and an event that is handled
// again sends its requests again. The host adds an idempotency-key header, which has the same
// value each time.
package http

import (
	"errors"
	"fmt"
	"time"
	"unicode/utf8"

	"guesthouse.dev/sdk/internal/fault"
	"guesthouse.dev/sdk/json"
)

// Why there is no response. Compare with errors.Is.
var (
	// ErrNotGranted: the policy does not grant the connection to this plugin, or not with this
	// method or path.
	ErrNotGranted = errors.New("not-granted")
	// ErrInvalidRequest: the request is invalid.
	ErrInvalidRequest = errors.New("invalid-request")
	// ErrRefused: plugins may not connect to the service's address, or it does not answer in valid HTTP.
	ErrRefused = errors.New("refused")
	// ErrTimeout: the complete response did not arrive in time.
	ErrTimeout = errors.New("timeout")
	// ErrTooLarge: the request or the response is larger than the policy allows.
	ErrTooLarge = errors.New("too-large")
	// ErrUnavailable: the service is currently unreachable.
	ErrUnavailable = errors.New("unavailable")
)

// Error is the error that every function of this package returns if there is no response.
type Error struct {
	// Connection is the name of the connection.
	Connection string
	// Err is one of the variables of this package.
	Err   error
	stack *fault.Stack
}

func (e *Error) Error() string { return fmt.Sprintf("http: %v (connection %q)", e.Err, e.Connection) }

// Unwrap returns Err.
func (e *Error) Unwrap() error { return e.Err }

// Verdict implements [fault.Coded].
func (e *Error) Verdict() (fault.Kind, string) {
	kind := fault.Failed
	if errors.Is(e.Err, ErrUnavailable) || errors.Is(e.Err, ErrTimeout) {
		kind = fault.Unavailable
	}
	return kind, "http-" + e.Err.Error()
}

// Stack implements [fault.Traced].
func (e *Error) Stack() *fault.Stack { return e.stack }

// Header is one header. A name may repeat.
type Header struct{ Name, Value string }

// Request is a request to a connection.
type Request struct {
	// Connection is the name of a connection in the policy.
	Connection string
	// Method is an HTTP method in capitals, for example "GET".
	Method string
	// Path is path and query. It must start with exactly one "/"; the host appends it to the
	// connection's address.
	Path string
	// Headers to send. The host drops the headers that it sets itself.
	Headers []Header
	// Body is nil for a request without one.
	Body []byte
	// Timeout is how long to wait for the response. The policy's limit still applies, alone if
	// Timeout is zero.
	Timeout time.Duration
}

// Get sends a GET request.
func Get(connection, path string) (*Response, error) {
	return Send(Request{Connection: connection, Method: "GET", Path: path})
}

// PostJSON sends value as JSON, written with [json.Write].
func PostJSON(connection, path string, value any) (*Response, error) {
	body, err := json.Write(value)
	if err != nil {
		return nil, err
	}
	return Send(Request{
		Connection: connection,
		Method:     "POST",
		Path:       path,
		Headers:    []Header{{"content-type", "application/json"}},
		Body:       body,
	})
}

// Send sends one request and waits for the complete response. Every status is a response, including
// 404 and 500.
func Send(request Request) (*Response, error) {
	response, err := send(request)
	if err != nil {
		return nil, &Error{request.Connection, err, fault.Here()}
	}
	response.Connection = request.Connection
	return response, nil
}

// check refuses strings that the host cannot receive. The host checks the rest.
func (r Request) check() error {
	if !utf8.ValidString(r.Connection) {
		return ErrNotGranted
	}
	valid := utf8.ValidString(r.Method) && utf8.ValidString(r.Path)
	for _, header := range r.Headers {
		valid = valid && utf8.ValidString(header.Name) && utf8.ValidString(header.Value)
	}
	if !valid {
		return ErrInvalidRequest
	}
	return nil
}
