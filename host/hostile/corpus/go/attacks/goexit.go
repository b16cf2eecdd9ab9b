//! row: dropped-call
//! ends: crashed panic
//! limit: the SDK answers for a handler whose goroutine is gone

package attacks

import (
	"runtime"

	"guesthouse.dev/sdk"
)

// goexit ends the goroutine that owes the host an answer.
func goexit() ([]sdk.Output, error) {
	runtime.Goexit()
	return breached("it came back")
}
