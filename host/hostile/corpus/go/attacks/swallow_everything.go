//! row: fuel-after-trap
//! ends: limit fuel
//! limit: fuel
//! limits: {"fuel": 200000000}

package attacks

import "guesthouse.dev/sdk"

// swallowEverything recovers from every panic and goes on.
func swallowEverything() ([]sdk.Output, error) {
	for {
		fall()
	}
}

func fall() {
	defer func() { _ = recover() }()
	var nowhere *[4]int
	nowhere[3] = 1
}
