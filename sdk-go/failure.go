package sdk

import (
	"errors"
	"fmt"
	"time"
	"unicode/utf8"

	"guesthouse.dev/sdk/internal/fault"
)

// Kind decides who is told of a failure and whether the event is handled again.
type Kind = fault.Kind

const (
	// KindRejected puts the event at fault: malformed, or not one this plugin can accept.
	KindRejected = fault.Rejected
	// KindFailed says that the plugin could not do its work with a sound event.
	KindFailed = fault.Failed
	// KindUnavailable says that an upstream is not available for the moment. The event is handled
	// again later.
	KindUnavailable = fault.Unavailable
	// KindCrashed is a bug in the plugin. The SDK sets it when it recovers a panic.
	KindCrashed = fault.Crashed
)

// Failure is the error that says how an event failed. It may be wrapped: the message is then that
// of the outermost error.
type Failure struct {
	Kind Kind
	// Code is a short stable word for machines, a-z0-9-, for example "missing-author".
	Code string
	// Message is a sentence for the operator.
	Message string
	// RetryAfter says, under KindUnavailable, when it is worth trying again. Zero says nothing.
	RetryAfter time.Duration
	// Cause is the error that led here, or nil.
	Cause error
}

func (f *Failure) Error() string { return f.Message }

// Unwrap returns the cause.
func (f *Failure) Unwrap() error { return f.Cause }

// Verdict implements [fault.Coded].
func (f *Failure) Verdict() (Kind, string) { return f.Kind, f.Code }

// Rejected returns the failure of an event that is itself at fault. It is not handled again.
func Rejected(code, format string, args ...any) *Failure {
	return newFailure(KindRejected, code, format, args...)
}

// Failed returns the failure of a plugin that could not do its work with a sound event. The event is
// not handled again.
func Failed(code, format string, args ...any) *Failure {
	return newFailure(KindFailed, code, format, args...)
}

// Unavailable returns the failure of an upstream. The event is handled again, if retryAfter is not
// zero no sooner than that.
func Unavailable(code string, retryAfter time.Duration, format string, args ...any) *Failure {
	failure := newFailure(KindUnavailable, code, format, args...)
	failure.RetryAfter = retryAfter
	return failure
}

func newFailure(kind Kind, code, format string, args ...any) *Failure {
	err := fmt.Errorf(format, args...)
	return &Failure{Kind: kind, Code: code, Message: err.Error(), Cause: errors.Unwrap(err)}
}

// brief cuts a text so long that handing it over would break a limit and hide the failure it tells
// of. What is left is more than the host keeps, so that it is the host that marks where it cut.
func brief(text string) string {
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

// failureOf says how an event ends that led to err.
func failureOf(err error) *Failure {
	ended := &Failure{Kind: KindFailed, Message: err.Error()}
	var coded fault.Coded
	if errors.As(err, &coded) {
		ended.Kind, ended.Code = coded.Verdict()
	}
	var failure *Failure
	if errors.As(err, &failure) {
		ended.RetryAfter = failure.RetryAfter
	}
	return ended
}
