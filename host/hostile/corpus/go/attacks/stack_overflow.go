//! row: stack
//! ends: crashed stack-overflow
//! limit: the engine's stack, which is full before Go's own is

package attacks

import "guesthouse.dev/sdk"

// stackOverflow recurses forever.
func stackOverflow() ([]sdk.Output, error) {
	return breached("%d", deeper(1))
}

func deeper(depth int) int {
	var frame [64]int
	frame[depth%64] = depth
	return deeper(depth+1) + frame[(depth+1)%64]
}
