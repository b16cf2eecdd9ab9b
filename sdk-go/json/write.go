package json

import (
	"cmp"
	"errors"
	"fmt"
	"math"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"guesthouse.dev/sdk/internal/fault"
)

// Write returns value as JSON in the form of RFC 8785, with all digits of integers.
//
// It writes the types that [Parse] returns, and all other types as encoding/json does, with its tags
// and with the methods MarshalJSON and MarshalText. Text that is not UTF-8 and two keys of a map with
// the same text are errors, and the characters <, > and & have no escapes. The error is a
// [*WriteError].
func Write(value any) ([]byte, error) {
	w := writer{}
	if refused := w.value(value); refused != nil {
		err := refused.WriteError
		err.Path, err.stack = refused.path(), fault.Here()
		return nil, &err
	}
	return w.out, nil
}

type writer struct {
	out   []byte
	depth int
	// pointers is the number of pointers and interfaces around the value.
	pointers int
}

var (
	stringType = reflect.TypeFor[string]()
	doubleType = reflect.TypeFor[float64]()
	listType   = reflect.TypeFor[[]any]()
	objectType = reflect.TypeFor[map[string]any]()
)

func (w *writer) value(value any) *refusal {
	switch v := value.(type) {
	case nil:
		w.out = append(w.out, "null"...)
	case bool:
		w.out = strconv.AppendBool(w.out, v)
	case string:
		return w.str(v, stringType)
	case Number:
		return w.number(string(v), numberType)
	case float64:
		return w.double(v, doubleType)
	case int:
		w.out = strconv.AppendInt(w.out, int64(v), 10)
	case map[string]any:
		return w.object(v)
	case []any:
		return w.array(v)
	default:
		other := reflect.ValueOf(v)
		return w.planned(other, planOf(other.Type()), false)
	}
	return nil
}

func (w *writer) open(bracket byte, t reflect.Type) *refusal {
	if w.depth == MaxDepth {
		return refuse(TooDeep, t, nestedTooFar)
	}
	w.depth++
	w.out = append(w.out, bracket)
	return nil
}

func (w *writer) close(bracket byte) {
	w.depth--
	w.out = append(w.out, bracket)
}

func (w *writer) array(list []any) *refusal {
	if list == nil {
		return w.value(nil)
	}
	if err := w.open('[', listType); err != nil {
		return err
	}
	for i, value := range list {
		if i > 0 {
			w.out = append(w.out, ',')
		}
		if err := w.value(value); err != nil {
			return err.inIndex(i)
		}
	}
	w.close(']')
	return nil
}

func (w *writer) object(object map[string]any) *refusal {
	if object == nil {
		return w.value(nil)
	}
	if err := w.open('{', objectType); err != nil {
		return err
	}
	for i, key := range sortedKeys(object) {
		if i > 0 {
			w.out = append(w.out, ',')
		}
		if err := w.str(key, stringType); err != nil {
			return err.inKey(key)
		}
		w.out = append(w.out, ':')
		if err := w.value(object[key]); err != nil {
			return err.inKey(key)
		}
	}
	w.close('}')
	return nil
}

func sortedKeys(object map[string]any) []string {
	keys := make([]string, 0, len(object))
	for key := range object {
		keys = append(keys, key)
	}
	slices.SortFunc(keys, compareUTF16)
	return keys
}

// compareUTF16 compares by UTF-16 code units. The order differs from that of bytes only between
// characters above U+FFFF, which are surrogates in UTF-16, and those from U+E000 to U+FFFF. In UTF-8
// the former start with a byte from 0xF0 on, the latter with 0xEE or 0xEF.
func compareUTF16(a, b string) int {
	for i := range min(len(a), len(b)) {
		x, y := a[i], b[i]
		if x == y {
			continue
		}
		if x >= 0xEE && y >= 0xEE && (x >= 0xF0) != (y >= 0xF0) {
			return cmp.Compare(y, x)
		}
		return cmp.Compare(x, y)
	}
	return len(a) - len(b)
}

// number writes an integer unchanged, and any other number as a double.
func (w *writer) number(text string, t reflect.Type) *refusal {
	var value any
	var err error
	// Parse would skip white space around the number.
	if text != "" && text[0] > ' ' && isDigit(text[len(text)-1]) {
		value, err = Parse([]byte(text))
	}
	var wrong *ParseError
	if errors.As(err, &wrong) && wrong.Code == NonFinite {
		return refuse(NonFinite, t, notFinite)
	}
	switch value := value.(type) {
	case Number:
		w.out = append(w.out, value...)
		return nil
	case float64:
		return w.double(value, t)
	}
	return refuse(Unsupported, t, fmt.Sprintf("%q is not a number", text))
}

// double writes a float64 as ECMAScript does.
func (w *writer) double(value float64, t reflect.Type) *refusal {
	if math.IsNaN(value) || math.IsInf(value, 0) {
		return refuse(NonFinite, t, notFinite)
	}
	if value == 0 {
		w.out = append(w.out, '0')
		return nil
	}
	if size := math.Abs(value); 1e-6 <= size && size < 1e21 {
		w.out = strconv.AppendFloat(w.out, value, 'f', -1, 64)
		return nil
	}
	text := strconv.FormatFloat(value, 'e', -1, 64)
	// Go writes at least two digits of an exponent.
	digits, exponent, _ := strings.Cut(text, "e")
	w.out = append(w.out, digits...)
	w.out = append(w.out, 'e', exponent[0])
	w.out = append(w.out, strings.TrimLeft(exponent[1:], "0")...)
	return nil
}

const hexDigits = "0123456789abcdef"

// The short escapes.
var shortEscapes = [256]byte{
	'"': '"', '\\': '\\', '\b': 'b', '\f': 'f', '\n': 'n', '\r': 'r', '\t': 't',
}

func (w *writer) str(text string, t reflect.Type) *refusal {
	if !utf8.ValidString(text) {
		return refuse(Unsupported, t, notUTF8)
	}
	w.out = append(w.out, '"')
	start := 0
	for i := range len(text) {
		c := text[i]
		if c >= ' ' && c != '"' && c != '\\' {
			continue
		}
		w.out = append(w.out, text[start:i]...)
		w.escape(c)
		start = i + 1
	}
	w.out = append(w.out, text[start:]...)
	w.out = append(w.out, '"')
	return nil
}

func (w *writer) escape(c byte) {
	if short := shortEscapes[c]; short != 0 {
		w.out = append(w.out, '\\', short)
		return
	}
	w.out = append(w.out, '\\', 'u', '0', '0', hexDigits[c>>4], hexDigits[c&15])
}
