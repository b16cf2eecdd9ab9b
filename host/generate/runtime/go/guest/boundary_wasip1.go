package guest

import (
	"errors"
	"fmt"
	"runtime"
	"unsafe"
)

// pluginMain is the plugin's main function, which a component does not run by itself.
//
//go:linkname pluginMain main.main
func pluginMain()

var isMainDone bool

// RunMain runs the plugin's main function, once.
func RunMain() {
	if !isMainDone {
		isMainDone = true
		pluginMain()
	}
}

// Lifted ends the use of the memory with the arguments of a call from the host.
func Lifted() { release() }

// Return returns memory for the result of a call from the host. End ends its use.
func Return(size, align int) unsafe.Pointer {
	Begin()
	return Allocate(size, align)
}

// Finish ends a call from the host.
func Finish() {
	closeAll()
	// The runtime's own goroutines run only when this one yields.
	runtime.Gosched()
}

// As returns the error of type E in err. An error that the contract does not have is a bug of the
// plugin.
func As[E error](err error, expected string) E {
	var found E
	if !errors.As(err, &found) {
		panic(fmt.Sprintf("the plugin returned an error that is not %s: %v%s", expected, err, instead(err)))
	}
	return found
}

// ErrorText returns the text of an error, with what to use in place of what a plugin does not have.
func ErrorText(err error) string { return err.Error() + instead(err) }

func instead(err error) string { return Instead(err, "call the functions that the host offers") }
