//! row: deadlock
//! ends: crashed panic
//! limit: Go notices that nobody can wake it; there is nothing to wait for outside of it

package attacks

import "guesthouse.dev/sdk"

// deadlock waits for itself.
func deadlock() ([]sdk.Output, error) {
	select {}
}
