//go:build wasip1

// Package runtime supports the generated bindings: memory that the host writes to, values copied
// out of it, and handles of resources.
package runtime

import "unsafe"

// The host requests memory (cabi_realloc) in the middle of a call, when calling an import traps.
// Go's allocator may start a garbage collection, which reads the clock, which is an import. So this
// memory comes from an arena beside Go's heap, and the bindings copy the host's data out as soon as
// the call returns.
var arena struct {
	chunk unsafe.Pointer
	size  uintptr
	used  uintptr
	// The number of calls to the host whose results are not yet copied out. Goroutines may
	// interleave.
	open int
}

const smallestChunk = 64 << 10

//go:linkname sbrk runtime.sbrk
func sbrk(n uintptr) unsafe.Pointer

// abort ends the guest. A panic would unwind through the host, and writing a message would call an
// import.
//
//go:linkname abort runtime.abort
func abort()

//go:wasmexport cabi_realloc
func realloc(old unsafe.Pointer, oldSize, align, size uintptr) unsafe.Pointer {
	to := take(align, size)
	copy(unsafe.Slice((*byte)(to), size), unsafe.Slice((*byte)(old), oldSize))
	return to
}

// take allocates size bytes, which stay valid until the arena is released.
func take(align, size uintptr) unsafe.Pointer {
	start := (arena.used + align - 1) &^ (align - 1)
	if start+size > arena.size {
		grow(size)
		start = 0
	}
	arena.used = start + size
	return unsafe.Add(arena.chunk, start)
}

// grow abandons the current chunk. The new chunk is at least twice as large, so the abandoned
// chunks are never larger than the one in use.
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
