//! row: dropped-call
//! ends: limit fuel
//! limit: fuel; an answer is given when the call is over, not before
//! limits: {"fuel": 200000000}

package attacks

import "guesthouse.dev/sdk"

// leftBehind answers and leaves somebody behind who spins.
func leftBehind() ([]sdk.Output, error) {
	go func() {
		for {
		}
	}()
	return report("all is well")
}
