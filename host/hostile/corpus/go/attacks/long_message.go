//! row: lifting
//! ends: failed long
//! limit: the SDK passes on no more than the host keeps
//! limits: {"call_bytes": 262144}

package attacks

import (
	"strings"

	"guesthouse.dev/sdk"
)

// longMessage fails with a message of eight mebibytes.
func longMessage() ([]sdk.Output, error) {
	return nil, sdk.Failed("long", "%s", strings.Repeat("é", 4<<20))
}
