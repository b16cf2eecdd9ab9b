//! row: deadlock
//! ends: crashed panic
//! limit: Go detects the deadlock; a plugin has no external events to wait for

package attacks

import "guesthouse.dev/sdk"

// deadlock waits for a lock that it holds itself.
func deadlock() ([]sdk.Output, error) {
	select {}
}
