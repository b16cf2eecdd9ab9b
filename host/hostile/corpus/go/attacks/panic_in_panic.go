//! row: host-panic
//! ends: crashed panic
//! limit: the SDK recovers the last panic and shows it without calling its methods

package attacks

import "guesthouse.dev/sdk"

type bomb struct{}

// Error panics when the panic is printed.
func (bomb) Error() string { panic("panicked while shown") }

// panicInPanic panics while it panics, with a value whose `Error` method panics.
func panicInPanic() ([]sdk.Output, error) {
	defer func() { panic(bomb{}) }()
	defer func() { panic("panicked while panicking") }()
	panic("the first of them")
}
