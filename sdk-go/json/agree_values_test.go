package json

import (
	stdjson "encoding/json"
	"fmt"
	"log/slog"
	"math"
	"math/big"
	"net/netip"
	"net/url"
	"reflect"
	"time"
)

type (
	Text   string
	Plain  struct{ A, B int }
	hidden struct {
		B, C int
		d    int
	}
	Tagged struct {
		X int `json:"B"`
		C int
	}
	Deep      struct{ Plain }
	Again     struct{ Plain }
	Ring      struct{ Next *Ring }
	number    int
	Numbers   []int
	ByPointer struct{ N int }
	TextOfPtr struct{ N int }
	Zero      struct{ N int }
	ZeroOfPtr struct{ N int }
	Byte      byte
	Key       struct{ a, b int }
	JSONKey   string
	Both      struct{}
	Mutual    struct{ Deep }
)

func (Text) MarshalText() ([]byte, error)       { return []byte("masked"), nil }
func (*ByPointer) MarshalJSON() ([]byte, error) { return []byte(` { "b" : 1.50, "a" : [ ] } `), nil }
func (*TextOfPtr) MarshalText() ([]byte, error) { return []byte("pointer"), nil }
func (z Zero) IsZero() bool                     { return z.N == 7 }
func (z *ZeroOfPtr) IsZero() bool               { return z.N == 7 }
func (Byte) MarshalText() ([]byte, error)       { return []byte("byte"), nil }
func (k Key) MarshalText() ([]byte, error)      { return fmt.Appendf(nil, "%d-%d", k.a, k.b), nil }
func (JSONKey) MarshalText() ([]byte, error)    { return []byte("not used for keys"), nil }
func (Both) MarshalText() ([]byte, error)       { return []byte("text"), nil }
func (Both) MarshalJSON() ([]byte, error)       { return []byte("[true]"), nil }

// tagged returns a struct with a field for each tag.
func tagged(tags ...string) any {
	var fields []reflect.StructField
	for i, tag := range tags {
		fields = append(fields, taggedField(i, reflect.TypeFor[int](), tag))
	}
	return reflect.New(reflect.StructOf(fields)).Interface()
}

// withOption returns a struct of values with one option.
func withOption(option string, values ...any) any {
	var fields []reflect.StructField
	for i, value := range values {
		fields = append(fields, taggedField(i, reflect.TypeOf(value), ","+option))
	}
	object := reflect.New(reflect.StructOf(fields))
	for i, value := range values {
		object.Elem().Field(i).Set(reflect.ValueOf(value))
	}
	return object.Interface()
}

func taggedField(i int, t reflect.Type, tag string) reflect.StructField {
	return reflect.StructField{Name: fmt.Sprintf("F%d", i), Type: t, Tag: reflect.StructTag(fmt.Sprintf("json:%q", tag))}
}

func pointer[T any](value T) *T { return &value }

// order has what structs that were not made for the SDK have.
type order struct {
	*Plain
	hidden
	IP     netip.Addr  `json:"ip"`
	Rate   *big.Rat    `json:"rate"`
	Count  int64       `json:"count,string"`
	Share  float32     `json:"share"`
	Level  slog.Level  `json:"level"`
	Secret Text        `json:"secret"`
	P      ByPointer   `json:"p"`
	PP     *ByPointer  `json:"pp"`
	PPs    []ByPointer `json:"pps"`
	T      TextOfPtr   `json:"t"`
	Month  time.Month  `json:"month"`
}

func someOrder() order {
	return order{
		Plain: &Plain{7, 8}, hidden: hidden{B: 1, C: 2}, IP: netip.MustParseAddr("10.0.0.1"), Rate: big.NewRat(1, 3),
		Count: 5, Share: 0.1, Level: slog.LevelWarn, Secret: "hunter2", PP: &ByPointer{}, PPs: make([]ByPointer, 1),
	}
}

