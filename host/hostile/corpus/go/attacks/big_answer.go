//! row: lowering
//! ends: failed http-too-large
//! limit: response_bytes of the connection
//! grants: connection

package attacks

import (
	"guesthouse.dev/sdk"
	"guesthouse.dev/sdk/http"
)

// bigAnswer fetches more than the host may hold for it.
func bigAnswer() ([]sdk.Output, error) {
	answer, err := http.Get("upstream", "/allowed/big")
	if err != nil {
		return nil, err
	}
	return breached("%d bytes", len(answer.Body))
}
