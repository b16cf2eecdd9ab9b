//! row: memory-growth
//! ends: limit memory
//! limit: memory

package attacks

import "guesthouse.dev/sdk"

// capacityBomb asks for more than the limit at once.
func capacityBomb() ([]sdk.Output, error) {
	all := make([]byte, 1<<30)
	return breached("%d bytes", len(all))
}
