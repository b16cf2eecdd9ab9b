//go:build !wasip1

package state

// Without a host nobody grants a store.
var open = func(string) (raw, error) { return nil, ErrNotGranted }
