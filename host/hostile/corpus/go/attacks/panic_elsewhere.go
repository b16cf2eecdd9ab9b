//! row: host-panic
//! ends: crashed panic
//! limit: the panic of another goroutine ends the guest; its text is read from standard error

package attacks

import (
	"runtime"

	"guesthouse.dev/sdk"
)

// panicElsewhere panics where the SDK cannot recover.
func panicElsewhere() ([]sdk.Output, error) {
	go func() { panic("out of reach") }()
	runtime.Gosched()
	return breached("the other goroutine's panic was lost")
}
