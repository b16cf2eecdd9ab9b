package sdk

import (
	"fmt"
	"runtime"

	"guesthouse.dev/sdk/internal/scope"
)

// Handler handles one event and returns the events to publish, in order; the list may be empty.
//
// A [*Failure] or an error of the SDK says how the event failed; any other error is [KindFailed]
// without a code, and a panic is [KindCrashed].
type Handler func(event Event) ([]Output, error)

var handler Handler

// Handle makes h the plugin. Call it once, from an init function.
func Handle(h Handler) { handler = h }

// crash is a recovered panic.
type crash struct {
	message string
	trace   string
}

// answer runs the handler, and cleans up however it ends.
func answer(event Event) (outputs []Output, failure *Failure, trace string) {
	// The runtime's own goroutines run only when this one yields.
	defer runtime.Gosched()
	defer scope.End()
	outputs, crashed, err := callHandler(event)
	if crashed != nil {
		return nil, &Failure{Kind: KindCrashed, Code: "panic", Message: crashed.message}, crashed.trace
	}
	if err == nil {
		err = checkAll(outputs)
	}
	if err != nil {
		return nil, failureOf(err), ""
	}
	return outputs, nil, ""
}

// callHandler recovers a panic of the handler.
func callHandler(event Event) (outputs []Output, crashed *crash, err error) {
	defer func() {
		if value := recover(); value != nil {
			crashed = &crash{fmt.Sprint(value), stack()}
		}
	}()
	if handler == nil {
		panic("the plugin has no handler: call sdk.Handle in an init function")
	}
	outputs, err = handler(event)
	return outputs, nil, err
}

func checkAll(outputs []Output) error {
	for i, output := range outputs {
		if err := output.check(); err != nil {
			return fmt.Errorf("output %d: %w", i, err)
		}
	}
	return nil
}
