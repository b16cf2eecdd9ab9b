//go:build wasip1

package runtime

import (
	"runtime"
	"unsafe"
)

// Begin starts a call to the host. The pinner keeps the memory of the call's arguments.
func Begin() *runtime.Pinner {
	arena.open++
	return new(runtime.Pinner)
}

// End ends a call to the host, after its results were copied out.
func End(pinner *runtime.Pinner) {
	pinner.Unpin()
	arena.open--
	release()
}

// Unpin ends a call from the host, after its arguments were copied out.
func Unpin() { release() }

// String copies a string out of the arena.
func String(from *uint8, length uint32) string {
	return string(unsafe.Slice(from, length))
}

// Bytes copies bytes out of the arena. The result is never nil: empty is not absent.
func Bytes(from *uint8, length uint32) []uint8 {
	bytes := make([]uint8, length)
	copy(bytes, unsafe.Slice(from, length))
	return bytes
}

// Allocate returns zeroed memory, which stays valid until the pinner is unpinned.
func Allocate(pinner *runtime.Pinner, size, align uintptr) unsafe.Pointer {
	if size == 0 {
		return nil
	}
	// The host checks the alignment. Words are aligned to 8, the largest alignment in WIT.
	words := make([]uint64, (size+7)/8)
	memory := unsafe.Pointer(unsafe.SliceData(words))
	pinner.Pin(memory)
	return memory
}

// Handle owns a handle of a resource until Take.
type Handle struct{ value int32 }

// MakeHandle wraps the handle value.
func MakeHandle(value int32) *Handle { return &Handle{value} }

// Use returns the handle for a call of the resource.
func (h *Handle) Use() int32 {
	if h.value == 0 {
		panic("the resource was dropped")
	}
	return h.value
}

// Take returns the handle and gives up its ownership.
func (h *Handle) Take() int32 {
	value := h.Use()
	h.value = 0
	return value
}

// TakeOrNil is like Take, but returns 0 if the handle is already taken.
func (h *Handle) TakeOrNil() int32 {
	value := h.value
	h.value = 0
	return value
}

// Set stores a handle again after Take.
func (h *Handle) Set(value int32) { h.value = value }
