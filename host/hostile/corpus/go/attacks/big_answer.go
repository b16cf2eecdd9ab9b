//! row: lowering
//! ends: failed http-too-large
//! limit: response_bytes of the connection
//! grants: connection

package attacks

import (
	"guesthouse.dev/sdk"
	"guesthouse.dev/sdk/http"
)

// bigAnswer fetches a response that is larger than the connection allows.
func bigAnswer() ([]sdk.Output, error) {
	answer, err := http.Get("upstream", "/allowed/big")
	if err != nil {
		return nil, err
	}
	return breached("%d bytes", len(answer.Body))
}
