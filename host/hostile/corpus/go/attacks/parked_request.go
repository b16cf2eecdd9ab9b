//! row: parked-guest
//! ends: timeout
//! limit: deadline
//! limits: {"deadline": 500}
//! grants: connection

package attacks

import (
	"guesthouse.dev/sdk"
	"guesthouse.dev/sdk/http"
)

// parkedRequest waits for a service that does not answer.
func parkedRequest() ([]sdk.Output, error) {
	answer, err := http.Get("upstream", "/allowed/slow")
	if err != nil {
		return nil, err
	}
	return breached("an answer: %d", answer.Status)
}
