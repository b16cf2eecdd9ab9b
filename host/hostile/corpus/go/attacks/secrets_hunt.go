//! row: secrets
//! ends: completed
//! limit: the host adds credentials; none of them reaches a guest
//! grants: connection

package attacks

import (
	"fmt"
	"os"
	"runtime/debug"
	"strings"

	"guesthouse.dev/sdk"
	"guesthouse.dev/sdk/config"
	"guesthouse.dev/sdk/http"
)

// secretsHunt collects everything that it can read from the host, prints it and returns it.
func secretsHunt() ([]sdk.Output, error) {
	var loot strings.Builder
	for _, name := range []string{"authorization", "token", "secret", "greeting", "upstream"} {
		value, ok := config.Get(name)
		fmt.Fprintf(&loot, "config %s: %q %t\n", name, value, ok)
	}
	info, _ := debug.ReadBuildInfo()
	fmt.Fprintf(&loot, "environment: %q\narguments: %q\nbuild: %v\n", os.Environ(), os.Args, info)
	for _, path := range []string{"/allowed", "/allowed?echo=authorization", "/elsewhere", "/allowed/big"} {
		answer, err := http.Get("upstream", path)
		fmt.Fprintf(&loot, "%s: %+v %v\n", path, answer, err)
	}
	fmt.Println(loot.String())
	return report(loot.String())
}
