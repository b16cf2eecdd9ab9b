//! row: handles
//! ends: limit handles
//! limit: handles, the guest's and the host's together
//! grants: store

package attacks

import (
	"guesthouse.dev/sdk"
	"guesthouse.dev/sdk/state"
)

// handleFlood opens a store in an endless loop; the SDK closes the handles when the event is over.
func handleFlood() ([]sdk.Output, error) {
	for {
		if _, err := state.Open("own"); err != nil {
			return nil, err
		}
	}
}
