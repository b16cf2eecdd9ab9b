package json

import (
	stdjson "encoding/json"
	"fmt"
	"math"
	"math/big"
	"math/rand"
	"net/netip"
	"reflect"
	"testing"
	"time"
)

func TestWriteAgreesOnRandomStructs(t *testing.T) {
	for seed := range int64(3000) {
		r := rand.New(rand.NewSource(seed))
		value := reflect.New(randomStruct(r, 3)).Elem()
		fill(r, value)
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			agrees(t, value.Interface())
			agrees(t, value.Addr().Interface())
		})
	}
}

var leaves = []reflect.Type{
	reflect.TypeFor[bool](), reflect.TypeFor[string](), reflect.TypeFor[int](), reflect.TypeFor[uint8](),
	reflect.TypeFor[float32](), reflect.TypeFor[float64](), reflect.TypeFor[any](), reflect.TypeFor[[]byte](),
	reflect.TypeFor[time.Time](), reflect.TypeFor[netip.Addr](), reflect.TypeFor[big.Int](), reflect.TypeFor[Text](),
	reflect.TypeFor[ByPointer](), reflect.TypeFor[TextOfPtr](), reflect.TypeFor[Zero](), reflect.TypeFor[ZeroOfPtr](),
	reflect.TypeFor[Byte](), reflect.TypeFor[Key](), reflect.TypeFor[stdjson.Number](), reflect.TypeFor[Both](),
}

func randomType(r *rand.Rand, depth int) reflect.Type {
	if depth == 0 {
		return leaves[r.Intn(len(leaves))]
	}
	switch inner := randomType(r, depth-1); r.Intn(6) {
	case 0:
		return reflect.PointerTo(inner)
	case 1:
		return reflect.SliceOf(inner)
	case 2:
		return reflect.ArrayOf(r.Intn(3), inner)
	case 3:
		return reflect.MapOf([]reflect.Type{reflect.TypeFor[string](), reflect.TypeFor[int](), reflect.TypeFor[Key]()}[r.Intn(3)], inner)
	case 4:
		return randomStruct(r, depth-1)
	default:
		return inner
	}
}

func randomStruct(r *rand.Rand, depth int) reflect.Type {
	names := []string{"", "", "", "a", "b", "B", "C", "-", "é"}
	options := []string{"", "", ",omitempty", ",omitzero", ",string", ",omitempty,omitzero", ",string,omitzero"}
	embeddable := []reflect.Type{
		reflect.TypeFor[Plain](), reflect.TypeFor[*Plain](), reflect.TypeFor[Tagged](), reflect.TypeFor[Deep](),
		reflect.TypeFor[*Again](), reflect.TypeFor[Mutual](),
	}
	var fields []reflect.StructField
	for _, name := range []string{"A", "B", "C", "D"} {
		tag := fmt.Sprintf("json:%q", names[r.Intn(len(names))]+options[r.Intn(len(options))])
		fields = append(fields, reflect.StructField{Name: name, Type: randomType(r, depth), Tag: reflect.StructTag(tag)})
	}
	for _, i := range r.Perm(len(embeddable))[:r.Intn(3)] {
		embedded := embeddable[i]
		name := embedded.Name()
		if embedded.Kind() == reflect.Pointer {
			name = embedded.Elem().Name()
		}
		fields = append(fields, reflect.StructField{Name: name, Type: embedded, Anonymous: true})
	}
	named := map[string]bool{}
	unique := fields[:0]
	for _, f := range fields {
		if !named[f.Name] {
			unique = append(unique, f)
		}
		named[f.Name] = true
	}
	r.Shuffle(len(unique), func(i, j int) { unique[i], unique[j] = unique[j], unique[i] })
	return reflect.StructOf(unique)
}

// fill gives a value a random content, which is often zero.
func fill(r *rand.Rand, v reflect.Value) {
	if r.Intn(3) == 0 {
		return
	}
	switch v.Kind() {
	case reflect.Bool:
		v.SetBool(true)
	case reflect.String:
		if v.Type() == reflect.TypeFor[stdjson.Number]() {
			v.SetString("1.50")
			return
		}
		v.SetString([]string{"x", "\"\n<", "é"}[r.Intn(3)])
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		v.SetInt(int64(r.Intn(9)))
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		v.SetUint(uint64(r.Intn(9)))
	case reflect.Float32, reflect.Float64:
		v.SetFloat(r.NormFloat64() * math.Pow(10, float64(r.Intn(60)-30)))
	case reflect.Interface:
		inner := reflect.New(randomType(r, 1))
		fill(r, inner.Elem())
		v.Set(inner.Elem())
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fill(r, v.Elem())
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), r.Intn(3), 3))
		fillAll(r, v)
	case reflect.Array:
		fillAll(r, v)
	case reflect.Map:
		key, value := reflect.New(v.Type().Key()).Elem(), reflect.New(v.Type().Elem()).Elem()
		fill(r, value)
		v.Set(reflect.MakeMap(v.Type()))
		v.SetMapIndex(key, value)
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Field(i).CanSet() {
				fill(r, v.Field(i))
			}
		}
	}
}

func fillAll(r *rand.Rand, v reflect.Value) {
	for i := range v.Len() {
		fill(r, v.Index(i))
	}
}
