//go:build !wasip1

package state

// Without a host no store is granted.
var open = func(string) (raw, error) { return nil, ErrNotGranted }
