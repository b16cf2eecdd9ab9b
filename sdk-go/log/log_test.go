//go:build !wasip1

package log

import (
	"bytes"
	"testing"
)

func TestLines(t *testing.T) {
	var lines bytes.Buffer
	before := out
	t.Cleanup(func() { out = before })
	out = &lines
	Trace("one")
	Debug("two", "key", "value")
	Info("three", "key")
	Warn("broken \xff", "\xff", "\xff")
	Error("five\nlines", "a", "1", "b", "2")
	want := "trace: one\n" +
		"debug: two key=\"value\"\n" +
		"info: three key=\"\"\n" +
		"warn: broken \uFFFD \uFFFD=\"\uFFFD\"\n" +
		"error: five\nlines a=\"1\" b=\"2\"\n"
	if lines.String() != want {
		t.Fatalf("got %q, want %q", lines.String(), want)
	}
}
