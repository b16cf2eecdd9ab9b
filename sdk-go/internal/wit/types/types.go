// Package types has the WIT types option and result, which Go lacks. Only the generated bindings use
// them.
package types

// The two cases of an Option.
const (
	OptionNone uint8 = iota
	OptionSome
)

// Option is a value or its absence.
type Option[T any] struct {
	tag   uint8
	value T
}

// None returns an Option without a value.
func None[T any]() Option[T] { return Option[T]{} }

// Some returns value as an Option.
func Some[T any](value T) Option[T] { return Option[T]{tag: OptionSome, value: value} }

// Tag returns which of the two cases it is.
func (o Option[T]) Tag() uint8 { return o.tag }

// Some returns the value, which is valid only for OptionSome.
func (o Option[T]) Some() T { return o.value }

// The two cases of a Result.
const (
	ResultOk uint8 = iota
	ResultErr
)

// Result is a value or an error.
type Result[T, E any] struct {
	tag uint8
	ok  T
	err E
}

// Ok returns value as a Result.
func Ok[T, E any](value T) Result[T, E] { return Result[T, E]{tag: ResultOk, ok: value} }

// Err returns err as a Result.
func Err[T, E any](err E) Result[T, E] { return Result[T, E]{tag: ResultErr, err: err} }

// Tag returns which of the two cases it is.
func (r Result[T, E]) Tag() uint8 { return r.tag }

// Ok returns the value, which is valid only for ResultOk.
func (r Result[T, E]) Ok() T { return r.ok }

// Err returns the error, which is valid only for ResultErr.
func (r Result[T, E]) Err() E { return r.err }

// Unit is the empty value.
type Unit struct{}
