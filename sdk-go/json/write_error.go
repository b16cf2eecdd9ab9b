package json

import (
	"fmt"
	"reflect"
	"strings"
)

// What is wrong, and what to write instead.
const (
	notFinite     = "JSON has no NaN and no infinity: write nil or text"
	nestedTooFar  = "more than 128 nested arrays and objects: does the value contain itself?"
	notUTF8       = "the text is not valid UTF-8: correct it with strings.ToValidUTF8"
	keyNotText    = "a key must be a string, a number or have MarshalText: convert the keys, or write a list"
	notExported   = "the embedded type is not exported, so its method cannot be called: export it or name the field"
	hiddenFields  = "no field is exported, so nothing of it would be written: start their names with a capital letter"
	unknownOption = "the options embed and format of a tag need encoding/json: write with that package and sdk.Bytes"
	onlyEncoder   = "only encoding/json can call its MarshalJSONTo: give it MarshalJSON, or write with encoding/json and sdk.Bytes"
)

func noForm(kind reflect.Kind) string {
	return fmt.Sprintf("JSON has no %s: leave it out (struct tag `json:\"-\"`)", kind)
}

// refusal is why a part of a value cannot be written.
type refusal struct {
	WriteError
	// parts are the steps from the value to the part, innermost first.
	parts []string
}

func refuse(code string, t reflect.Type, detail string) *refusal {
	return &refusal{WriteError: WriteError{Code: code, Type: t.String(), Detail: detail}}
}

func (r *refusal) inIndex(index int) *refusal {
	r.parts = append(r.parts, fmt.Sprintf("[%d]", index))
	return r
}

func (r *refusal) inKey(key string) *refusal {
	const most = 40
	part := "." + key
	if runes := []rune(key); len(runes) > most {
		part = fmt.Sprintf("[%q…]", string(runes[:most]))
	} else if !isWord(key) {
		part = fmt.Sprintf("[%q]", key)
	}
	r.parts = append(r.parts, part)
	return r
}

func isWord(key string) bool {
	isOther := func(r rune) bool {
		return r != '_' && (r < '0' || r > '9') && (r < 'A' || r > 'Z') && (r < 'a' || r > 'z')
	}
	return key != "" && !strings.ContainsFunc(key, isOther)
}

// path returns the first parts of the path, from the whole value, which is "$".
func (r *refusal) path() string {
	const most = 8
	text := "$"
	for i := range min(most, len(r.parts)) {
		text += r.parts[len(r.parts)-1-i]
	}
	if len(r.parts) > most {
		text += "…"
	}
	return text
}
