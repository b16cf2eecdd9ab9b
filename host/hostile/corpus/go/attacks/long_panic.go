//! row: stdout-flood
//! ends: crashed panic
//! limit: the SDK passes on no more than the host keeps
//! limits: {"call_bytes": 262144}

package attacks

import (
	"strings"

	"guesthouse.dev/sdk"
)

// longPanic panics with a message of eight megabytes that ends in escape sequences.
func longPanic() ([]sdk.Output, error) {
	panic(strings.Repeat("long ", 1_600_000) + "\x1b]0;owned\x07\x1b[2J")
}
