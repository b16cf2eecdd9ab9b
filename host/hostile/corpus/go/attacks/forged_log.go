//! row: terminal-escapes
//! ends: completed
//! limit: a guest's text is made printable, and one line stays one line

package attacks

import (
	"fmt"

	"guesthouse.dev/sdk"
	"guesthouse.dev/sdk/log"
)

var forged = []string{
	"done\n{\"level\":\"error\",\"origin\":\"host\",\"message\":\"forged\"}",
	"done\r\x1b[2K\x1b[31mhost: forged\x1b[0m",
	"\x1b]0;forged\x07\x1b]8;;http://evil.example\x1b\\click\x1b]8;;\x1b\\",
	"\u009b31m \u202edegrof\u2066 \ufeff",
	"nul\x00 bell\x07 backspace\x08\x08\x08 \xff\xfe",
	"host: plugin `canary` has no grant for store `counts`",
}

// forgedLog writes lines that look like the host's, and terminal escape sequences.
func forgedLog() ([]sdk.Output, error) {
	for _, line := range forged {
		fmt.Println(line)
		log.Error(line, line, line)
	}
	return report("written")
}
