package json

import (
	"encoding"
	"errors"
	"fmt"
	"reflect"
	"slices"
)

// entry is a member of the object of a map.
type entry struct {
	key   string
	value reflect.Value
}

func (w *writer) keyed(v reflect.Value, p *plan) *refusal {
	entries, refused := entriesOf(v)
	if refused != nil {
		return refused
	}
	if v.IsNil() {
		return w.value(nil)
	}
	if err := w.open('{', p.typ); err != nil {
		return err
	}
	for i, e := range entries {
		if i > 0 {
			w.out = append(w.out, ',')
		}
		if err := w.str(e.key, p.typ.Key()); err != nil {
			return err.inKey(e.key)
		}
		w.out = append(w.out, ':')
		if err := w.planned(e.value, p.elem, false); err != nil {
			return err.inKey(e.key)
		}
	}
	w.close('}')
	return nil
}

// entriesOf returns the members of a map in the order of RFC 8785.
func entriesOf(v reflect.Value) ([]*entry, *refusal) {
	entries := make([]*entry, 0, v.Len())
	for each := v.MapRange(); each.Next(); {
		key, err := keyText(each.Key())
		if err != nil {
			return nil, refuse(Unsupported, v.Type(), err.Error())
		}
		entries = append(entries, &entry{key, each.Value()})
	}
	slices.SortFunc(entries, func(a, b *entry) int { return compareUTF16(a.key, b.key) })
	for i := range len(entries) - 1 {
		if entries[i].key == entries[i+1].key {
			return nil, refuse(Unsupported, v.Type(), fmt.Sprintf("two keys are written as %q", entries[i].key))
		}
	}
	return entries, nil
}

// keyText returns the text of a key. A string is its own text, even if it has a method.
func keyText(key reflect.Value) (string, error) {
	kind := key.Kind()
	switch {
	case kind == reflect.String:
		return key.String(), nil
	case key.Type().Implements(textMarshalerType):
		if isNil(key) {
			return "", nil
		}
		text, err := key.Interface().(encoding.TextMarshaler).MarshalText()
		return string(text), err
	case (kind == reflect.Pointer || kind == reflect.Interface) && !key.IsNil():
		return keyText(key.Elem())
	case isScalar(kind) && kind != reflect.Bool:
		w := writer{}
		if refused := w.scalar(key); refused != nil {
			return "", errors.New(refused.Detail)
		}
		return string(w.out), nil
	}
	return "", errors.New(keyNotText)
}
