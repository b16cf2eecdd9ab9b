//go:build wasip1

// Package runtime is what the generated bindings stand on: memory that the host may write to, values
// lifted out of it, and handles of resources.
package runtime

import "unsafe"

// The host asks for memory (cabi_realloc) in the middle of a call into it, when the plugin may call
// nothing: an import called then is a trap. Go's allocator may start a collection, which reads the
// clock, which is an import. So this memory does not come from Go's heap but from an arena beside
// it, and what the host put there is copied out as soon as the call is over.
var arena struct {
	chunk unsafe.Pointer
	size  uintptr
	used  uintptr
	// Calls into the host whose answer is not copied out yet. Goroutines may interleave.
	open int
}

const smallestChunk = 64 << 10

//go:linkname sbrk runtime.sbrk
func sbrk(n uintptr) unsafe.Pointer

// abort ends the guest. A panic would unwind through the host; a word about it would be an import.
//
//go:linkname abort runtime.abort
func abort()

//go:wasmexport cabi_realloc
func realloc(old unsafe.Pointer, oldSize, align, size uintptr) unsafe.Pointer {
	to := take(align, size)
	copy(unsafe.Slice((*byte)(to), size), unsafe.Slice((*byte)(old), oldSize))
	return to
}

// take hands out size bytes that stay untouched until the arena is released.
func take(align, size uintptr) unsafe.Pointer {
	start := (arena.used + align - 1) &^ (align - 1)
	if start+size > arena.size {
		grow(size)
		start = 0
	}
	arena.used = start + size
	return unsafe.Add(arena.chunk, start)
}

// grow leaves the current chunk behind for good. It at least doubles, so that what is left behind
// is never more than what is in use.
func grow(size uintptr) {
	chunk := max(smallestChunk, 2*arena.size, size)
	memory := sbrk(chunk)
	if memory == nil {
		abort()
	}
	arena.chunk, arena.size = memory, chunk
}

func release() {
	if arena.open == 0 {
		arena.used = 0
	}
}
