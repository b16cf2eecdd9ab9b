package json

import (
	"encoding"
	"reflect"
	"sync"
)

// plan is how values of a type are written. It is made once per type and follows the rules of
// encoding/json, because authors know them and types of other modules are made for them.
type plan struct {
	typ reflect.Type
	// self is the method by which values write themselves.
	self method
	// addressed returns the method of a pointer, which is called if the value has an address. It is nil
	// for types that cannot have methods. It is a function because the type of a pointer is expensive to
	// make and seldom needed.
	addressed func() method
	// elem is the plan of the parts of a pointer, list or map.
	elem *plan
	// isBytes is true for slices that are written in base64.
	isBytes bool
	// fields of a struct, in the order of writing.
	fields []*field
	// isHidden is true for a struct that has fields, but none that is exported.
	isHidden bool
}

// method is how a type writes itself.
type method int

const (
	noMethod method = iota
	jsonMethod
	textMethod
	// encoderMethod is one that only encoding/json can call.
	encoderMethod
	// optionMethod stands for an option of the tag that only encoding/json knows.
	optionMethod
)

// marshaler is the interface of encoding/json for types that write themselves. Importing that package
// would make every plugin larger.
type marshaler interface{ MarshalJSON() ([]byte, error) }

var (
	marshalerType     = reflect.TypeFor[marshaler]()
	textMarshalerType = reflect.TypeFor[encoding.TextMarshaler]()
	numberType        = reflect.TypeFor[Number]()
)

func methodOf(t reflect.Type) method {
	target := t
	if t.Kind() == reflect.Pointer {
		target = t.Elem()
	}
	// The number of encoding/json has methods that only that package can call.
	if t.NumMethod() == 0 || isStandardNumber(target) {
		return noMethod
	}
	if t.Implements(marshalerType) {
		return jsonMethod
	}
	if _, ok := t.MethodByName("MarshalJSONTo"); ok {
		return encoderMethod
	}
	if t.Implements(textMarshalerType) {
		return textMethod
	}
	return noMethod
}

var plans = struct {
	sync.Mutex
	of map[reflect.Type]*plan
}{of: map[reflect.Type]*plan{}}

func planOf(t reflect.Type) *plan {
	plans.Lock()
	defer plans.Unlock()
	return planned(t)
}

// scalar is the plan of all predeclared types without parts.
var scalar = &plan{}

// planned returns the plan of a type. The caller holds the lock.
func planned(t reflect.Type) *plan {
	if t.PkgPath() == "" && isScalar(t.Kind()) {
		return scalar
	}
	if known := plans.of[t]; known != nil {
		return known
	}
	p := &plan{typ: t}
	// A type may contain itself.
	plans.of[t] = p
	switch kind := t.Kind(); {
	case kind == reflect.Pointer || kind == reflect.Interface:
		p.self = methodOf(t)
	case t.PkgPath() != "" || kind == reflect.Struct:
		p.self = methodOf(t)
		p.addressed = sync.OnceValue(func() method { return methodOf(reflect.PointerTo(t)) })
	}
	switch t.Kind() {
	case reflect.Pointer, reflect.Array, reflect.Map, reflect.Slice:
		p.elem = planned(t.Elem())
		p.isBytes = t.Kind() == reflect.Slice && t.Elem().Kind() == reflect.Uint8 && !p.elem.isAddressed()
	case reflect.Struct:
		p.fields = fieldsOf(t)
		p.isHidden = len(p.fields) == 0 && isHidden(t)
	}
	return p
}

// isAddressed tells whether a pointer to a value writes itself.
func (p *plan) isAddressed() bool { return p.addressed != nil && p.addressed() != noMethod }

// isNumber tells whether the values of a type are the text of a number: Number, or that of
// encoding/json.
func isNumber(t reflect.Type) bool {
	return t == numberType || isStandardNumber(t)
}

func isStandardNumber(t reflect.Type) bool {
	return t.PkgPath() == "encoding/json" && t.Name() == "Number"
}
