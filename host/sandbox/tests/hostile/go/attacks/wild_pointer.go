//! row: engine-bug
//! ends: crashed trap
//! limit: the bounds of the guest's memory

package attacks

import (
	"unsafe"

	"guesthouse.dev/sdk"
)

// wildPointer writes past the end of its memory, without a bounds check of the language.
func wildPointer() ([]sdk.Output, error) {
	here := new(uint64)
	*(*uint64)(unsafe.Add(unsafe.Pointer(here), 3<<30)) = 1
	return breached("wrote 3 GiB further on")
}
