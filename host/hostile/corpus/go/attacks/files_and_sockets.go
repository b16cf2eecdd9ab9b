//! row: ssrf
//! ends: completed
//! limit: there are no files, and no socket may be used

package attacks

import (
	"net"
	"os"

	"guesthouse.dev/sdk"
)

// filesAndSockets tries what the contract does not have: files, name lookup, connections.
func filesAndSockets() ([]sdk.Output, error) {
	if _, err := os.ReadFile("/etc/passwd"); err == nil {
		return breached("a file")
	}
	if _, err := os.ReadDir("/"); err == nil {
		return breached("a folder")
	}
	if err := os.WriteFile("/tmp/hostile", []byte("x"), 0o600); err == nil {
		return breached("a new file")
	}
	if _, err := net.LookupHost("localhost"); err == nil {
		return breached("an address")
	}
	// Go's network for WASI has only connections within the program.
	if _, err := net.Dial("tcp", "169.254.169.254:80"); err == nil {
		return breached("a connection")
	}
	if environment := os.Environ(); len(environment) > 0 {
		return breached("variables: %q", environment)
	}
	return report("nothing")
}
