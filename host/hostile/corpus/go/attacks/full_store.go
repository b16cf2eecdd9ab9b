//! row: host-buffers
//! ends: failed state-quota-exceeded
//! limit: the quota of the store, which counts uncommitted values too
//! limits: {"state_bytes": 1073741824}
//! grants: store

package attacks

import (
	"fmt"

	"guesthouse.dev/sdk"
	"guesthouse.dev/sdk/state"
)

// fullStore fills the store with values of half a mebibyte until its quota is used up.
func fullStore() ([]sdk.Output, error) {
	own, err := state.Open("own")
	if err != nil {
		return nil, err
	}
	value := make([]byte, 512<<10)
	for n := range 1_000 {
		if err := own.Set(fmt.Sprint("key-", n), value); err != nil {
			return nil, err
		}
	}
	return breached("half a gibibyte in a store")
}
