//! row: host-call-flood
//! ends: limit requests
//! limit: requests, which counts what is denied as well

package attacks

import (
	"errors"

	"guesthouse.dev/sdk"
	"guesthouse.dev/sdk/http"
)

// ungrantedHTTP asks for a connection that nobody granted, until it is tired of no.
func ungrantedHTTP() ([]sdk.Output, error) {
	for {
		if _, err := http.Get("metadata", "/latest/meta-data/"); !errors.Is(err, http.ErrNotGranted) {
			return breached("an answer without a grant: %v", err)
		}
	}
}
