//go:build !wasip1

package state

import (
	"errors"
	"slices"
	"strings"
	"testing"
)

// memory is an in-memory store of the host that returns two keys at once.
type memory map[string][]byte

func (m memory) get(key string) ([]byte, bool, error) {
	value, ok := m[key]
	return value, ok, nil
}

func (m memory) set(key string, value []byte) error {
	if len(value) > 8 {
		return ErrTooLarge
	}
	m[key] = value
	return nil
}

func (m memory) delete(key string) error {
	delete(m, key)
	return nil
}

func (m memory) keys(prefix string, after *string) ([]string, error) {
	if prefix == "broken" {
		return nil, ErrUnavailable
	}
	var keys []string
	for key := range m {
		if strings.HasPrefix(key, prefix) && (after == nil || key > *after) {
			keys = append(keys, key)
		}
	}
	slices.Sort(keys)
	return keys[:min(2, len(keys))], nil
}

func opened(t *testing.T) Store {
	t.Helper()
	before := open
	t.Cleanup(func() { open = before })
	open = func(string) (raw, error) { return memory{}, nil }
	store, err := Open("counts")
	if err != nil {
		t.Fatal(err)
	}
	return store
}

func TestNothingIsGrantedByDefault(t *testing.T) {
	for _, name := range []string{"counts", "\xff"} {
		_, err := Open(name)
		var refused *Error
		if !errors.Is(err, ErrNotGranted) || !errors.As(err, &refused) || refused.Store != name {
			t.Fatal(err)
		}
	}
}

func TestMissingIsNotEmpty(t *testing.T) {
	store := opened(t)
	if value, ok, err := store.Get("a"); value != nil || ok || err != nil {
		t.Fatalf("got %v, %t, %v", value, ok, err)
	}
	if err := store.SetText("a", ""); err != nil {
		t.Fatal(err)
	}
	if text, ok, err := store.GetText("a"); text != "" || !ok || err != nil {
		t.Fatalf("got %q, %t, %v", text, ok, err)
	}
	if err := store.Delete("a"); err != nil {
		t.Fatal(err)
	}
	if _, ok, _ := store.Get("a"); ok {
		t.Fatal("the key is still there")
	}
}

func TestErrorsSayWhichStore(t *testing.T) {
	store := opened(t)
	err := store.SetText("a", "nine bytes")
	if !errors.Is(err, ErrTooLarge) || err.Error() != `state: too-large (store "counts")` {
		t.Fatal(err)
	}
}

func TestKeysAndTextMustBeUTF8(t *testing.T) {
	store := opened(t)
	_, _, get := store.Get("\xff")
	for _, err := range []error{get, store.SetText("\xff", ""), store.Delete("\xff")} {
		if !errors.Is(err, ErrInvalidKey) {
			t.Fatal(err)
		}
	}
	if err := store.Set("a", []byte{0xff}); err != nil {
		t.Fatal(err)
	}
	if _, _, err := store.GetText("a"); err == nil {
		t.Fatal("a value that is not UTF-8 was returned as text")
	}
}

func TestKeysGoOverAllPages(t *testing.T) {
	store := opened(t)
	for _, key := range []string{"b/1", "a/3", "a/1", "a/2", "a/5", "a/4"} {
		if err := store.SetText(key, ""); err != nil {
			t.Fatal(err)
		}
	}
	var keys []string
	for key, err := range store.Keys("a/") {
		if err != nil {
			t.Fatal(err)
		}
		keys = append(keys, key)
	}
	if want := []string{"a/1", "a/2", "a/3", "a/4", "a/5"}; !slices.Equal(keys, want) {
		t.Fatalf("got %v, want %v", keys, want)
	}
	for _, prefix := range []string{"broken", "\xff"} {
		for _, err := range store.Keys(prefix) {
			if err == nil {
				t.Fatalf("%q: the error is lost", prefix)
			}
		}
	}
}
