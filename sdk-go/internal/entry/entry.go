//go:build wasip1

// Package entry connects the generated export to the handler that the SDK registered.
package entry

import (
	_ "unsafe" // for go:linkname

	"guesthouse.dev/sdk/internal/bindings/types"
	wit "guesthouse.dev/sdk/internal/wit/types"
)

// The export calls Handle for each event.
var Handle func(types.Event) wit.Result[[]types.Output, types.Failure]

// Main is the main function of the plugin.
//
//go:linkname Main main.main
func Main()
