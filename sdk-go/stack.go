package sdk

import (
	"fmt"
	"runtime"
	"runtime/debug"
	"strings"
)

// stack returns the stack of a panic as Go prints it, the author's frames only.
func stack() string {
	pcs := make([]uintptr, 64)
	frames := runtime.CallersFrames(pcs[:runtime.Callers(1, pcs)])
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
	"runtime.", "runtime/", "guesthouse.dev/sdk.", "guesthouse.dev/sdk/internal/", "guesthouse:",
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

// nameForAuthor turns the name that the compiler gave a file of the plugin, its module's path
// first, into the path within the project.
func nameForAuthor(file string) string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return file
	}
	return strings.TrimPrefix(file, info.Main.Path+"/")
}
