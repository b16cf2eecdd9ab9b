package sdk

import (
	"fmt"
	"os"
	"runtime"

	"guesthouse.dev/sdk/internal/scope"
)

// Handler handles one event and returns the events to publish, in order; the list may be empty.
//
// A [*Failure] or an error of the SDK says how the event failed; any other error is [KindFailed]
// without a code, and a panic is [KindCrashed].
type Handler func(event Event) ([]Output, error)

var handler Handler

// Handle makes h the plugin. Call it once, from an init function or from main.
//
// The build looks for this function in the compiled plugin, so the compiler must keep it.
//
//go:noinline
func Handle(h Handler) { handler = h }

// runMain is the plugin's main function, which a component does not run by itself.
var runMain func()

// answer runs the handler, and cleans up however it ends.
func answer(event Event) (outputs []Output, failure *Failure, trace string) {
	before := runtime.NumGoroutine()
	defer func() {
		// The runtime's own goroutines run only when this one yields.
		runtime.Gosched()
		if failure == nil {
			reportGoroutines(runtime.NumGoroutine() - before)
		}
	}()
	defer scope.End()
	defer func() {
		if value := recover(); value != nil {
			outputs, trace = nil, panicStack()
			failure = &Failure{Kind: KindCrashed, Code: "panic", Message: panicMessage(value)}
		}
	}()
	outputs, err := callHandler(event)
	if err != nil {
		return nil, failureOf(err), traceOf(err)
	}
	return outputs, nil, ""
}

func panicMessage(value any) (message string) {
	message = fmt.Sprint(value)
	// The methods of an error can panic, for example those of a nil pointer.
	defer func() { _ = recover() }()
	if err, ok := value.(error); ok {
		message += instead(err)
	}
	return message
}

func callHandler(event Event) ([]Output, error) {
	if handler == nil && runMain != nil {
		runMain()
	}
	if handler == nil {
		panic("the plugin has no handler: call sdk.Handle in an init function")
	}
	outputs, err := handler(event)
	// A handler with a variable of type *Failure returns this if nothing failed.
	if failure, ok := err.(*Failure); ok && failure == nil {
		err = nil
	}
	if err != nil {
		return nil, err
	}
	return outputs, checkAll(outputs)
}

func checkAll(outputs []Output) error {
	for i, output := range outputs {
		if err := output.check(); err != nil {
			return fmt.Errorf("output %d: %w", i, err)
		}
	}
	return nil
}

// reportGoroutines warns of goroutines that the handler left behind.
func reportGoroutines(count int) {
	if count > 0 {
		fmt.Fprintf(os.Stderr, "goroutines still running when the handler returned: %d. "+
			"They may never continue: wait for them, for example with a sync.WaitGroup\n", count)
	}
}
