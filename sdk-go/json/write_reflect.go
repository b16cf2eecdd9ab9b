package json

import (
	"encoding"
	"encoding/base64"
	"errors"
	"reflect"
	"strconv"
)

// most is the maximum number of pointers around a value. A pointer may point to itself.
const most = 1000

// planned writes a value of a type that has a plan. A quoted value is a text.
func (w *writer) planned(v reflect.Value, p *plan, quoted bool) *refusal {
	if v.CanAddr() && p.isAddressed() {
		return w.byMethod(v.Addr(), p.addressed())
	}
	if p.self != noMethod {
		return w.byMethod(v, p.self)
	}
	switch v.Kind() {
	case reflect.Interface, reflect.Pointer:
		return w.pointed(v, p, quoted)
	case reflect.Slice, reflect.Array:
		return w.list(v, p)
	case reflect.Map:
		return w.keyed(v, p)
	case reflect.Struct:
		return w.structure(v, p)
	}
	if quoted {
		return w.quoted(v)
	}
	return w.scalar(v)
}

func (w *writer) pointed(v reflect.Value, p *plan, quoted bool) (refused *refusal) {
	if v.IsNil() {
		return w.value(nil)
	}
	if w.pointers == most {
		return refuse(TooDeep, v.Type(), nestedTooFar)
	}
	w.pointers++
	if v.Kind() == reflect.Interface {
		refused = w.value(v.Elem().Interface())
	} else {
		refused = w.planned(v.Elem(), p.elem, quoted)
	}
	w.pointers--
	return refused
}

func (w *writer) scalar(v reflect.Value) *refusal {
	switch v.Kind() {
	case reflect.Bool:
		w.out = strconv.AppendBool(w.out, v.Bool())
	case reflect.String:
		if isNumber(v.Type()) {
			return w.number(numberText(v), v.Type())
		}
		return w.str(v.String(), v.Type())
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		w.out = strconv.AppendInt(w.out, v.Int(), 10)
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64, reflect.Uintptr:
		w.out = strconv.AppendUint(w.out, v.Uint(), 10)
	case reflect.Float32:
		// The shortest digits that give the float32, not those of the float64 of the same value.
		text := strconv.FormatFloat(v.Float(), 'g', -1, 32)
		nearest, _ := strconv.ParseFloat(text, 64)
		return w.double(nearest, v.Type())
	case reflect.Float64:
		return w.double(v.Float(), v.Type())
	default:
		return refuse(Unsupported, v.Type(), noForm(v.Kind()))
	}
	return nil
}

// quoted writes a field with the option `string`: the JSON of the value as a text.
func (w *writer) quoted(v reflect.Value) *refusal {
	inner := writer{}
	if refused := inner.scalar(v); refused != nil {
		return refused
	}
	if v.Kind() == reflect.String && isNumber(v.Type()) {
		return w.str(numberText(v), v.Type())
	}
	return w.str(string(inner.out), v.Type())
}

// numberText returns the digits of a number. An empty one of encoding/json is 0 there, too.
func numberText(v reflect.Value) string {
	if v.String() == "" && isStandardNumber(v.Type()) {
		return "0"
	}
	return v.String()
}

// byMethod writes a value as its type says.
func (w *writer) byMethod(v reflect.Value, m method) *refusal {
	if m == optionMethod {
		return refuse(Unsupported, v.Type(), unknownOption)
	}
	if isNil(v) {
		return w.value(nil)
	}
	if !v.CanInterface() {
		return refuse(Unsupported, v.Type(), notExported)
	}
	switch m {
	case jsonMethod:
		return w.marshalled(v)
	case textMethod:
		text, err := v.Interface().(encoding.TextMarshaler).MarshalText()
		if err != nil {
			return refuse(Unsupported, v.Type(), err.Error())
		}
		return w.str(string(text), v.Type())
	}
	return refuse(Unsupported, v.Type(), onlyEncoder)
}

func (w *writer) marshalled(v reflect.Value) *refusal {
	text, err := v.Interface().(marshaler).MarshalJSON()
	if err != nil {
		return refuse(Unsupported, v.Type(), err.Error())
	}
	value, err := Parse(text)
	var wrong *ParseError
	if errors.As(err, &wrong) {
		return refuse(Unsupported, v.Type(), "MarshalJSON returned "+wrong.Error())
	}
	return w.value(value)
}

func (w *writer) list(v reflect.Value, p *plan) *refusal {
	if v.Kind() == reflect.Slice && v.IsNil() {
		return w.value(nil)
	}
	if p.isBytes {
		w.out = append(w.out, '"')
		w.out = base64.StdEncoding.AppendEncode(w.out, v.Bytes())
		w.out = append(w.out, '"')
		return nil
	}
	if err := w.open('[', p.typ); err != nil {
		return err
	}
	for i := range v.Len() {
		if i > 0 {
			w.out = append(w.out, ',')
		}
		if err := w.planned(v.Index(i), p.elem, false); err != nil {
			return err.inIndex(i)
		}
	}
	w.close(']')
	return nil
}

func (w *writer) structure(v reflect.Value, p *plan) *refusal {
	if p.isHidden {
		return refuse(Unsupported, p.typ, hiddenFields)
	}
	if err := w.open('{', p.typ); err != nil {
		return err
	}
	isFirst := true
	for _, f := range p.fields {
		part, isWritten := f.of(v)
		if !isWritten {
			continue
		}
		if !isFirst {
			w.out = append(w.out, ',')
		}
		isFirst = false
		w.out = append(w.out, f.key...)
		if err := w.planned(part, f.plan, f.isQuoted); err != nil {
			return err.inKey(f.name)
		}
	}
	w.close('}')
	return nil
}
