// Package state remembers something from one event to the next, in named stores of keys and values.
//
// Nothing is granted by default: the operator's policy names the stores a plugin may open. Reads see
// the writes of the same event. Writes are kept when the event is handled without an error, together
// with its outputs, all or nothing. Events of plugins that share a store are handled one after
// another, so there are no conflicts to solve.
package state

import (
	"errors"
	"fmt"
	"iter"
	"unicode/utf8"

	"guesthouse.dev/sdk/internal/fault"
)

// Why a store said no. Compare with errors.Is.
var (
	// ErrNotGranted says that the policy grants this plugin no store of that name.
	ErrNotGranted = errors.New("not-granted")
	// ErrQuotaExceeded says that the store holds as much as the policy allows.
	ErrQuotaExceeded = errors.New("quota-exceeded")
	// ErrInvalidKey says that a key is not 1 to 512 bytes of text without control characters.
	ErrInvalidKey = errors.New("invalid-key")
	// ErrTooLarge says that the value is longer than the policy allows.
	ErrTooLarge = errors.New("too-large")
	// ErrUnavailable says that the database cannot answer for the moment.
	ErrUnavailable = errors.New("unavailable")
)

// Error is what every function here returns when a store said no.
type Error struct {
	// Store is the name that was opened.
	Store string
	// Err is one of the variables of this package.
	Err error
}

func (e *Error) Error() string { return fmt.Sprintf("state: %v (store %q)", e.Err, e.Store) }

// Unwrap returns Err.
func (e *Error) Unwrap() error { return e.Err }

// Verdict implements [fault.Coded].
func (e *Error) Verdict() (fault.Kind, string) {
	kind := fault.Failed
	if errors.Is(e.Err, ErrUnavailable) {
		kind = fault.Unavailable
	}
	return kind, "state-" + e.Err.Error()
}

// Store is an open store. It is open until the event is over.
type Store interface {
	// Get returns the value under key; ok is false if there is none. An empty value is not nil.
	Get(key string) (value []byte, ok bool, err error)
	// GetText is Get for a value that is text. One that is not UTF-8 is an error.
	GetText(key string) (text string, ok bool, err error)
	// Set puts value under key, replacing what was there.
	Set(key string, value []byte) error
	// SetText is Set for text.
	SetText(key, text string) error
	// Delete removes key. Removing a key that is not there is no error.
	Delete(key string) error
	// Keys goes over the keys that start with prefix, in byte order. An error ends it.
	Keys(prefix string) iter.Seq2[string, error]
}

// Open opens the store that the policy grants under name.
func Open(name string) (Store, error) {
	if !utf8.ValidString(name) {
		return nil, &Error{name, ErrNotGranted}
	}
	raw, err := open(name)
	if err != nil {
		return nil, &Error{name, err}
	}
	return &store{name, raw}, nil
}

// raw is a store as the host knows it. Its errors are the variables of this package.
type raw interface {
	get(key string) (value []byte, ok bool, err error)
	set(key string, value []byte) error
	delete(key string) error
	keys(prefix string, after *string) ([]string, error)
}
