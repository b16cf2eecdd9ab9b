//! row: stdout-flood
//! ends: limit host-calls
//! limit: host_calls; the host drops and counts lines beyond log_lines
//! limits: {"host_calls": 2000}

package attacks

import (
	"fmt"
	"os"
	"strings"

	"guesthouse.dev/sdk"
)

// stdoutFlood prints in an endless loop, to both streams, with and without line ends.
func stdoutFlood() ([]sdk.Output, error) {
	text := strings.Repeat("flood ", 500)
	for {
		fmt.Println(text)
		fmt.Fprint(os.Stderr, text)
	}
}
