//! row: stdout-flood
//! ends: limit host-calls
//! limit: host_calls; lines beyond log_lines are dropped and counted
//! limits: {"host_calls": 2000}

package attacks

import (
	"fmt"
	"os"
	"strings"

	"guesthouse.dev/sdk"
)

// stdoutFlood prints for ever, to both streams, with and without an end of line.
func stdoutFlood() ([]sdk.Output, error) {
	text := strings.Repeat("flood ", 500)
	for {
		fmt.Println(text)
		fmt.Fprint(os.Stderr, text)
	}
}
