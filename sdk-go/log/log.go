// Package log writes log lines for the operator.
//
// A call has a message and fields, each a name followed by its value:
//
//	log.Info("counted a push", "repository", name)
//
// Writing never fails and never waits: the host truncates or drops what exceeds the policy's limits.
package log

import "strings"

type level uint8

const (
	trace level = iota
	debug
	info
	warn
	fault
)

// Trace writes a line about a single step.
func Trace(message string, fields ...string) { line(trace, message, fields) }

// Debug writes a line that helps to find a bug.
func Debug(message string, fields ...string) { line(debug, message, fields) }

// Info writes a line about normal operation.
func Info(message string, fields ...string) { line(info, message, fields) }

// Warn writes a line about a probable problem.
func Warn(message string, fields ...string) { line(warn, message, fields) }

// Error writes a line about an error.
func Error(message string, fields ...string) { line(fault, message, fields) }

type field struct{ name, value string }

func line(level level, message string, texts []string) {
	write(level, toValidUTF8(message), pairs(texts))
}

// pairs groups texts into names and values. A last name without a value gets an empty one.
func pairs(texts []string) []field {
	fields := make([]field, 0, (len(texts)+1)/2)
	for len(texts) > 1 {
		fields = append(fields, field{toValidUTF8(texts[0]), toValidUTF8(texts[1])})
		texts = texts[2:]
	}
	if len(texts) == 1 {
		fields = append(fields, field{name: toValidUTF8(texts[0])})
	}
	return fields
}

// toValidUTF8 replaces invalid bytes, which the host does not accept in a string.
func toValidUTF8(text string) string { return strings.ToValidUTF8(text, "\uFFFD") }
