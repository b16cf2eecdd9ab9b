//go:build !wasip1

package log

import (
	"fmt"
	"io"
	"os"
)

// Without a host, log lines go here.
var out io.Writer = os.Stderr

func write(level level, message string, fields []field) {
	_, _ = fmt.Fprintf(out, "%s: %s", [...]string{"trace", "debug", "info", "warn", "error"}[level], message)
	for _, field := range fields {
		_, _ = fmt.Fprintf(out, " %s=%q", field.name, field.value)
	}
	_, _ = fmt.Fprintln(out)
}
