//! row: engine-bug
//! ends: crashed trap
//! says: out of bounds memory access
//! limit: the bounds of the guest's memory

package attacks

import (
	"unsafe"

	"guesthouse.dev/sdk"
)

// A global, so that the compiler cannot remove the writes.
var here uint64

// wildPointer writes past the end of its memory, without a bounds check of the language.
func wildPointer() ([]sdk.Output, error) {
	there := (*uint64)(unsafe.Add(unsafe.Pointer(&here), 3<<30))
	*there = 1
	return breached("wrote %d three gibibytes further on", *there)
}
