//! row: host-buffers
//! ends: failed state-too-large
//! limit: value_bytes
//! grants: store

package attacks

import (
	"errors"

	"guesthouse.dev/sdk"
	"guesthouse.dev/sdk/state"
)

// hugeValue tries to store a value of two mebibytes, several times.
func hugeValue() ([]sdk.Output, error) {
	own, err := state.Open("own")
	if err != nil {
		return nil, err
	}
	value := make([]byte, 2<<20)
	for range 50 {
		if err = own.Set("k", value); !errors.Is(err, state.ErrTooLarge) {
			return breached("a value of two mebibytes: %v", err)
		}
	}
	return nil, err
}
