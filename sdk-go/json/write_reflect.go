package json

import (
	"errors"
	"reflect"
	"strconv"
	"strings"
)

// marshaler is the interface of encoding/json for types that write themselves.
type marshaler interface{ MarshalJSON() ([]byte, error) }

// other writes a value whose type Parse does not return.
func (w *writer) other(value any) *refusal {
	v := reflect.ValueOf(value)
	if v.Kind() == reflect.Pointer && v.IsNil() {
		return w.value(nil)
	}
	if m, ok := value.(marshaler); ok {
		return w.marshalled(m)
	}
	switch v.Kind() {
	case reflect.Bool:
		return w.value(v.Bool())
	case reflect.String:
		if isStandardNumber(v.Type()) {
			return w.standardNumber(v)
		}
		return w.str(v.String())
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		w.out = strconv.AppendInt(w.out, v.Int(), 10)
		return nil
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		w.out = strconv.AppendUint(w.out, v.Uint(), 10)
		return nil
	case reflect.Float32, reflect.Float64:
		if refused := w.double(v.Float()); refused != nil {
			return refuse(NonFinite, value, notFinite)
		}
		return nil
	case reflect.Pointer:
		return w.value(v.Elem().Interface())
	case reflect.Slice, reflect.Array:
		return w.list(v)
	case reflect.Map:
		return w.keyed(v)
	case reflect.Struct:
		object := map[string]any{}
		collect(v, object)
		return w.object(object)
	}
	return noForm(v)
}

// isStandardNumber tells whether a type is encoding/json.Number. Importing that package would make
// every plugin larger.
func isStandardNumber(t reflect.Type) bool {
	return t.PkgPath() == "encoding/json" && t.Name() == "Number"
}

// standardNumber writes a number of encoding/json as that package does: an empty text is 0.
func (w *writer) standardNumber(v reflect.Value) *refusal {
	text := v.String()
	if text == "" {
		text = "0"
	}
	value, err := Parse([]byte(text))
	switch value.(type) {
	case Number, float64:
		if err == nil {
			return w.value(value)
		}
	}
	return refuse(Unsupported, v.Interface(), "a json.Number must hold a JSON number")
}

func (w *writer) marshalled(m marshaler) *refusal {
	text, err := m.MarshalJSON()
	if err != nil {
		return refuse(Unsupported, m, err.Error())
	}
	value, err := Parse(text)
	var wrong *ParseError
	if errors.As(err, &wrong) {
		return refuse(Unsupported, m, "MarshalJSON returned "+wrong.Error())
	}
	return w.value(value)
}

func (w *writer) list(v reflect.Value) *refusal {
	if v.Type().Elem().Kind() == reflect.Uint8 {
		return refuse(Unsupported, v.Interface(), bytesInJSON)
	}
	if v.Kind() == reflect.Slice && v.IsNil() {
		return w.value(nil)
	}
	list := make([]any, v.Len())
	for i := range list {
		list[i] = v.Index(i).Interface()
	}
	return w.array(list)
}

func (w *writer) keyed(v reflect.Value) *refusal {
	if v.Type().Key().Kind() != reflect.String {
		return refuse(Unsupported, v.Interface(), keyNotText)
	}
	if v.IsNil() {
		return w.value(nil)
	}
	object := make(map[string]any, v.Len())
	for entries := v.MapRange(); entries.Next(); {
		object[entries.Key().String()] = entries.Value().Interface()
	}
	return w.object(object)
}

// collect adds the fields of a struct to object, including the fields of embedded structs.
func collect(v reflect.Value, object map[string]any) {
	var own []int
	for i := range v.NumField() {
		field := v.Type().Field(i)
		if field.Anonymous && field.Type.Kind() == reflect.Struct && field.Tag.Get("json") == "" {
			collect(v.Field(i), object)
		} else if field.IsExported() {
			own = append(own, i)
		}
	}
	for _, i := range own {
		name, options, _ := strings.Cut(v.Type().Field(i).Tag.Get("json"), ",")
		if name == "-" || isOmitted(v.Field(i), options) {
			continue
		}
		if name == "" {
			name = v.Type().Field(i).Name
		}
		object[name] = v.Field(i).Interface()
	}
}

func isOmitted(v reflect.Value, options string) bool {
	switch {
	case strings.Contains(options, "omitzero"):
		return v.IsZero()
	case !strings.Contains(options, "omitempty"):
		return false
	case v.Kind() == reflect.Map || v.Kind() == reflect.Slice:
		return v.Len() == 0
	}
	return v.IsZero()
}
