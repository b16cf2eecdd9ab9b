//! row: endless-loop
//! ends: limit fuel
//! limit: fuel
//! limits: {"fuel": 200000000}

package attacks

import "guesthouse.dev/sdk"

// endlessLoop loops forever.
func endlessLoop() ([]sdk.Output, error) {
	for {
	}
}
