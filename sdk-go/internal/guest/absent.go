package guest

import (
	"errors"
	"fmt"
	"slices"
	"syscall"
)

// Instead says what to use in place of a socket, a program or a file, or returns "" if err is about none
// of them. Without it, the error looks like that of a service that is down, or of a program or a file
// that is missing. service says how to ask a service.
func Instead(err error, service string) string {
	if hasType(err, "*net.OpError", "*net.DNSError") || errors.Is(err, syscall.ECONNREFUSED) {
		return " (a plugin has no sockets: " + service + ")"
	}
	if hasType(err, "*exec.Error") {
		return " (a plugin cannot start programs: " + service + ")"
	}
	// The errors of an embedded file system are not of this type.
	for _, absent := range []error{syscall.ENOENT, syscall.EBADF} {
		if errors.Is(err, absent) {
			return " (a plugin has no files: put what it reads into it with the package embed)"
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
