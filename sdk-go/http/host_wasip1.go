package http

import (
	"time"

	host "guesthouse.dev/sdk/internal/bindings/http"
	"guesthouse.dev/sdk/internal/bindings/types"
	wit "guesthouse.dev/sdk/internal/wit/types"
)

// In the order of the WIT.
var reasons = [...]error{
	ErrNotGranted, ErrInvalidRequest, ErrRefused, ErrTimeout, ErrTooLarge, ErrUnavailable,
}

func send(request Request) (*Response, error) {
	if err := request.check(); err != nil {
		return nil, err
	}
	result := host.Send(lower(request))
	if result.Tag() == wit.ResultErr {
		return nil, reasons[result.Err().Tag()]
	}
	return lift(result.Ok()), nil
}

func lower(request Request) host.Request {
	lowered := host.Request{
		Connection: request.Connection,
		Method:     request.Method,
		Path:       request.Path,
		Headers:    make([]types.Attribute, len(request.Headers)),
		Body:       wit.None[[]byte](),
		TimeoutMs:  wit.None[uint32](),
	}
	for i, header := range request.Headers {
		lowered.Headers[i] = types.Attribute(header)
	}
	if request.Body != nil {
		lowered.Body = wit.Some(request.Body)
	}
	if request.Timeout > 0 {
		lowered.TimeoutMs = wit.Some(milliseconds(request.Timeout))
	}
	return lowered
}

// milliseconds rounds up, so that a timeout is never zero.
func milliseconds(timeout time.Duration) uint32 {
	const most = 1<<32 - 1
	return uint32(min((timeout+time.Millisecond-1)/time.Millisecond, most))
}

func lift(response host.Response) *Response {
	headers := make([]Header, len(response.Headers))
	for i, attribute := range response.Headers {
		headers[i] = Header(attribute)
	}
	return &Response{Status: int(response.Status), Headers: headers, Body: response.Body}
}
