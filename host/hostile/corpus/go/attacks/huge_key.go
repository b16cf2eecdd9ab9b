//! row: host-buffers
//! ends: failed state-invalid-key
//! limit: the longest key that the contract allows
//! grants: store

package attacks

import (
	"strings"

	"guesthouse.dev/sdk"
	"guesthouse.dev/sdk/state"
)

// hugeKey stores a value under a key of one mebibyte.
func hugeKey() ([]sdk.Output, error) {
	own, err := state.Open("own")
	if err != nil {
		return nil, err
	}
	if err := own.SetText(strings.Repeat("k", 1<<20), "v"); err != nil {
		return nil, err
	}
	return breached("a key of a mebibyte")
}
