//! row: handles
//! ends: limit handles
//! limit: handles, the guest's and the host's together
//! grants: store

package attacks

import (
	"guesthouse.dev/sdk"
	"guesthouse.dev/sdk/state"
)

// handleFlood opens a store again and again; the SDK closes them when the event is over.
func handleFlood() ([]sdk.Output, error) {
	for {
		if _, err := state.Open("own"); err != nil {
			return nil, err
		}
	}
}
