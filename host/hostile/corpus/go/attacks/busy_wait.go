//! row: late-timers
//! ends: limit host-calls
//! limit: host_calls; reading the clock moves it by a step
//! limits: {"host_calls": 20000}

package attacks

import (
	"time"

	"guesthouse.dev/sdk"
)

// busyWait spins on the clock until an hour has passed.
func busyWait() ([]sdk.Output, error) {
	for start := time.Now(); time.Since(start) < time.Hour; {
	}
	return breached("an hour on one worker")
}
