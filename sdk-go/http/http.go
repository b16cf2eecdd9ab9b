// Package http sends requests to the services that the operator named as connections.
//
// Nothing is granted by default. A plugin names a connection, never a host; the policy says which
// methods and paths it may use, and the host adds the credentials and follows no redirect.
//
// At least once: a request cannot be taken back, and an event that is handled again sends it again.
// The host adds an idempotency-key header that stays the same then.
package http

import (
	"errors"
	"fmt"
	"time"
	"unicode/utf8"

	"guesthouse.dev/sdk/internal/fault"
	"guesthouse.dev/sdk/json"
)

// Why there is no answer. Compare with errors.Is.
var (
	// ErrNotGranted says that the policy grants no connection of that name, or not this method or
	// path on it.
	ErrNotGranted = errors.New("not-granted")
	// ErrInvalidRequest says that the request breaks a rule of [Request].
	ErrInvalidRequest = errors.New("invalid-request")
	// ErrRefused says that the service refused the connection, or that its address is one that
	// plugins may not reach.
	ErrRefused = errors.New("refused")
	// ErrTimeout says that there was no complete answer in time.
	ErrTimeout = errors.New("timeout")
	// ErrTooLarge says that request or answer are larger than the policy allows.
	ErrTooLarge = errors.New("too-large")
	// ErrUnavailable says that the service cannot be reached for the moment.
	ErrUnavailable = errors.New("unavailable")
)

// Error is what every function here returns when there is no answer.
type Error struct {
	// Connection is the name that was asked for.
	Connection string
	// Err is one of the variables of this package.
	Err error
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

// Header is one header. A name may repeat.
type Header struct{ Name, Value string }

// Request is a request to a connection.
type Request struct {
	// Connection is the name of a connection in the policy.
	Connection string
	// Method is an HTTP method in capitals, for example "GET".
	Method string
	// Path is path and query. It starts with one "/" and is appended to the connection's address.
	Path string
	// Headers to send. Those that belong to the host are dropped.
	Headers []Header
	// Body is nil for a request without one.
	Body []byte
	// Timeout is how long to wait, never longer than the policy allows. Zero leaves it to the
	// policy.
	Timeout time.Duration
}

// Get sends a GET request.
func Get(connection, path string) (*Response, error) {
	return Send(Request{Connection: connection, Method: "GET", Path: path})
}

// PostJSON sends value as JSON, written by [json.Write].
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

// Send sends one request and waits for the whole answer. Every status is an answer, also 404 and 500.
func Send(request Request) (*Response, error) {
	response, err := send(request)
	if err != nil {
		return nil, &Error{request.Connection, err}
	}
	return response, nil
}

// check stops what could not cross the border to the host. The host checks the rest.
func (r Request) check() error {
	if !utf8.ValidString(r.Connection) {
		return ErrNotGranted
	}
	sound := utf8.ValidString(r.Method) && utf8.ValidString(r.Path)
	for _, header := range r.Headers {
		sound = sound && utf8.ValidString(header.Name) && utf8.ValidString(header.Value)
	}
	if !sound {
		return ErrInvalidRequest
	}
	return nil
}
