//go:build !wasip1

package http

import (
	"errors"
	"testing"
)

func answering(t *testing.T, response *Response, err error) *Request {
	t.Helper()
	before := host
	t.Cleanup(func() { host = before })
	sent := new(Request)
	host = func(request Request) (*Response, error) {
		*sent = request
		return response, err
	}
	return sent
}

func TestNothingIsGrantedByDefault(t *testing.T) {
	_, err := Get("profiles", "/")
	var refused *Error
	if !errors.Is(err, ErrNotGranted) || !errors.As(err, &refused) || refused.Connection != "profiles" {
		t.Fatal(err)
	}
}

func TestGetHasNoBody(t *testing.T) {
	sent := answering(t, &Response{Status: 200}, nil)
	if _, err := Get("profiles", "/a?b"); err != nil {
		t.Fatal(err)
	}
	if sent.Method != "GET" || sent.Path != "/a?b" || sent.Body != nil || sent.Headers != nil {
		t.Fatalf("sent %+v", sent)
	}
}

func TestPostJSON(t *testing.T) {
	sent := answering(t, &Response{Status: 200}, nil)
	if _, err := PostJSON("profiles", "/", map[string]any{"b": 1, "a": nil}); err != nil {
		t.Fatal(err)
	}
	if string(sent.Body) != `{"a":null,"b":1}` || sent.Headers[0] != (Header{"content-type", "application/json"}) {
		t.Fatalf("sent %+v", sent)
	}
	if _, err := PostJSON("profiles", "/", func() {}); err == nil {
		t.Fatal("a function was sent")
	}
}

func TestTextMustBeUTF8(t *testing.T) {
	answering(t, &Response{Status: 200}, nil)
	for _, c := range []struct {
		request Request
		want    error
	}{
		{Request{Connection: "\xff"}, ErrNotGranted},
		{Request{Method: "\xff"}, ErrInvalidRequest},
		{Request{Path: "\xff"}, ErrInvalidRequest},
		{Request{Headers: []Header{{"\xff", ""}}}, ErrInvalidRequest},
		{Request{Headers: []Header{{"a", "\xff"}}}, ErrInvalidRequest},
	} {
		if _, err := Send(c.request); !errors.Is(err, c.want) {
			t.Fatalf("%+v: got %v", c.request, err)
		}
	}
}

func TestResponse(t *testing.T) {
	answer := &Response{Headers: []Header{{"a", "1"}, {"a", "2"}}, Body: []byte(`{"a":[1]}`)}
	if value, ok := answer.Header("A"); value != "1" || !ok {
		t.Fatalf("got %q, %t", value, ok)
	}
	if _, ok := answer.Header("b"); ok {
		t.Fatal("an absent header was found")
	}
	if value, err := answer.JSON(); err != nil || value.(map[string]any)["a"] == nil {
		t.Fatalf("got %v, %v", value, err)
	}
	if text, err := answer.Text(); err != nil || text != `{"a":[1]}` {
		t.Fatalf("got %q, %v", text, err)
	}
	if _, err := (&Response{Body: []byte{0xff}}).Text(); err == nil {
		t.Fatal("bytes that are not UTF-8 were returned as text")
	}
}
