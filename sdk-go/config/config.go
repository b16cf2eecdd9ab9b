// Package config reads the settings that the operator wrote in the policy for this plugin.
package config

import "unicode/utf8"

// Get returns the setting name; ok is false if the operator did not give it. An empty setting is
// "", true.
func Get(name string) (value string, ok bool) {
	if !utf8.ValidString(name) {
		return "", false
	}
	return get(name)
}
