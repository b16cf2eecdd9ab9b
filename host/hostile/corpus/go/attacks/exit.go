//! row: dropped-call
//! ends: crashed exit
//! limit: an exit is a crash, also one that claims success

package attacks

import (
	"os"

	"guesthouse.dev/sdk"
)

// exit leaves without an answer, as if all was well.
func exit() ([]sdk.Output, error) {
	os.Exit(0)
	return breached("it came back")
}
