//! row: ssrf
//! ends: completed
//! limit: paths are appended, never resolved; a path that could leave the grant is refused
//! grants: connection

package attacks

import (
	"guesthouse.dev/sdk"
	"guesthouse.dev/sdk/http"
)

var outside = []string{
	"/allowed/../admin",
	"/allowed/..%2fadmin",
	"/allowed/%2e%2e/admin",
	"/allowed/.%2E/admin",
	"/allowed/%252e%252e%252fadmin",
	`/allowed/..\admin`,
	"/allowed/..;/admin",
	"/allowed\x00/admin",
	"/allowed HTTP/1.1\r\nx-injected: yes\r\n\r\nGET /admin",
	"/allowedadmin",
	"/ALLOWED",
	"/admin",
	"//169.254.169.254/latest/meta-data/",
	"http://169.254.169.254/latest/meta-data/",
	"@169.254.169.254/",
	"file:///etc/passwd",
}

// pathTraversal tries to leave the granted path, host and scheme in many spellings.
func pathTraversal() ([]sdk.Output, error) {
	for _, path := range outside {
		if _, err := http.Get("upstream", path); err == nil {
			return breached("%q", path)
		}
	}
	return report("nowhere else")
}
