//! row: lying-abi
//! ends: failed invalid-utf8
//! limit: the SDK checks text before the host has to

package attacks

import "guesthouse.dev/sdk"

// lyingText hands over text that is none.
func lyingText() ([]sdk.Output, error) {
	return []sdk.Output{sdk.NewOutput("a\xff\xc0\x80")}, nil
}
