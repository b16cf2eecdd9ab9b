package log

import (
	host "guesthouse.dev/sdk/internal/bindings/log"
	"guesthouse.dev/sdk/internal/bindings/types"
)

func write(level level, message string, fields []field) {
	attributes := make([]types.Attribute, len(fields))
	for i, field := range fields {
		attributes[i] = types.Attribute{Name: field.name, Value: field.value}
	}
	host.Write(host.Level(level), message, attributes)
}
