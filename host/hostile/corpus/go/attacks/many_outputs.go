//! row: lifting
//! ends: limit outputs
//! limit: outputs

package attacks

import (
	"slices"

	"guesthouse.dev/sdk"
)

// manyOutputs returns one output more than the limit.
func manyOutputs() ([]sdk.Output, error) {
	one := []sdk.Output{sdk.NewOutput("hostile.one-of-many")}
	return slices.Repeat(one, 1_001), nil
}
