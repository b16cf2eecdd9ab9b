package json

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"math"
	"os"
	"strconv"
	"testing"
)

type vectors struct {
	Read  []readVector  `json:"read"`
	Write []writeVector `json:"write"`
}

type readVector struct {
	Name    string  `json:"name"`
	Text    string  `json:"text"`
	Base64  string  `json:"base64"`
	Written *string `json:"written"`
	Error   *struct {
		Code   string `json:"code"`
		Offset int    `json:"offset"`
	} `json:"error"`
}

type writeVector struct {
	Name    string  `json:"name"`
	Value   any     `json:"value"`
	Written *string `json:"written"`
	Error   *struct {
		Code string `json:"code"`
	} `json:"error"`
}

func load(t *testing.T) vectors {
	t.Helper()
	file, err := os.ReadFile("../../docs/reference/json-vectors.json")
	if err != nil {
		t.Fatal(err)
	}
	var all vectors
	if err := json.Unmarshal(file, &all); err != nil {
		t.Fatal(err)
	}
	if len(all.Read) == 0 || len(all.Write) == 0 {
		t.Fatal("the vectors are empty")
	}
	return all
}

func (v readVector) input(t *testing.T) []byte {
	if v.Base64 == "" {
		return []byte(v.Text)
	}
	input, err := base64.StdEncoding.DecodeString(v.Base64)
	if err != nil {
		t.Fatal(err)
	}
	return input
}

func TestReadVectors(t *testing.T) {
	for _, v := range load(t).Read {
		t.Run(v.Name, func(t *testing.T) {
			value, err := Parse(v.input(t))
			if v.Error != nil {
				var wrong *ParseError
				if !errors.As(err, &wrong) || wrong.Code != v.Error.Code || wrong.Offset != v.Error.Offset {
					t.Fatalf("got %v (%v), want %+v", value, err, *v.Error)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			checkWritten(t, value, *v.Written)
		})
	}
}

func TestWriteVectors(t *testing.T) {
	for _, v := range load(t).Write {
		t.Run(v.Name, func(t *testing.T) {
			value := build(t, v.Value)
			if v.Error == nil {
				checkWritten(t, value, *v.Written)
				return
			}
			text, err := Write(value)
			var wrong *WriteError
			if !errors.As(err, &wrong) || wrong.Code != v.Error.Code {
				t.Fatalf("got %s (%v), want %s", text, err, v.Error.Code)
			}
		})
	}
}

func checkWritten(t *testing.T, value any, want string) {
	t.Helper()
	text, err := Write(value)
	if err != nil {
		t.Fatal(err)
	}
	if string(text) != want {
		t.Fatalf("got %s, want %s", text, want)
	}
}

// build returns the value that a vector describes.
func build(t *testing.T, description any) any {
	described, ok := description.(map[string]any)
	if !ok {
		return description
	}
	for shape, content := range described {
		switch shape {
		case "integer":
			return Number(content.(string))
		case "double":
			bits, err := strconv.ParseUint(content.(string), 16, 64)
			if err != nil {
				t.Fatal(err)
			}
			return math.Float64frombits(bits)
		case "string":
			return content
		case "array":
			list := []any{}
			for _, item := range content.([]any) {
				list = append(list, build(t, item))
			}
			return list
		case "object":
			object := map[string]any{}
			for _, pair := range content.([]any) {
				object[pair.([]any)[0].(string)] = build(t, pair.([]any)[1])
			}
			return object
		case "nested-arrays":
			return nested(content, func(inner any) any { return []any{inner} })
		case "nested-objects":
			return nested(content, func(inner any) any { return map[string]any{"a": inner} })
		}
	}
	t.Fatalf("no rule for %v", description)
	return nil
}

func nested(depth any, wrap func(any) any) (value any) {
	for range int(depth.(float64)) {
		value = wrap(value)
	}
	return value
}
