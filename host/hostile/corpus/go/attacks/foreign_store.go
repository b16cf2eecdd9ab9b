//! row: secrets
//! ends: completed
//! limit: a store is opened by a granted name, which is no path
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

// foreignStore looks for other plugins' stores under every name that may lead there.
func foreignStore() ([]sdk.Output, error) {
	for _, name := range foreign {
		if _, err := state.Open(name); err == nil {
			return breached("the store %q", name)
		}
	}
	return report("no store but its own")
}
