package json

import (
	"errors"
	"math"
	"math/big"
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
		`null`:                                   (*person)(nil),
		`{"inner":1,"kept":0,"outer":2}`:         outer{embedded: embedded{Inner: 1, Outer: 9}, Outer: 2},
		`"2026-11-22T00:00:00Z"`:                 time.Date(2026, 11, 22, 0, 0, 0, 0, time.UTC),
	} {
		checkWritten(t, value, want)
	}
}

func TestWriteRefuses(t *testing.T) {
	cycle := map[string]any{}
	cycle["again"] = cycle
	type ring struct{ Next *ring }
	round := &ring{}
	round.Next = round
	for name, c := range map[string]struct {
		value any
		code  string
	}{
		"not UTF-8":         {"\xff", Unsupported},
		"key not UTF-8":     {map[string]any{"\xff": 1}, Unsupported},
		"function":          {func() {}, Unsupported},
		"channel in struct": {struct{ C chan int }{}, Unsupported},
		"bytes":             {[]byte("a"), Unsupported},
		"keys of numbers":   {map[int]int{}, Unsupported},
		"no number":         {Number("1x"), Unsupported},
		"text as number":    {Number(`"1"`), Unsupported},
		"huge number":       {Number("1e400"), NonFinite},
		"infinite in slice": {[]float64{math.Inf(1)}, NonFinite},
		"cycle of maps":     {cycle, TooDeep},
		"cycle of pointers": {round, TooDeep},
	} {
		t.Run(name, func(t *testing.T) {
			text, err := Write(c.value)
			var wrong *WriteError
			if !errors.As(err, &wrong) || wrong.Code != c.code {
				t.Fatalf("got %s (%v), want %s", text, err, c.code)
			}
		})
	}
}

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
