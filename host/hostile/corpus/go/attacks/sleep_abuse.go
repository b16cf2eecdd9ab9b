//! row: parked-guest
//! ends: limit host-calls
//! limit: host_calls; a sleep moves the guest's clock and takes no time
//! limits: {"host_calls": 20000}

package attacks

import (
	"time"

	"guesthouse.dev/sdk"
)

// sleepAbuse sleeps for a year in an endless loop.
func sleepAbuse() ([]sdk.Output, error) {
	for {
		time.Sleep(365 * 24 * time.Hour)
	}
}
