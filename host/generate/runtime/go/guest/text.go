// Package guest supports the generated packages.
package guest

import (
	"fmt"
	"strings"
)

// Missing returns the text for a call without a fake.
func Missing(name, function string) string {
	return fmt.Sprintf("%[1]s.%[2]s has no fake: outside of the host, a test gives one with\n\tdefer %[1]s.Use(fake)()\nwhere fake has the method %[2]s of %[1]s.Fake", name, function)
}

// MissingMethod returns the text for a call of a method that a fake of a resource does not have.
func MissingMethod(resource, method string) string {
	return fmt.Sprintf("%[1]s.%[2]s has no fake: give the fake of %[1]s in this test the method %[2]s", resource, method)
}

// Unexported returns the text for a call of a function that the plugin does not implement.
func Unexported(name string) string {
	return fmt.Sprintf("the plugin has no functions for %[1]s: call %[1]s.Export in an init function", name)
}

// Describe returns the text of an error with a value.
func Describe(name string, value any) string { return fmt.Sprintf("%s: %+v", name, value) }

// Name returns the name of a constant.
func Name(kind string, value int, names ...string) string {
	if value < len(names) {
		return names[value]
	}
	return fmt.Sprintf("%s(%d)", kind, value)
}

// Set returns the names of the flags in a set.
func Set(value uint32, names ...string) string {
	var found []string
	for bit, name := range names {
		if value&(1<<bit) != 0 {
			found = append(found, name)
		}
	}
	return strings.Join(found, "|")
}

// Unexpected returns the text for a value that the contract does not have at a place.
func Unexpected(path, expected string, value any) string {
	if value == nil {
		return fmt.Sprintf("%s: expected %s, found nil", path, expected)
	}
	return fmt.Sprintf("%s: expected %s, found %#v", path, expected, value)
}

func mismatch(path, expected string, value any) { panic(Unexpected(path, expected, value)) }
