// Package fault says how an event ends when nobody handles an error of the SDK.
package fault

// Kind decides who is told of a failure and whether the event is handled again.
type Kind uint8

// The kinds, in the order of the WIT.
const (
	Rejected Kind = iota
	Failed
	Unavailable
	Crashed
)

// Coded is an error that knows its kind and code.
type Coded interface {
	error
	Verdict() (Kind, string)
}
