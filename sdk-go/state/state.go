// Package state keeps state from one event to the next, in named stores of keys and values.
//
// Nothing is granted by default: the policy names the stores that a plugin may open. Reads see the
// writes of the same event. The host commits the writes together with the outputs, all or nothing,
// if the handler returns no error. Plugins that share a store handle their events one after
// another, so conflicts cannot occur.
package state

import (
	"errors"
	"fmt"
	"iter"
	"unicode/utf8"

	"guesthouse.dev/sdk/internal/fault"
)

// Why a store operation failed. Compare with errors.Is.
var (
	// ErrNotGranted: the policy does not grant a store of that name to this plugin.
	ErrNotGranted = errors.New("not-granted")
	// ErrQuotaExceeded: the write would make the store larger than the policy allows.
	ErrQuotaExceeded = errors.New("quota-exceeded")
	// ErrInvalidKey: the key is not 1 to 512 bytes long, is not UTF-8, or contains a control
	// character.
	ErrInvalidKey = errors.New("invalid-key")
	// ErrTooLarge: the value is longer than the policy allows.
	ErrTooLarge = errors.New("too-large")
	// ErrUnavailable: the database is currently unavailable.
	ErrUnavailable = errors.New("unavailable")
)

// Error is the error that every function of this package returns if a store operation failed.
type Error struct {
	// Store is the name of the store.
	Store string
	// Err is one of the variables of this package.
	Err   error
	stack *fault.Stack
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

// Stack implements [fault.Traced].
func (e *Error) Stack() *fault.Stack { return e.stack }

// Store is an open store. The SDK closes it at the end of the event.
type Store interface {
	// Get returns the value of key; ok is false if key is not set. An empty value is not nil.
	Get(key string) (value []byte, ok bool, err error)
	// GetText is Get for text. It returns an error if the value is not UTF-8.
	GetText(key string) (text string, ok bool, err error)
	// Set sets key to value, replacing any previous value.
	Set(key string, value []byte) error
	// SetText is Set for text.
	SetText(key, text string) error
	// Delete removes key. It succeeds even if key is not set.
	Delete(key string) error
	// Keys iterates over the keys that start with prefix, in byte order. It ends after an error.
	Keys(prefix string) iter.Seq2[string, error]
}

// Open opens the store name, which the policy must grant.
func Open(name string) (Store, error) {
	if !utf8.ValidString(name) {
		return nil, &Error{name, ErrNotGranted, fault.Here()}
	}
	raw, err := open(name)
	if err != nil {
		return nil, &Error{name, err, fault.Here()}
	}
	return &store{name, raw}, nil
}

// raw is a store of the host. Its errors are the variables of this package.
type raw interface {
	get(key string) (value []byte, ok bool, err error)
	set(key string, value []byte) error
	delete(key string) error
	keys(prefix string, after *string) ([]string, error)
}
