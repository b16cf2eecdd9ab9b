package fault

import "runtime"

// Stack is the stack of a call into the SDK that failed.
type Stack struct {
	pcs   [32]uintptr
	count int
}

// Here returns the stack of the function that calls it.
func Here() *Stack {
	stack := new(Stack)
	stack.count = runtime.Callers(2, stack.pcs[:])
	return stack
}

// Traced is an error that knows where it happened.
type Traced interface {
	error
	Stack() *Stack
}

// Frames returns the frames of the stack, innermost first.
func (s *Stack) Frames() *runtime.Frames {
	if s == nil {
		return runtime.CallersFrames(nil)
	}
	return runtime.CallersFrames(s.pcs[:s.count])
}
