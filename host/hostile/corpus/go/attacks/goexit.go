//! row: dropped-call
//! ends: crashed panic
//! limit: the SDK returns a failure for a handler whose goroutine has ended

package attacks

import (
	"runtime"

	"guesthouse.dev/sdk"
)

// goexit ends the goroutine that must return the result.
func goexit() ([]sdk.Output, error) {
	runtime.Goexit()
	return breached("it came back")
}
