package sdk

import (
	"errors"
	"fmt"
	"slices"
	"syscall"
	"time"
	"unicode/utf8"

	"guesthouse.dev/sdk/internal/fault"
)

// Kind says who is at fault, which decides whether to retry.
type Kind = fault.Kind

const (
	// KindRejected: the event is malformed, or this plugin cannot accept it. Do not retry.
	KindRejected = fault.Rejected
	// KindFailed: the event is valid, but the plugin could not do its work. Do not retry.
	KindFailed = fault.Failed
	// KindUnavailable: a service that the plugin needs is currently unavailable. Retry later.
	KindUnavailable = fault.Unavailable
	// KindCrashed: the plugin has a bug. The SDK sets this kind when it recovers a panic.
	KindCrashed = fault.Crashed
)

// Failure is the error that says how an event failed. It may be wrapped: the message is then that
// of the outermost error.
//
// If the handler returns a nil *Failure as its error, the event succeeds.
type Failure struct {
	Kind Kind
	// Code is a stable code for programs: a-z0-9-, for example "missing-author".
	Code string
	// Message is for the operator.
	Message string
	// RetryAfter says, for KindUnavailable, how long to wait before retrying. Zero means unknown.
	RetryAfter time.Duration
	// Cause is the underlying error, or nil.
	Cause error
}

// Error returns the message.
func (f *Failure) Error() string {
	if f == nil {
		return "no failure"
	}
	return f.Message
}

// Unwrap returns the cause.
func (f *Failure) Unwrap() error {
	if f == nil {
		return nil
	}
	return f.Cause
}

// Verdict implements [fault.Coded].
func (f *Failure) Verdict() (Kind, string) {
	if f == nil {
		return KindFailed, ""
	}
	return f.Kind, f.Code
}

// Rejected returns a failure for which the event is at fault. The event is not retried.
func Rejected(code, format string, args ...any) *Failure {
	return newFailure(KindRejected, code, format, args...)
}

// Failed returns a failure for which the plugin is at fault. The event is not retried.
func Failed(code, format string, args ...any) *Failure {
	return newFailure(KindFailed, code, format, args...)
}

// Unavailable returns a failure for which a service is at fault. The event can be retried, after
// retryAfter if that is not zero.
func Unavailable(code string, retryAfter time.Duration, format string, args ...any) *Failure {
	failure := newFailure(KindUnavailable, code, format, args...)
	failure.RetryAfter = retryAfter
	return failure
}

func newFailure(kind Kind, code, format string, args ...any) *Failure {
	err := fmt.Errorf(format, args...)
	return &Failure{Kind: kind, Code: code, Message: err.Error(), Cause: errors.Unwrap(err)}
}

// truncate cuts a text that would exceed a limit of the host and so hide the failure. The rest is
// still more than the host keeps, so the host truncates it again and marks it.
func truncate(text string) string {
	const most = 20_000
	if len(text) <= most {
		return text
	}
	end := most
	for end > 0 && !utf8.RuneStart(text[end]) {
		end--
	}
	return text[:end]
}

// failureOf returns the failure for an error that the handler returned.
func failureOf(err error) *Failure {
	ended := &Failure{Kind: KindFailed, Message: err.Error() + instead(err)}
	var coded fault.Coded
	if errors.As(err, &coded) {
		ended.Kind, ended.Code = coded.Verdict()
	}
	var failure *Failure
	if errors.As(err, &failure) && failure != nil {
		ended.RetryAfter = failure.RetryAfter
	}
	return ended
}

// instead says what to use in place of a socket, a program or a file. Without it, the error looks like
// that of a service that is down, or of a program or a file that is missing.
func instead(err error) string {
	if hasType(err, "*net.OpError", "*net.DNSError") || errors.Is(err, syscall.ECONNREFUSED) {
		return " (a plugin has no sockets: use the package guesthouse.dev/sdk/http)"
	}
	if hasType(err, "*exec.Error") {
		return " (a plugin cannot start programs: ask a service with the package guesthouse.dev/sdk/http)"
	}
	// The errors of an embedded file system are not of this type.
	for _, absent := range []error{syscall.ENOENT, syscall.EBADF} {
		if errors.Is(err, absent) {
			return " (a plugin has no files: put what it reads into it with the package embed, and keep what it writes with guesthouse.dev/sdk/state)"
		}
	}
	return ""
}

// hasType returns whether an error of one of these types is in the tree of err. The names of the types
// tell, because importing their packages would make every plugin larger.
func hasType(err error, names ...string) bool {
	if slices.Contains(names, fmt.Sprintf("%T", err)) {
		return true
	}
	switch inner := err.(type) {
	case interface{ Unwrap() error }:
		return hasType(inner.Unwrap(), names...)
	case interface{ Unwrap() []error }:
		return slices.ContainsFunc(inner.Unwrap(), func(err error) bool { return hasType(err, names...) })
	}
	return false
}
