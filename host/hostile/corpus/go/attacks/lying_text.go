//! row: lying-abi
//! ends: failed invalid-utf8
//! limit: the SDK checks text before it reaches the host

package attacks

import "guesthouse.dev/sdk"

// lyingText passes invalid text to the host.
func lyingText() ([]sdk.Output, error) {
	return []sdk.Output{sdk.NewOutput("a\xff\xc0\x80")}, nil
}
