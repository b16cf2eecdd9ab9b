//go:build !wasip1

package config

// Without a host there are no settings.
func get(string) (string, bool) { return "", false }
