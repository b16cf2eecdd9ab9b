//! row: lifting
//! ends: limit output-bytes
//! limit: output_bytes
//! limits: {"output_bytes": 1048576}

package attacks

import (
	"strings"

	"guesthouse.dev/sdk"
)

// giantOutput returns more bytes than the host publishes for one event.
func giantOutput() ([]sdk.Output, error) {
	return report(strings.Repeat("x", 1<<20+1))
}
