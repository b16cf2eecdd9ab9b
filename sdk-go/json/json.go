// Package json reads and writes JSON in the same way as every Guesthouse SDK.
//
// It is stricter than encoding/json: an escaped lone surrogate, a number beyond the range of a
// float64 and more than 128 nested levels are errors, and each error has a byte offset. It never
// rounds an integer. It is also smaller: encoding/json would add two megabytes to every plugin.
package json

import (
	"fmt"
	"strconv"

	"guesthouse.dev/sdk/internal/fault"
)

// Number is the text of an integer of any size.
type Number string

// String returns the digits.
func (n Number) String() string { return string(n) }

// Int64 returns the number, or an error if it does not fit.
func (n Number) Int64() (int64, error) { return strconv.ParseInt(string(n), 10, 64) }

// Float64 returns the nearest float64.
func (n Number) Float64() (float64, error) { return strconv.ParseFloat(string(n), 64) }

// MaxDepth is the maximum number of nested arrays and objects.
const MaxDepth = 128

// The codes of errors.
const (
	InvalidUTF8   = "invalid-utf8"
	Syntax        = "syntax"
	LoneSurrogate = "lone-surrogate"
	NonFinite     = "non-finite"
	TooDeep       = "too-deep"
	Unsupported   = "unsupported"
)

// ParseError says why bytes are not JSON.
type ParseError struct {
	// Code is one of InvalidUTF8, Syntax, LoneSurrogate, NonFinite and TooDeep.
	Code string
	// Offset is in bytes from the start of the input.
	Offset int
	stack  *fault.Stack
}

func (e *ParseError) Error() string {
	return fmt.Sprintf("invalid JSON: %s at byte %d", e.Code, e.Offset)
}

// Verdict implements [fault.Coded].
func (e *ParseError) Verdict() (fault.Kind, string) { return fault.Failed, "invalid-json" }

// Stack implements [fault.Traced].
func (e *ParseError) Stack() *fault.Stack { return e.stack }

// WriteError says why a value cannot be written as JSON.
type WriteError struct {
	// Code is one of NonFinite, TooDeep and Unsupported.
	Code string
	// Path says where in the value, for example "$.prices[0]". "$" is the value itself.
	Path string
	// Type is the Go type of the part that cannot be written.
	Type string
	// Detail says what is wrong with it, and what to write instead.
	Detail string
	stack  *fault.Stack
}

func (e *WriteError) Error() string {
	return fmt.Sprintf("cannot write the value as JSON: %s at %s (%s): %s", e.Code, e.Path, e.Type, e.Detail)
}

// Verdict implements [fault.Coded].
func (e *WriteError) Verdict() (fault.Kind, string) { return fault.Failed, "invalid-json-value" }

// Stack implements [fault.Traced].
func (e *WriteError) Stack() *fault.Stack { return e.stack }
