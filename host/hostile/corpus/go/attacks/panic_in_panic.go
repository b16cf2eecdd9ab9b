//! row: host-panic
//! ends: crashed panic
//! limit: the SDK recovers the last panic and shows it without its help

package attacks

import "guesthouse.dev/sdk"

type bomb struct{}

// Error panics when the panic is to be shown.
func (bomb) Error() string { panic("panicked while shown") }

// panicInPanic panics while it panics, with a value that panics.
func panicInPanic() ([]sdk.Output, error) {
	defer func() { panic(bomb{}) }()
	defer func() { panic("panicked while panicking") }()
	panic("the first of them")
}
