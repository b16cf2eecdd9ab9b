// A hostile plugin: an event of type hostile.NAME runs the adversary NAME of attacks/.
package main

import (
	"strings"

	"guesthouse.dev/sdk"

	"hostile-go/attacks"
)

func init() { sdk.Handle(handle) }

func main() {}

func handle(event sdk.Event) ([]sdk.Output, error) {
	attack, ok := attacks.Named[strings.TrimPrefix(event.Type, "hostile.")]
	if !ok {
		return nil, sdk.Rejected("no-such-attack", "there is no such attack")
	}
	return attack()
}
