//! row: shared-memory
//! ends: limit host-calls
//! limit: memory, and then host_calls: Go prints the stack of each goroutine before it gives up
//! limits: {"host_calls": 2000}

package attacks

import "guesthouse.dev/sdk"

// threadStart asks for threads, and starts goroutines that never end until memory is full.
func threadStart() ([]sdk.Output, error) {
	for {
		go func() { select {} }()
	}
}
