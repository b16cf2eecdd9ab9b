package json

import (
	"math"
	"strconv"
	"unicode/utf8"

	"guesthouse.dev/sdk/internal/fault"
)

// Parse reads one JSON text.
//
// The value is nil, a bool, a string, a [Number] for an integer, a float64 for any other number, a
// []any or a map[string]any. The last of several duplicate keys wins. The error is a [*ParseError].
func Parse(text []byte) (any, error) {
	if at := illFormed(text); at >= 0 {
		return nil, &ParseError{InvalidUTF8, at, fault.Here()}
	}
	p := parser{text: text}
	value, err := p.document()
	if err != nil {
		err.stack = fault.Here()
		return nil, err
	}
	return value, nil
}

func illFormed(text []byte) int {
	if utf8.Valid(text) {
		return -1
	}
	at := 0
	for {
		r, size := utf8.DecodeRune(text[at:])
		if r == utf8.RuneError && size == 1 {
			return at
		}
		at += size
	}
}

// parser exists because encoding/json silently replaces a lone surrogate by U+FFFD and has another
// maximum depth, so the text would have to be read twice.
type parser struct {
	text  []byte
	at    int
	depth int
}

func (p *parser) fail(code string, offset int) *ParseError {
	return &ParseError{Code: code, Offset: offset}
}

func (p *parser) syntax() *ParseError { return p.fail(Syntax, p.at) }

// peek returns the next byte, or 0 at the end. 0 never starts a JSON token.
func (p *parser) peek() byte {
	if p.at < len(p.text) {
		return p.text[p.at]
	}
	return 0
}

func (p *parser) space() {
	for p.at < len(p.text) {
		switch p.text[p.at] {
		case ' ', '\t', '\r', '\n':
			p.at++
		default:
			return
		}
	}
}

func (p *parser) document() (any, *ParseError) {
	p.space()
	value, err := p.value()
	if err != nil {
		return nil, err
	}
	p.space()
	if p.at < len(p.text) {
		return nil, p.syntax()
	}
	return value, nil
}

func (p *parser) value() (any, *ParseError) {
	switch c := p.peek(); {
	case c == '{':
		return p.object()
	case c == '[':
		return p.array()
	case c == '"':
		return box(p.str())
	case c == '-' || isDigit(c):
		return p.number()
	case c == 't':
		return true, p.literal("true")
	case c == 'f':
		return false, p.literal("false")
	case c == 'n':
		return nil, p.literal("null")
	}
	return nil, p.syntax()
}

func box(text string, err *ParseError) (any, *ParseError) { return text, err }

func (p *parser) literal(word string) *ParseError {
	for i := range len(word) {
		if p.peek() != word[i] {
			return p.syntax()
		}
		p.at++
	}
	return nil
}

func (p *parser) open() *ParseError {
	if p.depth == MaxDepth {
		return p.fail(TooDeep, p.at)
	}
	p.depth++
	p.at++
	p.space()
	return nil
}

// next skips a comma or the closing bracket; closed reports which.
func (p *parser) next(closing byte) (closed bool, err *ParseError) {
	p.space()
	switch p.peek() {
	case ',':
		p.at++
		p.space()
		return false, nil
	case closing:
		p.at++
		p.depth--
		return true, nil
	}
	return false, p.syntax()
}

func (p *parser) array() (any, *ParseError) {
	if err := p.open(); err != nil {
		return nil, err
	}
	list := []any{}
	if p.peek() == ']' {
		_, err := p.next(']')
		return list, err
	}
	for {
		value, err := p.value()
		if err != nil {
			return nil, err
		}
		list = append(list, value)
		if closed, err := p.next(']'); closed || err != nil {
			return list, err
		}
	}
}

func (p *parser) object() (any, *ParseError) {
	if err := p.open(); err != nil {
		return nil, err
	}
	object := map[string]any{}
	if p.peek() == '}' {
		_, err := p.next('}')
		return object, err
	}
	for {
		if err := p.member(object); err != nil {
			return nil, err
		}
		if closed, err := p.next('}'); closed || err != nil {
			return object, err
		}
	}
}

func (p *parser) member(object map[string]any) *ParseError {
	if p.peek() != '"' {
		return p.syntax()
	}
	key, err := p.str()
	if err != nil {
		return err
	}
	p.space()
	if p.peek() != ':' {
		return p.syntax()
	}
	p.at++
	p.space()
	value, err := p.value()
	object[key] = value
	return err
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

func (p *parser) digits() *ParseError {
	if !isDigit(p.peek()) {
		return p.syntax()
	}
	for isDigit(p.peek()) {
		p.at++
	}
	return nil
}

func (p *parser) number() (any, *ParseError) {
	start := p.at
	if p.peek() == '-' {
		p.at++
	}
	if p.peek() == '0' {
		p.at++
	} else if err := p.digits(); err != nil {
		return nil, err
	}
	integer := p.at
	if err := p.fraction(); err != nil {
		return nil, err
	}
	text := string(p.text[start:p.at])
	if p.at == integer {
		return canonicalInteger(text), nil
	}
	value, _ := strconv.ParseFloat(text, 64)
	if math.IsInf(value, 0) {
		return nil, p.fail(NonFinite, start)
	}
	return value, nil
}

// fraction skips the fraction and the exponent, if there are any.
func (p *parser) fraction() *ParseError {
	if p.peek() == '.' {
		p.at++
		if err := p.digits(); err != nil {
			return err
		}
	}
	if c := p.peek(); c != 'e' && c != 'E' {
		return nil
	}
	p.at++
	if c := p.peek(); c == '+' || c == '-' {
		p.at++
	}
	return p.digits()
}

func canonicalInteger(text string) Number {
	if text == "-0" {
		return "0"
	}
	return Number(text)
}
