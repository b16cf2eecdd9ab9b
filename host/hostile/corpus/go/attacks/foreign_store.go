//! row: secrets
//! ends: completed
//! limit: a store is opened by a granted name, which is not a path
//! grants: store

package attacks

import (
	"guesthouse.dev/sdk"
	"guesthouse.dev/sdk/state"
)

var foreign = []string{
	"", "canary", "counts", "OWN", "own/", "./own", "../canary/counts", "canary/counts",
	"canary\x00counts", "*", "\xff",
}

// foreignStore tries names that may lead to the stores of other plugins.
func foreignStore() ([]sdk.Output, error) {
	for _, name := range foreign {
		if _, err := state.Open(name); err == nil {
			return breached("the store %q", name)
		}
	}
	return report("no store but its own")
}
