package json

import (
	stdjson "encoding/json"
	"errors"
	"math"
	"math/big"
	"reflect"
	"strings"
	"testing"
	"time"
)

type person struct {
	Name string  `json:"name"`
	Age  int64   `json:"age"`
	Size float64 `json:"size,omitempty"`
}

type embedded struct {
	Inner int `json:"inner"`
	Outer int `json:"outer"`
}

type outer struct {
	embedded
	Outer   uint16            `json:"outer"`
	Empty   map[string]string `json:"empty,omitempty"`
	Kept    int               `json:"kept"`
	Skipped int               `json:"-"`
}

func TestWriteTakesOrdinaryValues(t *testing.T) {
	huge, _ := new(big.Int).SetString("123456789012345678901234567890", 10)
	for want, value := range map[string]any{
		`{"age":9007199254740993,"name":"<&>"}`:  person{Name: "<&>", Age: 9007199254740993},
		`{"z":["a",1]}`:                          map[string][]any{"z": {"a", uint8(1)}},
		`123456789012345678901234567890`:         huge,
		`{"big":123456789012345678901234567890}`: map[string]*big.Int{"big": huge},
		`[1,2.5]`:                                []float64{1, 2.5},
		`[19.99,0,12345678901234567890]`:         []stdjson.Number{"19.99", "", "12345678901234567890"},
		`null`:                                   (*person)(nil),
		`{"inner":1,"kept":0,"outer":2}`:         outer{embedded: embedded{Inner: 1, Outer: 9}, Outer: 2},
		`"2026-11-22T00:00:00Z"`:                 time.Date(2026, 11, 22, 0, 0, 0, 0, time.UTC),
	} {
		checkWritten(t, value, want)
	}
}

func TestWriteNamesWhatItRefuses(t *testing.T) {
	cycle := map[string]any{}
	cycle["again"] = cycle
	type ring struct{ Next *ring }
	round := &ring{}
	round.Next = round
	var self any
	self = &self
	long := strings.Repeat("é", 50)
	for name, c := range map[string]struct {
		value any
		want  string
	}{
		"not UTF-8":     {"\xff", "unsupported at $ (string): " + notUTF8},
		"key not UTF-8": {map[string]any{"\xff": 1}, `unsupported at $["\xff"] (string): ` + notUTF8},
		"function": {
			[]any{func() {}},
			"unsupported at $[0] (func()): JSON has no func: leave it out (struct tag `json:\"-\"`)",
		},
		"channel in struct": {
			map[string]any{"job": struct{ Done chan int }{make(chan int)}},
			"unsupported at $.job.Done (chan int): JSON has no chan: leave it out (struct tag `json:\"-\"`)",
		},
		"complex": {
			map[string]complex64{"a b": 1},
			"unsupported at $[\"a b\"] (complex64): JSON has no complex64: leave it out (struct tag `json:\"-\"`)",
		},
		"long key":      {map[string]any{long: func() {}}, `unsupported at $["` + long[:80] + `"…] (func()): ` + noForm(reflect.Func)},
		"keys of truth": {map[bool]int{true: 1}, "unsupported at $ (map[bool]int): " + keyNotText},
		"equal keys":    {map[masked]int{{"a"}: 1, {"b"}: 2}, `unsupported at $ (map[json.masked]int): two keys are written as "***"`},
		"wrong text":    {map[string]any{"a": wrongText{}}, "unsupported at $.a (json.wrongText): " + notUTF8},
		"method of an embedded type": {
			struct {
				masked    `json:"inner"`
				wrongText `json:"-"`
			}{},
			"unsupported at $.inner (json.masked): " + notExported,
		},
		"no exported field": {
			map[string]any{"label": struct{ name string }{"bug"}},
			"unsupported at $.label (struct { name string }): " + hiddenFields,
		},
		"option of another package": {
			struct {
				At time.Time `json:",format:DateOnly"`
			}{},
			"unsupported at $.At (time.Time): " + unknownOption,
		},
		"method of another package": {
			struct{ At encoded }{},
			"unsupported at $.At (json.encoded): " + onlyEncoder,
		},
		"no number":      {Number("1x"), `unsupported at $ (json.Number): "1x" is not a number`},
		"text as number": {Number(`"1"`), `unsupported at $ (json.Number): "\"1\"" is not a number`},
		"huge number":    {Number("1e400"), "non-finite at $ (json.Number): " + notFinite},
		"infinite":       {[]float64{1, math.Inf(1)}, "non-finite at $[1] (float64): " + notFinite},
		"small infinite": {[]float32{float32(math.NaN())}, "non-finite at $[0] (float32): " + notFinite},
		"failing marshaler": {
			map[string]any{"at": time.Date(10_000, 1, 1, 0, 0, 0, 0, time.UTC)},
			"unsupported at $.at (time.Time): Time.MarshalJSON: year outside of range [0,9999]",
		},
		"wrong marshaler":   {broken{}, "unsupported at $ (json.broken): MarshalJSON returned invalid JSON: syntax at byte 1"},
		"cycle of maps":     {cycle, "too-deep at $" + strings.Repeat(".again", 8) + "… (map[string]interface {}): " + nestedTooFar},
		"cycle of pointers": {round, "too-deep at $" + strings.Repeat(".Next", 8) + "… (json.ring): " + nestedTooFar},
		"pointer to itself": {self, "too-deep at $ (*interface {}): " + nestedTooFar},
	} {
		t.Run(name, func(t *testing.T) {
			text, err := Write(c.value)
			var wrong *WriteError
			if !errors.As(err, &wrong) || err.Error() != "cannot write the value as JSON: "+c.want {
				t.Fatalf("got %s (%v), want %s", text, err, c.want)
			}
		})
	}
}

type broken struct{}

func (broken) MarshalJSON() ([]byte, error) { return []byte("["), nil }

// masked hides a secret.
type masked struct{ secret string }

func (masked) MarshalText() ([]byte, error) { return []byte("***"), nil }

type wrongText struct{}

func (wrongText) MarshalText() ([]byte, error) { return []byte("\xff"), nil }

type encoded struct{}

func (encoded) MarshalJSONTo(any) error { return nil }

func TestNumbersConvert(t *testing.T) {
	if n, err := Number("9007199254740993").Int64(); n != 9007199254740993 || err != nil {
		t.Fatalf("got %d, %v", n, err)
	}
	if _, err := Number("9223372036854775808").Int64(); err == nil {
		t.Fatal("an integer was cut")
	}
	if f, err := Number("10").Float64(); f != 10 || err != nil {
		t.Fatalf("got %v, %v", f, err)
	}
}
