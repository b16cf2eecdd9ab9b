package state

import (
	host "guesthouse.dev/sdk/internal/bindings/state"
	"guesthouse.dev/sdk/internal/scope"
	wit "guesthouse.dev/sdk/internal/wit/types"
)

// In the order of the WIT.
var reasons = [...]error{
	ErrNotGranted, ErrQuotaExceeded, ErrInvalidKey, ErrTooLarge, ErrUnavailable,
}

// The maximum number of keys that the host returns at once.
const pageSize = 1000

type hosted struct{ store *host.Store }

func open(name string) (raw, error) {
	result := host.StoreOpen(name)
	if err := reason(result); err != nil {
		return nil, err
	}
	store := result.Ok()
	scope.Defer(store.Drop)
	return hosted{store}, nil
}

func reason[T any](result wit.Result[T, host.Error]) error {
	if result.Tag() == wit.ResultOk {
		return nil
	}
	return reasons[result.Err().Tag()]
}

func (h hosted) get(key string) ([]byte, bool, error) {
	result := h.store.Get(key)
	option := result.Ok()
	return option.Some(), option.Tag() == wit.OptionSome, reason(result)
}

func (h hosted) set(key string, value []byte) error { return reason(h.store.Set(key, value)) }

func (h hosted) delete(key string) error { return reason(h.store.Delete(key)) }

func (h hosted) keys(prefix string, after *string) ([]string, error) {
	start := wit.None[string]()
	if after != nil {
		start = wit.Some(*after)
	}
	result := h.store.Keys(prefix, start, pageSize)
	return result.Ok(), reason(result)
}
