// Package fault gives each error of the SDK the kind and code of a failure.
package fault

// Kind says who is at fault, which decides whether to retry.
type Kind uint8

// The kinds, in the order of the WIT.
const (
	Rejected Kind = iota
	Failed
	Unavailable
	Crashed
)

// Coded is an error that has a kind and a code.
type Coded interface {
	error
	Verdict() (Kind, string)
}

// New returns an error that fails the event with a code, unless the handler handles it.
func New(code, message string) error { return coded{code, message, nil, Here()} }

// Wrap is New with the cause of the error.
func Wrap(code, message string, cause error) error { return coded{code, message, cause, Here()} }

type coded struct {
	code, message string
	cause         error
	stack         *Stack
}

func (c coded) Error() string { return c.message }

func (c coded) Unwrap() error { return c.cause }

func (c coded) Verdict() (Kind, string) { return Failed, c.code }

func (c coded) Stack() *Stack { return c.stack }
