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
}

func (e *ParseError) Error() string {
	return fmt.Sprintf("invalid JSON: %s at byte %d", e.Code, e.Offset)
}

// Verdict implements [fault.Coded].
func (e *ParseError) Verdict() (fault.Kind, string) { return fault.Failed, "invalid-json" }

// WriteError says why a value cannot be written as JSON.
type WriteError struct {
	// Code is one of NonFinite, TooDeep and Unsupported.
	Code string
}

func (e *WriteError) Error() string { return "cannot write the value as JSON: " + e.Code }

// Verdict implements [fault.Coded].
func (e *WriteError) Verdict() (fault.Kind, string) { return fault.Failed, "invalid-json-value" }
