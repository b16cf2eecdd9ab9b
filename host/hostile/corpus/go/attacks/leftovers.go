//! row: leftovers
//! ends: completed
//! limit: an instance for each event; its memory is zeroed before the next

package attacks

import (
	"bytes"

	"guesthouse.dev/sdk"
)

var runs int

// leftovers leaves a mark in a global and in fresh memory, and looks for the marks of earlier runs.
func leftovers() ([]sdk.Output, error) {
	runs++
	if runs > 1 {
		return breached("a global survived %d runs", runs)
	}
	kept := make([]byte, 16<<20)
	if bytes.Contains(kept, []byte("left by")) {
		return breached("memory of another run")
	}
	for start := 0; start < len(kept); start += 32 {
		copy(kept[start:], "left by a hostile plugin")
	}
	return report("16 MiB marked")
}
