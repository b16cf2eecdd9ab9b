//go:build !wasip1

package http

// Without a host no connection is granted.
var host = func(Request) (*Response, error) { return nil, ErrNotGranted }

func send(request Request) (*Response, error) {
	if err := request.check(); err != nil {
		return nil, err
	}
	return host(request)
}
