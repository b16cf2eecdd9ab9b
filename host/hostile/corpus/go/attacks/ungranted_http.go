//! row: host-call-flood
//! ends: limit requests
//! limit: requests, which counts denied requests too

package attacks

import (
	"errors"

	"guesthouse.dev/sdk"
	"guesthouse.dev/sdk/http"
)

// ungrantedHTTP asks many times for a connection that the policy does not grant.
func ungrantedHTTP() ([]sdk.Output, error) {
	for {
		if _, err := http.Get("metadata", "/latest/meta-data/"); !errors.Is(err, http.ErrNotGranted) {
			return breached("an answer without a grant: %v", err)
		}
	}
}
