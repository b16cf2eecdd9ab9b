// Package config reads the settings that the policy holds for this plugin.
package config

import "unicode/utf8"

// Get returns the setting name; ok is false if the policy does not set it. An empty setting is
// "", true.
func Get(name string) (value string, ok bool) {
	if !utf8.ValidString(name) {
		return "", false
	}
	return get(name)
}
