package config

import (
	host "guesthouse.dev/sdk/internal/bindings/config"
	wit "guesthouse.dev/sdk/internal/wit/types"
)

func get(name string) (string, bool) {
	option := host.Get(name)
	return option.Some(), option.Tag() == wit.OptionSome
}
