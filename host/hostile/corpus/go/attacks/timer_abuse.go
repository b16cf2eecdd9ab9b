//! row: late-timers
//! ends: limit host-calls
//! limit: host_calls; the runtime reads the clock to find timers that are due
//! limits: {"host_calls": 20000}

package attacks

import (
	"time"

	"guesthouse.dev/sdk"
)

// timerAbuse starts timers that start timers, and a ticker that always fires late.
func timerAbuse() ([]sdk.Output, error) {
	for range 100 {
		var again func()
		again = func() { time.AfterFunc(time.Nanosecond, again) }
		again()
	}
	for range time.Tick(time.Nanosecond) {
	}
	return breached("the ticker ended")
}
