//! row: memory-growth
//! ends: limit memory
//! limit: memory, summed over the run; Go cannot recover from running out of it

package attacks

import "guesthouse.dev/sdk"

// allocationBomb allocates one mebibyte after another.
func allocationBomb() ([]sdk.Output, error) {
	var kept [][]byte
	for {
		kept = append(kept, make([]byte, 1<<20))
		kept[len(kept)-1][0] = 1
	}
}
