// Package scope ends with the event what was opened for it.
package scope

var atEnd []func()

// Defer calls f when the event is over.
func Defer(f func()) { atEnd = append(atEnd, f) }

// End calls what was deferred, the last first.
func End() {
	for i := len(atEnd) - 1; i >= 0; i-- {
		atEnd[i]()
	}
	clear(atEnd)
	atEnd = atEnd[:0]
}
