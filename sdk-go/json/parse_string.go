package json

import (
	"unicode/utf16"
	"unicode/utf8"
)

// The characters that may follow a backslash, and what they stand for.
var escapes = [256]byte{
	'"': '"', '\\': '\\', '/': '/', 'b': '\b', 'f': '\f', 'n': '\n', 'r': '\r', 't': '\t',
}

func (p *parser) str() (string, *ParseError) {
	p.at++
	start := p.at
	if err := p.plain(); err != nil {
		return "", err
	}
	if p.peek() == '"' {
		p.at++
		return string(p.text[start : p.at-1]), nil
	}
	return p.unescape(append([]byte(nil), p.text[start:p.at]...))
}

// plain skips to the next quote or backslash.
func (p *parser) plain() *ParseError {
	for p.at < len(p.text) {
		switch c := p.text[p.at]; {
		case c == '"' || c == '\\':
			return nil
		case c < ' ':
			return p.syntax()
		}
		p.at++
	}
	return p.syntax()
}

func (p *parser) unescape(text []byte) (string, *ParseError) {
	for {
		start := p.at
		if err := p.plain(); err != nil {
			return "", err
		}
		text = append(text, p.text[start:p.at]...)
		p.at++
		if p.text[p.at-1] == '"' {
			return string(text), nil
		}
		var err *ParseError
		if text, err = p.escape(text); err != nil {
			return "", err
		}
	}
}

// escape reads the characters after a backslash.
func (p *parser) escape(text []byte) ([]byte, *ParseError) {
	c := p.peek()
	if c == 'u' {
		p.at++
		return p.unicode(text)
	}
	if escapes[c] == 0 {
		return nil, p.syntax()
	}
	p.at++
	return append(text, escapes[c]), nil
}

// unicode reads the digits after `\u`; after a high surrogate also the low one.
func (p *parser) unicode(text []byte) ([]byte, *ParseError) {
	backslash := p.at - 2
	r, err := p.hex()
	if err != nil {
		return nil, err
	}
	if !utf16.IsSurrogate(r) {
		return utf8.AppendRune(text, r), nil
	}
	lone := p.fail(LoneSurrogate, backslash)
	if r >= 0xdc00 || p.peek() != '\\' || p.at+1 >= len(p.text) || p.text[p.at+1] != 'u' {
		return nil, lone
	}
	p.at += 2
	low, err := p.hex()
	if err != nil {
		return nil, err
	}
	if pair := utf16.DecodeRune(r, low); pair != utf8.RuneError {
		return utf8.AppendRune(text, pair), nil
	}
	return nil, lone
}

func (p *parser) hex() (rune, *ParseError) {
	var r rune
	for range 4 {
		digit, ok := hexDigit(p.peek())
		if !ok {
			return 0, p.syntax()
		}
		r = r<<4 | digit
		p.at++
	}
	return r, nil
}

func hexDigit(c byte) (rune, bool) {
	switch {
	case '0' <= c && c <= '9':
		return rune(c - '0'), true
	case 'a' <= c && c <= 'f':
		return rune(c - 'a' + 10), true
	case 'A' <= c && c <= 'F':
		return rune(c - 'A' + 10), true
	}
	return 0, false
}
