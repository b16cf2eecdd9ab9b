//! row: stack
//! ends: completed
//! limit: no parser of the host recurses over a guest's data

package attacks

import (
	"strings"

	"guesthouse.dev/sdk"
	"guesthouse.dev/sdk/json"
)

// deepJSON nests a hundred thousand arrays, for the SDK's JSON parser and then for the host's.
func deepJSON() ([]sdk.Output, error) {
	deep := []byte(strings.Repeat("[", 100_000) + strings.Repeat("]", 100_000))
	if _, err := json.Parse(deep); err == nil {
		return breached("the SDK parsed it")
	}
	return []sdk.Output{sdk.Bytes("hostile.deep", "application/json", deep)}, nil
}
