//! row: log-flood
//! ends: limit host-calls
//! limit: host_calls; the host drops and counts lines beyond log_lines
//! limits: {"host_calls": 2000}

package attacks

import (
	"strings"

	"guesthouse.dev/sdk"
	"guesthouse.dev/sdk/log"
)

// logFlood writes log lines in an endless loop, each much longer than the host keeps.
func logFlood() ([]sdk.Output, error) {
	line := strings.Repeat("flood ", 2_000)
	for {
		log.Error(line, "again", line)
	}
}
