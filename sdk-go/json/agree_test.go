package json

import (
	"bytes"
	stdjson "encoding/json"
	"strings"
	"testing"
)

func TestWriteAgreesWithTheStandardLibrary(t *testing.T) {
	for name, value := range sameAsStandard {
		t.Run(name, func(t *testing.T) { agrees(t, value) })
	}
}

// agrees fails unless the SDK and encoding/json write the same value, or both refuse it. Only the SDK
// refuses a struct of which nothing would be written.
func agrees(t *testing.T, value any) {
	t.Helper()
	var standard bytes.Buffer
	encoder := stdjson.NewEncoder(&standard)
	encoder.SetEscapeHTML(false)
	wrong := encoder.Encode(value)
	written, err := Write(value)
	if err != nil && strings.Contains(err.Error(), hiddenFields) {
		return
	}
	if wrong != nil || err != nil {
		if wrong == nil || err == nil {
			t.Fatalf("%T: got %s (%v), encoding/json gives %s (%v)", value, written, err, standard.Bytes(), wrong)
		}
		return
	}
	parsed, err := Parse(standard.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	if want, _ := Write(parsed); string(want) != string(written) {
		t.Fatalf("%T: got %s, want %s", value, written, want)
	}
}