var sameAsStandard = map[string]any{
	"order":                         someOrder(),
	"pointer to order":              pointer(someOrder()),
	"order without embedded":        pointer(order{}),
	"address":                       netip.MustParsePrefix("10.0.0.0/8"),
	"rational":                      big.NewRat(1, 3),
	"float of any size":             big.NewFloat(1.5),
	"integer of any size":           new(big.Int).Lsh(big.NewInt(1), 90),
	"integer that is not a pointer": struct{ N big.Int }{*big.NewInt(5)},
	"integer that has an address":   &struct{ N big.Int }{*big.NewInt(5)},
	"nil with a method":             (*big.Int)(nil),
	"nil text":                      struct{ R *big.Rat }{},
	"nil interface with a method":   struct{ M stdjson.Marshaler }{},
	"interface with a nil pointer":  struct{ M stdjson.Marshaler }{(*big.Int)(nil)},
	"both methods":                  []any{Both{}, &Both{}, map[string]Both{"a": {}}},
	"time":                          time.Date(2026, 1, 2, 3, 4, 5, 678, time.FixedZone("", 3600)),
	"duration":                      time.Minute,
	"URL":                           &url.URL{Scheme: "https", Host: "example.com"},
	"raw":                           []stdjson.RawMessage{[]byte(" [1 , 2.50]"), nil},
	"raw by pointer":                pointer(stdjson.RawMessage(`{"b":1,"a":2}`)),
	"numbers":                       []stdjson.Number{"19.99", "", "12345678901234567890"},
	"floats of 32 bits":             []float32{0.1, 16777216, 1e-7, 1e-6, 1e21, 3e20, math.MaxFloat32, math.SmallestNonzeroFloat32, 1.0 / 3},
	"floats of 64 bits":             []float64{0.1, 1e21, 1e-7, 1e-6, math.MaxFloat64, math.SmallestNonzeroFloat64},
	"bytes":                         [][]byte{{1, 2, 0xff}, {}, nil},
	"named bytes":                   []Byte{1, 2},
	"array of bytes":                [3]byte{1, 2, 3},
	"unsigned integers":             []any{uint8(1), uint64(math.MaxUint64), uintptr(5), []uint16{1}},
	"pointers to pointers":          pointer(pointer(pointer(1))),
	"nil parts": struct {
		A []int
		B map[string]int
		C *int
		D any
	}{},
	"embedded": Deep{Plain{1, 2}},
	"embedded twice": struct {
		Deep
		Again
	}{Deep{Plain{1, 2}}, Again{Plain{3, 4}}},
	"embedded with conflict": struct {
		Plain
		hidden
	}{Plain{1, 2}, hidden{3, 4, 5}},
	"embedded, tag wins": struct {
		Plain
		Tagged
	}{Plain{1, 2}, Tagged{3, 4}},
	"embedded, outer wins": struct {
		Plain
		A string
	}{Plain{1, 2}, "a"},
	"embedded with a name": struct {
		Plain `json:"plain"`
	}{Plain{1, 2}},
	"unexported with a name": struct {
		hidden `json:"plain"`
	}{hidden{1, 2, 3}},
	"unexported pointer":       struct{ *hidden }{&hidden{1, 2, 3}},
	"unexported nil pointer":   struct{ *hidden }{},
	"unexported number":        struct{ number }{5},
	"embedded list":            struct{ Numbers }{Numbers{1}},
	"embedded pointer to list": struct{ *Numbers }{&Numbers{1}},
	"embedded interface":       struct{ fmt.Stringer }{},
	"embedded, left out": struct {
		Plain `json:"-"`
	}{Plain{1, 2}},
	"embedded, empty": struct {
		*Plain `json:",omitempty"`
	}{},
	"embedded method": struct{ Text }{"secret"},
	"embedded time":   struct{ time.Time }{time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)},
	"embedded by two ways": struct {
		Deep
		Mutual
	}{Deep{Plain{1, 2}}, Mutual{Deep{Plain{3, 4}}}},
	"embeds itself": struct{ Ring }{Ring{&Ring{}}},
	"names":         tagged("-,", "a b/c", "é", ",omitempty,string", `"x"`, ""),
	"option string": withOption("string",
		true, "a\"\\", pointer(1), (*int)(nil), float32(0.1), []int{1}, []any{1}, stdjson.Number("1.50"),
		Text("secret"), map[string]int{"a": 1}, pointer(pointer(1)),
	),
	"option omitempty": struct {
		A Plain          `json:",omitempty"`
		B time.Time      `json:",omitempty"`
		C [0]int         `json:",omitempty"`
		D [1]int         `json:",omitempty"`
		E map[string]int `json:",omitempty"`
		F any            `json:",omitempty"`
		G *int           `json:",omitempty"`
		H float64        `json:",omitempty"`
		I string         `json:",omitempty"`
	}{E: map[string]int{}, G: pointer(0)},
	"option omitzero": []any{
		struct {
			A Plain                      `json:",omitzero"`
			B time.Time                  `json:",omitzero"`
			C []int                      `json:",omitzero"`
			D Zero                       `json:",omitzero"`
			E ZeroOfPtr                  `json:",omitzero"`
			F *Zero                      `json:",omitzero"`
			G interface{ IsZero() bool } `json:",omitzero"`
			H []int                      `json:",omitempty,omitzero"`
		}{C: []int{}, D: Zero{7}, E: ZeroOfPtr{7}, F: &Zero{7}, H: []int{}},
		struct {
			D Zero                       `json:",omitzero"`
			E ZeroOfPtr                  `json:",omitzero"`
			F *Zero                      `json:",omitzero"`
			G interface{ IsZero() bool } `json:",omitzero"`
		}{G: (*Zero)(nil)},
	},
	"keys of numbers":                         map[int8]uint{-1: 1, 5: 2},
	"keys with text":                          map[netip.Addr]map[Key]int{netip.MustParseAddr("10.0.0.1"): {{1, 2}: 3}},
	"keys of strings":                         map[JSONKey]int{"a": 1},
	"key that is nil":                         map[*Key]int{nil: 1},
	"values by method":                        map[string]ByPointer{"a": {}},
	"empty map":                               map[int]int{},
	"keys of truth, empty":                    map[bool]int{},
	"keys of floats":                          map[float64]int{1.5: 1},
	"keys of interfaces":                      map[any]int{"a": 1},
	"keys of pointers":                        map[*int]int{pointer(1): 1},
	"keys of numbers of the standard library": map[stdjson.Number]int{"1.50": 1},
	"odd tags":                                tagged("a, omitempty", "b,omitempty ", " c ,string:x", "😀\t", "1'", "d'e", "\xff", "x", "x"),
	"empty channels":                          []chan int{},
	"no channel":                              struct{ C *chan int }{},
	"channel":                                 struct{ C chan int }{},
	"keys of truth":                           map[bool]int{true: 1},
	"not a number":                            []stdjson.Number{"1x"},
	"failing method":                          time.Date(10_000, 1, 1, 0, 0, 0, 0, time.UTC),
}
