package sdk

import (
	"errors"
	"fmt"
	"runtime"
	"runtime/debug"
	"strings"

	"guesthouse.dev/sdk/internal/fault"
)

// panicStack returns the author's frames of a panic's stack, in Go's format.
func panicStack() string {
	pcs := make([]uintptr, 64)
	return authorsFrames(runtime.CallersFrames(pcs[:runtime.Callers(1, pcs)]))
}

// traceOf returns the author's frames of the call into the SDK that failed, or "" if err is no error
// of the SDK.
func traceOf(err error) string {
	var traced fault.Traced
	if !errors.As(err, &traced) {
		return ""
	}
	return authorsFrames(traced.Stack().Frames())
}

func authorsFrames(frames *runtime.Frames) string {
	var text strings.Builder
	for {
		frame, more := frames.Next()
		if isAuthors(frame.Function) {
			fmt.Fprintf(&text, "%s(...)\n\t%s:%d\n", frame.Function, nameForAuthor(frame.File), frame.Line)
		}
		if !more {
			return text.String()
		}
	}
}

// The runtime, the SDK, and the export that the compiler names after the WIT.
var notAuthors = []string{
	"runtime.", "runtime/", "guesthouse.dev/sdk.", "guesthouse.dev/sdk/", "guesthouse:",
}

func isAuthors(function string) bool {
	if function == "" {
		return false
	}
	for _, prefix := range notAuthors {
		if strings.HasPrefix(function, prefix) {
			return false
		}
	}
	return true
}

// nameForAuthor removes the module's path, which the compiler puts before a file's name, and so
// returns the path within the project.
func nameForAuthor(file string) string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return file
	}
	return strings.TrimPrefix(file, info.Main.Path+"/")
}
