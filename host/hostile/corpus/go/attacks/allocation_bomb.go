//! row: memory-growth
//! ends: limit memory
//! limit: memory, summed over the run; Go cannot recover from running out of it

package attacks

import "guesthouse.dev/sdk"

// allocationBomb keeps a mebibyte after the other.
func allocationBomb() ([]sdk.Output, error) {
	var kept [][]byte
	for {
		kept = append(kept, make([]byte, 1<<20))
		kept[len(kept)-1][0] = 1
	}
}
