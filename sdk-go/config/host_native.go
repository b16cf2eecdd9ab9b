//go:build !wasip1

package config

// Without a host there is nobody to give a setting.
func get(string) (string, bool) { return "", false }
