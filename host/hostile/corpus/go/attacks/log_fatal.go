//! row: dropped-call
//! ends: crashed exit
//! limit: an exit is a crash

package attacks

import (
	"log"

	"guesthouse.dev/sdk"
)

// logFatal exits with `log.Fatal`, as Go programs do.
func logFatal() ([]sdk.Output, error) {
	log.Fatal("the end")
	return breached("it came back")
}
