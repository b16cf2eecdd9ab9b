//go:build wasip1

package runtime

import (
	"runtime"
	"unsafe"
)

// Begin opens a call into the host. The pinner keeps what the call's arguments point to.
func Begin() *runtime.Pinner {
	arena.open++
	return new(runtime.Pinner)
}

// End closes a call into the host, its answer being copied out.
func End(pinner *runtime.Pinner) {
	pinner.Unpin()
	arena.open--
	release()
}

// Unpin closes a call from the host, its arguments being copied out.
func Unpin() { release() }

// String copies a string out of the arena.
func String(from *uint8, length uint32) string {
	return string(unsafe.Slice(from, length))
}

// Bytes copies bytes out of the arena. They are never nil: empty is not absent.
func Bytes(from *uint8, length uint32) []uint8 {
	bytes := make([]uint8, length)
	copy(bytes, unsafe.Slice(from, length))
	return bytes
}

// Allocate returns zeroed memory that stays until the pinner is unpinned.
func Allocate(pinner *runtime.Pinner, size, align uintptr) unsafe.Pointer {
	if size == 0 {
		return nil
	}
	// The host checks the alignment: words are aligned to 8, the largest that WIT knows.
	words := make([]uint64, (size+7)/8)
	memory := unsafe.Pointer(unsafe.SliceData(words))
	pinner.Pin(memory)
	return memory
}

// Handle is a handle of a resource, until it is taken.
type Handle struct{ value int32 }

// MakeHandle returns the handle value.
func MakeHandle(value int32) *Handle { return &Handle{value} }

// Use returns the handle to call the resource with.
func (h *Handle) Use() int32 {
	if h.value == 0 {
		panic("the resource was dropped")
	}
	return h.value
}

// Take returns the handle and forgets it.
func (h *Handle) Take() int32 {
	value := h.Use()
	h.value = 0
	return value
}

// TakeOrNil returns the handle and forgets it; 0 when that was done before.
func (h *Handle) TakeOrNil() int32 {
	value := h.value
	h.value = 0
	return value
}

// Set puts a handle where none is.
func (h *Handle) Set(value int32) { h.value = value }
