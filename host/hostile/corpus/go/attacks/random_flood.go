//! row: random
//! ends: limit host-calls
//! limit: host_calls, host_bytes
//! limits: {"host_calls": 20000}

package attacks

import (
	"crypto/rand"

	"guesthouse.dev/sdk"
)

// randomFlood asks for random numbers, one mebibyte at a time.
func randomFlood() ([]sdk.Output, error) {
	bytes := make([]byte, 1<<20)
	for {
		if _, err := rand.Read(bytes); err != nil {
			return nil, err
		}
	}
}
