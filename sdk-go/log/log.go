// Package log writes lines for the operator.
//
// A call has a message and fields, each a name followed by its value:
//
//	log.Info("counted a push", "repository", name)
//
// Writing never fails and never waits: what is over the operator's limits is cut or dropped.
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

// Trace writes a line that follows a single step.
func Trace(message string, fields ...string) { line(trace, message, fields) }

// Debug writes a line for whoever looks for a mistake.
func Debug(message string, fields ...string) { line(debug, message, fields) }

// Info writes a line about the ordinary course of things.
func Info(message string, fields ...string) { line(info, message, fields) }

// Warn writes a line about something that should not be so, but is no failure.
func Warn(message string, fields ...string) { line(warn, message, fields) }

// Error writes a line about a failure.
func Error(message string, fields ...string) { line(fault, message, fields) }

type field struct{ name, value string }

func line(level level, message string, texts []string) {
	write(level, sound(message), pairs(texts))
}

// pairs gives a name without a value an empty one.
func pairs(texts []string) []field {
	fields := make([]field, 0, (len(texts)+1)/2)
	for len(texts) > 1 {
		fields = append(fields, field{sound(texts[0]), sound(texts[1])})
		texts = texts[2:]
	}
	if len(texts) == 1 {
		fields = append(fields, field{name: sound(texts[0])})
	}
	return fields
}

// sound makes text fit to cross the border to the host.
func sound(text string) string { return strings.ToValidUTF8(text, "\uFFFD") }
