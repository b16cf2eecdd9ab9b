//! row: dropped-call
//! ends: limit fuel
//! limit: fuel; the result counts when the call has ended
//! limits: {"fuel": 200000000}

package attacks

import "guesthouse.dev/sdk"

// leftBehind returns and leaves a goroutine that spins.
func leftBehind() ([]sdk.Output, error) {
	go func() {
		for {
		}
	}()
	return report("all is well")
}
