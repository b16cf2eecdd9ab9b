//! row: handles
//! ends: crashed trap
//! says: unknown handle index 1000
//! limit: the engine checks every handle

package attacks

import "guesthouse.dev/sdk"

//go:wasmimport guesthouse:automation/state@0.1.0 [resource-drop]store
func rawClose(handle uint32)

// forgedHandle closes stores that it never opened, with guessed handles.
func forgedHandle() ([]sdk.Output, error) {
	for handle := range uint32(1_000) {
		rawClose(1_000 - handle)
	}
	return breached("a thousand stores of others")
}
