//! row: host-buffers
//! ends: limit state-bytes
//! limit: state_bytes, which counts what the host keeps until the event ends
//! grants: store

package attacks

import (
	"fmt"

	"guesthouse.dev/sdk"
	"guesthouse.dev/sdk/state"
)

// keyFlood stores values of half a mebibyte under many keys, which the host holds until the event ends.
func keyFlood() ([]sdk.Output, error) {
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
	return breached("half a gibibyte in the host")
}
