//! row: shared-memory
//! ends: limit memory
//! limit: there are no threads; a goroutine is memory

package attacks

import (
	"runtime"

	"guesthouse.dev/sdk"
)

// threadStart wants threads, and starts goroutines that never end until there is no room.
func threadStart() ([]sdk.Output, error) {
	for {
		go func() {
			runtime.LockOSThread()
			select {}
		}()
		runtime.Gosched()
	}
}
