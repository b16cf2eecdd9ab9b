package guest

import "unsafe"

// The host requests memory (cabi_realloc) in the middle of a call, when calling an import traps.
// Go's allocator may start a garbage collection, which reads the clock, which is an import. So this
// memory comes from an arena beside Go's heap, and what the host wrote is copied out of it.
var arena struct {
	chunk unsafe.Pointer
	size  uintptr
	used  uintptr
	// The number of calls that still use memory of the arena. Goroutines may interleave.
	open int
	// The Go memory that these calls use.
	kept []unsafe.Pointer
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
		clear(arena.kept)
		arena.kept = arena.kept[:0]
	}
}

// keep keeps Go memory where it is until the arena is released. It moves memory of the stack, which
// can move, to the heap.
func keep(memory unsafe.Pointer) { arena.kept = append(arena.kept, memory) }

// Begin starts a use of the arena: a call to the host.
func Begin() { arena.open++ }

// End ends a use of the arena, after what the host wrote was copied out.
func End() {
	arena.open--
	release()
}

// Allocate returns memory for a value that the host reads or writes.
func Allocate(size, align int) unsafe.Pointer { return take(uintptr(align), uintptr(size)) }

// Address returns the address of memory as the host sees it.
func Address(memory unsafe.Pointer) uint32 { return uint32(uintptr(memory)) }

// At returns the memory at an address.
func At(address uint32) unsafe.Pointer { return unsafe.Add(unsafe.Pointer(nil), address) }
