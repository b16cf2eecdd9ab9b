//! row: header-injection
//! ends: completed
//! limit: a header that breaks a rule fails the request; the host's own headers are dropped
//! grants: connection

package attacks

import (
	"guesthouse.dev/sdk"
	"guesthouse.dev/sdk/http"
)

var smuggled = []http.Header{
	{Name: "x-a", Value: "1\r\nx-injected: yes"},
	{Name: "x-a", Value: "1\nx-injected: yes"},
	{Name: "x-a: 1\r\nx-injected", Value: "yes"},
	{Name: "x-a", Value: "1\x00"},
	{Name: "", Value: "yes"},
}

var hostOwned = []http.Header{
	{Name: "host", Value: "169.254.169.254"},
	{Name: "authorization", Value: "Bearer stolen"},
	{Name: "transfer-encoding", Value: "chunked"},
	{Name: "content-length", Value: "4096"},
	{Name: "x-forwarded-for", Value: "127.0.0.1"},
	{Name: "idempotency-key", Value: "forged"},
}

// headerInjection injects a header through a value and through a name, and sets headers that belong to the host.
func headerInjection() ([]sdk.Output, error) {
	for _, header := range smuggled {
		if sendWith(header) == nil {
			return breached("sent %q: %q", header.Name, header.Value)
		}
	}
	for _, header := range hostOwned {
		if err := sendWith(header); err != nil {
			return nil, err
		}
	}
	return report("no header of its own")
}

func sendWith(header http.Header) error {
	headers := []http.Header{header}
	_, err := http.Send(http.Request{
		Connection: "upstream", Method: "GET", Path: "/allowed", Headers: headers,
	})
	return err
}
