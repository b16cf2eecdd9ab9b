// Package wit has the types of WIT that Go lacks.
package wit

import "fmt"

// Result is a value or an error, where it is not the result of a function.
type Result[T, E any] struct {
	// The value, unless IsErr is set.
	Ok T
	// The error, if IsErr is set.
	Err E
	// Whether this is an error.
	IsErr bool
}

// Error is the error of a function whose error in WIT is no type with a name: a text or a number.
type Error[T any] struct {
	// The value in WIT.
	Value T
}

// Error returns the value as text.
func (e Error[T]) Error() string {
	if _, isEmpty := any(e.Value).(struct{}); isEmpty {
		return "the function failed"
	}
	return fmt.Sprint(e.Value)
}
