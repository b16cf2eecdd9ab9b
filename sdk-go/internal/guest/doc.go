// Package guest knows what a plugin does not have. Generated SDKs have the same file.
package guest
