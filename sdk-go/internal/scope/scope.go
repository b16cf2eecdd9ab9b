// Package scope closes what was opened for an event when the event ends.
package scope

var atEnd []func()

// Defer calls f at the end of the event.
func Defer(f func()) { atEnd = append(atEnd, f) }

// End calls the deferred functions, last in first out.
func End() {
	for i := len(atEnd) - 1; i >= 0; i-- {
		atEnd[i]()
	}
	clear(atEnd)
	atEnd = atEnd[:0]
}
