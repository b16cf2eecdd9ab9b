package guest

import (
	"math"
	"unicode/utf8"
	"unsafe"
)

// pair is where a text or a list stands in memory.
type pair struct{ data, length uint32 }

// Text copies a text out of the arena.
func Text(data, length uint32) string {
	return string(unsafe.Slice((*byte)(At(data)), length))
}

// LoadText is Text with the place of the text at a place in memory.
func LoadText(at unsafe.Pointer) string {
	from := *(*pair)(at)
	return Text(from.data, from.length)
}

// List copies a list of numbers out of the arena. It is never nil: empty is not absent.
func List[T any](data, length uint32) []T {
	list := make([]T, length)
	copy(list, unsafe.Slice((*T)(At(data)), length))
	return list
}

// LoadList is List with the place of the list at a place in memory.
func LoadList[T any](at unsafe.Pointer) []T {
	from := *(*pair)(at)
	return List[T](from.data, from.length)
}

// Items returns where the items of a list begin, and how many there are.
func Items(at unsafe.Pointer) (uint32, uint32) {
	from := *(*pair)(at)
	return from.data, from.length
}

// LowerText shows a text to the host.
func LowerText(text, path string) (uint32, uint32) {
	if !utf8.ValidString(text) {
		mismatch(path, "text in UTF-8", text)
	}
	data := unsafe.Pointer(unsafe.StringData(text))
	keep(data)
	return Address(data), uint32(len(text))
}

// StoreText is LowerText with the place in memory that says where the text is.
func StoreText(at unsafe.Pointer, text, path string) {
	data, length := LowerText(text, path)
	*(*pair)(at) = pair{data, length}
}

// LowerList shows a list of numbers to the host.
func LowerList[T any](list []T) (uint32, uint32) {
	data := unsafe.Pointer(unsafe.SliceData(list))
	keep(data)
	return Address(data), uint32(len(list))
}

// StoreList is LowerList with the place in memory that says where the list is.
func StoreList[T any](at unsafe.Pointer, list []T) {
	data, length := LowerList(list)
	*(*pair)(at) = pair{data, length}
}

// StoreItems says at a place in memory where a list is.
func StoreItems(at, items unsafe.Pointer, length int) {
	*(*pair)(at) = pair{Address(items), uint32(length)}
}

// Bool returns 1 for true.
func Bool(value bool) uint32 {
	if value {
		return 1
	}
	return 0
}

// Char checks a rune.
func Char(value rune, path string) uint32 {
	if !utf8.ValidRune(value) {
		mismatch(path, "a Unicode character", value)
	}
	return uint32(value)
}

// Enum checks the value of an enum with a number of cases.
func Enum(value, cases uint32, path string) uint32 {
	if value >= cases {
		mismatch(path, "one of its constants", value)
	}
	return value
}

// Flags checks a set of flags. The bits of mask are the flags that there are.
func Flags(value, mask uint32, path string) uint32 {
	if value&^mask != 0 {
		mismatch(path, "a set of its constants", value)
	}
	return value
}

// Bits32 returns the bits of a number.
func Bits32(value float32) uint32 { return math.Float32bits(value) }

// Bits64 returns the bits of a number.
func Bits64(value float64) uint64 { return math.Float64bits(value) }

// Float32 returns the number with these bits.
func Float32(bits uint32) float32 { return math.Float32frombits(bits) }

// Float64 returns the number with these bits.
func Float64(bits uint64) float64 { return math.Float64frombits(bits) }
