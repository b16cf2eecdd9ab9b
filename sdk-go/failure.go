package sdk

import (
	"errors"
	"fmt"
	"time"
	"unicode/utf8"

	"guesthouse.dev/sdk/internal/fault"
	"guesthouse.dev/sdk/internal/guest"
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

// instead says what to use in place of what a plugin does not have.
func instead(err error) string {
	return guest.Instead(err, "use the package guesthouse.dev/sdk/http")
}
