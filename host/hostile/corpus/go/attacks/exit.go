//! row: dropped-call
//! ends: crashed exit
//! limit: an exit is a crash, also with status 0

package attacks

import (
	"os"

	"guesthouse.dev/sdk"
)

// exit exits with status 0 and without a result.
func exit() ([]sdk.Output, error) {
	os.Exit(0)
	return breached("it came back")
}
