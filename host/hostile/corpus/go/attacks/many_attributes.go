//! row: lifting
//! ends: limit call-bytes
//! limit: call_bytes, before the host copies anything
//! limits: {"call_bytes": 262144}

package attacks

import (
	"fmt"

	"guesthouse.dev/sdk"
)

// manyAttributes hides its bytes in twenty thousand small attributes of one output.
func manyAttributes() ([]sdk.Output, error) {
	output := sdk.NewOutput("hostile.attributes")
	output.Extensions = map[string]string{}
	for n := range 20_000 {
		output.Extensions[fmt.Sprint("a", n)] = "x"
	}
	return []sdk.Output{output}, nil
}
