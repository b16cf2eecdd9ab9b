package json

import (
	"cmp"
	"reflect"
	"slices"
	"strings"
	"unicode"
)

// field is a member of the object of a struct. It may be a field of an embedded struct.
type field struct {
	name string
	// key is the name as it is written, with the colon.
	key string
	// index has the steps to the field, one for each struct.
	index []int
	// isTagged is true if the name is that of the tag.
	isTagged bool
	isQuoted bool
	// isOmitted tells whether a value is left out. It is nil if every value is written.
	isOmitted func(reflect.Value) bool
	plan      *plan
}

// level is a struct whose fields are looked for: the type itself or an embedded struct.
type level struct {
	typ   reflect.Type
	index []int
	// isNew is false for a type that occurs again. Its own fields then hide each other.
	isNew bool
}

// fieldsOf returns the fields that encoding/json writes, in the order of RFC 8785. The caller holds
// the lock of the plans.
func fieldsOf(t reflect.Type) []*field {
	found := make([]*field, 0, t.NumField())
	seen := map[reflect.Type]bool{t: true}
	for levels := []level{{t, nil, true}}; len(levels) > 0; levels = levels[1:] {
		at := levels[0]
		for i := range at.typ.NumField() {
			index := append(slices.Clip(at.index), i)
			f, embedded := fieldOf(at.typ.Field(i), index)
			if f != nil {
				found = append(found, f)
			} else if embedded != nil && at.isNew {
				levels = append(levels, level{embedded, index, !seen[embedded]})
				seen[embedded] = true
			}
		}
	}
	return dominant(found)
}

// isHidden tells whether a struct has fields, and the author chose for none of them that it is left out.
func isHidden(t reflect.Type) bool {
	hidden := false
	for i := range t.NumField() {
		f := t.Field(i)
		if f.IsExported() || f.Tag.Get("json") == "-" {
			return false
		}
		hidden = hidden || f.Name != "_"
	}
	return hidden
}

// fieldOf returns the member of a field, or the struct that the field embeds, or neither.
func fieldOf(f reflect.StructField, index []int) (member *field, embedded reflect.Type) {
	target := f.Type
	if target.Kind() == reflect.Pointer && target.Name() == "" {
		target = target.Elem()
	}
	isStruct := target.Kind() == reflect.Struct
	text := f.Tag.Get("json")
	// An embedded struct may promote fields even if its own name is not exported.
	if text == "-" || !f.IsExported() && !(f.Anonymous && isStruct) {
		return nil, nil
	}
	tag := parseTag(text)
	if f.Anonymous && isStruct && tag.name == "" {
		return nil, target
	}
	how := planned(f.Type)
	if tag.isForeign {
		how = &plan{typ: f.Type, self: optionMethod}
	}
	name := cmp.Or(tag.name, f.Name)
	return &field{
		name:      name,
		key:       keyOf(name),
		index:     index,
		isTagged:  tag.name != "",
		isQuoted:  tag.isQuoted && isScalar(target.Kind()),
		isOmitted: omission(f.Type, tag),
		plan:      how,
	}, nil
}

func keyOf(name string) string {
	w := writer{out: make([]byte, 0, len(name)+len(`"":`))}
	// A name is valid UTF-8, so that this cannot fail.
	_ = w.str(name, stringType)
	return string(append(w.out, ':'))
}

// tag is what encoding/json takes from the tag of a field.
type tag struct {
	// name is "" if the field has its own.
	name                          string
	omitEmpty, omitZero, isQuoted bool
	// isForeign is true for options that only encoding/json implements.
	isForeign bool
}

func parseTag(text string) tag {
	name, options, _ := strings.Cut(text, ",")
	t := tag{name: strings.ToValidUTF8(name, "\ufffd")}
	if strings.ContainsAny(name, "\\'\"`") {
		t.name = identifier(name)
	}
	for option := ""; options != ""; {
		option, options, _ = strings.Cut(options, ",")
		switch identifier(option) {
		case "omitempty":
			t.omitEmpty = true
		case "omitzero":
			t.omitZero = true
		case "string":
			t.isQuoted = true
		case "embed", "format":
			t.isForeign = true
		}
	}
	return t
}

// identifier returns the Go identifier with which a text starts. encoding/json ignores what follows.
func identifier(text string) string {
	for i, r := range text {
		if r != '_' && !unicode.IsLetter(r) && (i == 0 || !unicode.IsDigit(r)) {
			return text[:i]
		}
	}
	return text
}

func isScalar(kind reflect.Kind) bool {
	return reflect.Bool <= kind && kind <= reflect.Float64 || kind == reflect.String
}

// dominant returns one field for each name: the one in the fewest embedded structs, and among these
// the one with a tag. If there are two such fields, the name is left out.
func dominant(found []*field) []*field {
	slices.SortStableFunc(found, func(a, b *field) int {
		return cmp.Or(compareUTF16(a.name, b.name), cmp.Compare(len(a.index), len(b.index)), compareBool(b.isTagged, a.isTagged))
	})
	kept := found[:0]
	for len(found) > 0 {
		count := 1
		for count < len(found) && found[count].name == found[0].name {
			count++
		}
		if count == 1 || len(found[0].index) != len(found[1].index) || found[0].isTagged != found[1].isTagged {
			kept = append(kept, found[0])
		}
		found = found[count:]
	}
	return kept
}

func compareBool(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return 1
	}
	return -1
}

// of returns the field of a struct, or false if it is in an embedded pointer that is nil.
func (f *field) of(v reflect.Value) (reflect.Value, bool) {
	for _, i := range f.index {
		if v.Kind() == reflect.Pointer {
			if v.IsNil() {
				return v, false
			}
			v = v.Elem()
		}
		v = v.Field(i)
	}
	return v, f.isOmitted == nil || !f.isOmitted(v)
}

type zeroer interface{ IsZero() bool }

var zeroerType = reflect.TypeFor[zeroer]()

// omission returns the test of the options omitempty and omitzero.
func omission(t reflect.Type, options tag) func(reflect.Value) bool {
	switch {
	case options.omitEmpty && options.omitZero:
		isZero := zeroTest(t)
		return func(v reflect.Value) bool { return isEmpty(v) || isZero(v) }
	case options.omitEmpty:
		return isEmpty
	case options.omitZero:
		return zeroTest(t)
	}
	return nil
}

// isEmpty is the test of omitempty, which never leaves out a struct.
func isEmpty(v reflect.Value) bool {
	switch v.Kind() {
	case reflect.Array, reflect.Map, reflect.Slice, reflect.String:
		return v.Len() == 0
	case reflect.Interface, reflect.Pointer:
		return v.IsNil()
	}
	return isScalar(v.Kind()) && v.IsZero()
}

// zeroTest is the test of omitzero: the method IsZero, if there is one.
func zeroTest(t reflect.Type) func(reflect.Value) bool {
	switch {
	case t.Implements(zeroerType):
		return func(v reflect.Value) bool { return isNil(v) || v.Interface().(zeroer).IsZero() }
	case t.Kind() != reflect.Pointer && reflect.PointerTo(t).Implements(zeroerType):
		return func(v reflect.Value) bool {
			target := reflect.New(t)
			target.Elem().Set(v)
			return target.Interface().(zeroer).IsZero()
		}
	}
	return reflect.Value.IsZero
}

// isNil tells whether a value is a nil pointer or interface, or an interface of a nil pointer.
func isNil(v reflect.Value) bool {
	if v.Kind() == reflect.Interface {
		v = v.Elem()
	}
	return !v.IsValid() || v.Kind() == reflect.Pointer && v.IsNil()
}
