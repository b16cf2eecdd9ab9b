//! row: destructors
//! ends: limit fuel
//! limit: fuel; finalizers run as part of the guest
//! limits: {"fuel": 1000000000}

package attacks

import (
	"runtime"

	"guesthouse.dev/sdk"
)

type undead struct{ payload [1 << 10]byte }

// finalizerAbuse resurrects objects in finalizers that the collector runs.
func finalizerAbuse() ([]sdk.Output, error) {
	for {
		revive(&undead{})
		runtime.GC()
		runtime.Gosched()
	}
}

func revive(object *undead) { runtime.SetFinalizer(object, revive) }
