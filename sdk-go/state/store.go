package state

import (
	"fmt"
	"iter"
	"unicode/utf8"

	"guesthouse.dev/sdk/internal/fault"
)

type store struct {
	name string
	raw  raw
}

func (s *store) fail(err error) error {
	if err == nil {
		return nil
	}
	return &Error{s.name, err, fault.Here()}
}

// checkKey refuses keys that the host cannot receive. The host checks the rest.
func (s *store) checkKey(key string) error {
	if utf8.ValidString(key) {
		return nil
	}
	return s.fail(ErrInvalidKey)
}

func (s *store) Get(key string) ([]byte, bool, error) {
	if err := s.checkKey(key); err != nil {
		return nil, false, err
	}
	value, ok, err := s.raw.get(key)
	return value, ok, s.fail(err)
}

func (s *store) GetText(key string) (string, bool, error) {
	value, ok, err := s.Get(key)
	if err == nil && !utf8.Valid(value) {
		err = fault.New("invalid-utf8", fmt.Sprintf("state: the value of %q is not valid UTF-8 (store %q)", key, s.name))
	}
	if err != nil {
		return "", false, err
	}
	return string(value), ok, nil
}

func (s *store) Set(key string, value []byte) error {
	if err := s.checkKey(key); err != nil {
		return err
	}
	return s.fail(s.raw.set(key, value))
}

func (s *store) SetText(key, text string) error { return s.Set(key, []byte(text)) }

func (s *store) Delete(key string) error {
	if err := s.checkKey(key); err != nil {
		return err
	}
	return s.fail(s.raw.delete(key))
}

func (s *store) Keys(prefix string) iter.Seq2[string, error] {
	return func(yield func(string, error) bool) {
		if err := s.checkKey(prefix); err != nil {
			yield("", err)
			return
		}
		var after *string
		for {
			page, err := s.raw.keys(prefix, after)
			if err != nil {
				yield("", s.fail(err))
				return
			}
			if len(page) == 0 {
				return
			}
			for _, key := range page {
				if !yield(key, nil) {
					return
				}
			}
			after = &page[len(page)-1]
		}
	}
}
