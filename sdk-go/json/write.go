package json

import (
	"cmp"
	"errors"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"guesthouse.dev/sdk/internal/fault"
)

// Write returns value as JSON in the form of RFC 8785, with all digits of integers.
//
// In addition to the types that [Parse] returns, it accepts all integer and float types, slices,
// arrays, pointers, maps with string keys, structs with the tags of encoding/json, and types with a
// MarshalJSON method, such as *big.Int. Nil is null; []byte is unsupported. The error is a
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
}

func (w *writer) value(value any) *refusal {
	switch v := value.(type) {
	case nil:
		w.out = append(w.out, "null"...)
	case bool:
		w.out = strconv.AppendBool(w.out, v)
	case string:
		return w.str(v)
	case Number:
		return w.number(string(v))
	case float64:
		return w.double(v)
	case int:
		w.out = strconv.AppendInt(w.out, int64(v), 10)
	case map[string]any:
		return w.object(v)
	case []any:
		return w.array(v)
	default:
		return w.other(v)
	}
	return nil
}

func (w *writer) open(bracket byte, value any) *refusal {
	if w.depth == MaxDepth {
		return refuse(TooDeep, value, nestedTooFar)
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
	if err := w.open('[', list); err != nil {
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
	if err := w.open('{', object); err != nil {
		return err
	}
	for i, key := range sortedKeys(object) {
		if i > 0 {
			w.out = append(w.out, ',')
		}
		if err := w.str(key); err != nil {
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
// characters above U+FFFF, which are surrogates in UTF-16, and those from U+E000 to U+FFFF.
func compareUTF16(a, b string) int {
	for a != "" && b != "" {
		x, xSize := utf8.DecodeRuneInString(a)
		y, ySize := utf8.DecodeRuneInString(b)
		if x != y {
			return cmp.Compare(unit(x), unit(y))
		}
		a, b = a[xSize:], b[ySize:]
	}
	return len(a) - len(b)
}

// unit returns a number that sorts characters like their UTF-16 form.
func unit(r rune) uint32 {
	if high, low := utf16.EncodeRune(r); high != utf8.RuneError {
		return uint32(high)<<16 | uint32(low)
	}
	return uint32(r) << 16
}

// number writes an integer unchanged, and any other number as a double.
func (w *writer) number(text string) *refusal {
	parsed, err := Parse([]byte(text))
	var wrong *ParseError
	if errors.As(err, &wrong) && wrong.Code == NonFinite {
		return refuse(NonFinite, Number(text), notFinite)
	}
	switch value := parsed.(type) {
	case Number:
		w.out = append(w.out, value...)
		return nil
	case float64:
		return w.double(value)
	}
	return refuse(Unsupported, Number(text), fmt.Sprintf("%q is not a number", text))
}

// double writes a float64 as ECMAScript does.
func (w *writer) double(value float64) *refusal {
	if math.IsNaN(value) || math.IsInf(value, 0) {
		return refuse(NonFinite, value, notFinite)
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

func (w *writer) str(text string) *refusal {
	if !utf8.ValidString(text) {
		return refuse(Unsupported, text, notUTF8)
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
