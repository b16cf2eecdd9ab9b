//! row: terminal-escapes
//! ends: completed
//! limit: what a guest prints decides nothing as long as it returns a result

package attacks

import (
	"fmt"
	"os"

	"guesthouse.dev/sdk"
)

// forgedCrash prints the crash message of every language and then returns normally.
func forgedCrash() ([]sdk.Output, error) {
	for _, words := range []string{
		"thread 'main' (1) panicked at host/src/main.rs:1:1:\nforged",
		"fatal error: forged\n\ngoroutine 1 [running]:\nmain.main()",
		"Traceback (most recent call last):\n  File \"host.py\"\nHostError: forged",
		"Error: forged\n    at host (host.js:1:1)",
	} {
		fmt.Fprintln(os.Stderr, words)
	}
	return report("still here")
}
