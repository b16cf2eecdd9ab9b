package sdk

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net"
	"net/url"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"time"

	"guesthouse.dev/sdk/http"
	"guesthouse.dev/sdk/internal/fault"
	"guesthouse.dev/sdk/internal/scope"
	"guesthouse.dev/sdk/json"
	"guesthouse.dev/sdk/state"
)

func handled(t *testing.T, h Handler) ([]Output, *Failure, string) {
	t.Helper()
	Handle(h)
	return answer(Event{ID: "1", Source: "/", Type: "t"})
}

func TestLongTextIsTruncatedBetweenCharacters(t *testing.T) {
	for text, want := range map[string]int{
		"short":                           5,
		strings.Repeat("x", 30_000):       20_000,
		"x" + strings.Repeat("é", 30_000): 19_999,
	} {
		if got := len(truncate(text)); got != want {
			t.Errorf("%.8s: %d bytes, want %d", text, got, want)
		}
	}
}

func TestErrorsBecomeFailures(t *testing.T) {
	timeout := &http.Error{Connection: "profiles", Err: http.ErrTimeout}
	for name, c := range map[string]struct {
		err  error
		want Failure
	}{
		"plain": {errors.New("no"), Failure{Kind: KindFailed, Message: "no"}},
		"socket": {
			fmt.Errorf("connect: %w", syscall.ECONNREFUSED),
			Failure{Kind: KindFailed, Message: fmt.Sprintf("connect: %v (a plugin has no sockets: use the package guesthouse.dev/sdk/http)", syscall.ECONNREFUSED)},
		},
		"name": {
			fmt.Errorf("look up: %w", &net.DNSError{Err: "refused", Name: "a.example"}),
			Failure{Kind: KindFailed, Message: "look up: lookup a.example: refused (a plugin has no sockets: use the package guesthouse.dev/sdk/http)"},
		},
		"connection": {
			Unavailable("down", 0, "fetch: %w", &url.Error{Op: "Get", URL: "http://a", Err: &net.OpError{Op: "dial", Err: errors.New("refused")}}),
			Failure{Kind: KindUnavailable, Code: "down", Message: `fetch: Get "http://a": dial: refused (a plugin has no sockets: use the package guesthouse.dev/sdk/http)`},
		},
		"file": {
			&fs.PathError{Op: "open", Path: "a", Err: syscall.ENOENT},
			Failure{Kind: KindFailed, Message: fmt.Sprintf("open a: %v (a plugin has no files: put what it reads into it with the package embed)", syscall.ENOENT)},
		},
		"program": {
			fmt.Errorf("push: %w", &exec.Error{Name: "git", Err: exec.ErrNotFound}),
			Failure{Kind: KindFailed, Message: `push: exec: "git": executable file not found in $PATH (a plugin cannot start programs: use the package guesthouse.dev/sdk/http)`},
		},
		"embedded file": {&fs.PathError{Op: "open", Path: "a", Err: fs.ErrNotExist}, Failure{Kind: KindFailed, Message: "open a: file does not exist"}},
		"rejected":      {Rejected("bad", "no %s", "x"), Failure{Kind: KindRejected, Code: "bad", Message: "no x"}},
		"failed":        {Failed("bad", "no"), Failure{Kind: KindFailed, Code: "bad", Message: "no"}},
		"unavailable":   {Unavailable("down", time.Second, "no"), Failure{KindUnavailable, "down", "no", time.Second, nil}},
		"wrapped": {
			fmt.Errorf("outer: %w", Unavailable("down", time.Second, "no")),
			Failure{KindUnavailable, "down", "outer: no", time.Second, nil},
		},
		"store": {
			&state.Error{Store: "counts", Err: state.ErrNotGranted},
			Failure{Kind: KindFailed, Code: "state-not-granted", Message: `state: not-granted (store "counts")`},
		},
		"store down": {
			&state.Error{Store: "counts", Err: state.ErrUnavailable},
			Failure{Kind: KindUnavailable, Code: "state-unavailable", Message: `state: unavailable (store "counts")`},
		},
		"http": {timeout, Failure{Kind: KindUnavailable, Code: "http-timeout", Message: `http: timeout (connection "profiles")`}},
		"explained": {
			Rejected("bad", "no profile: %w", timeout),
			Failure{Kind: KindRejected, Code: "bad", Message: `no profile: http: timeout (connection "profiles")`},
		},
		"json": {
			func() error { _, err := json.Parse([]byte("[")); return err }(),
			Failure{Kind: KindFailed, Code: "invalid-json", Message: "invalid JSON: syntax at byte 1"},
		},
		"text": {
			func() error { _, err := (&http.Response{Body: []byte{0xff}}).Text(); return err }(),
			Failure{Kind: KindFailed, Code: "invalid-utf8", Message: `http: the response is not valid UTF-8 (connection "")`},
		},
		"nil in another": {
			fmt.Errorf("outer: %w", (*Failure)(nil)),
			Failure{Kind: KindFailed, Message: "outer: no failure"},
		},
		"json value": {
			func() error { _, err := JSON("t", func() {}); return err }(),
			Failure{Kind: KindFailed, Code: "invalid-json-value", Message: "cannot write the value as JSON: unsupported at $ " +
				"(func()): JSON has no func: leave it out (struct tag `json:\"-\"`)"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			outputs, failure, trace := handled(t, func(Event) ([]Output, error) {
				return []Output{NewOutput("t")}, c.err
			})
			if outputs != nil || failure == nil || *failure != c.want {
				t.Fatalf("got %v, %+v, want %+v", outputs, failure, c.want)
			}
			var traced fault.Traced
			isTraced := errors.As(c.err, &traced) && traced.Stack() != nil
			if isTraced != strings.Contains(trace, "testing.go:") {
				t.Fatalf("got the trace %q", trace)
			}
		})
	}
}

func TestOutputsKeepTheirOrder(t *testing.T) {
	outputs, failure, _ := handled(t, func(Event) ([]Output, error) {
		return []Output{NewOutput("a"), Text("b", ""), Bytes("c", "image/png", nil)}, nil
	})
	if failure != nil || len(outputs) != 3 {
		t.Fatalf("got %v, %v", outputs, failure)
	}
	if outputs[0].Data != nil || outputs[1].Data == nil || outputs[2].Data == nil {
		t.Fatal("empty is not absent")
	}
	if *outputs[1].DataContentType != "text/plain; charset=utf-8" || *outputs[2].DataContentType != "image/png" {
		t.Fatal("the media types are wrong")
	}
}

func TestAPanicIsACrash(t *testing.T) {
	var text *string
	_, failure, trace := handled(t, func(Event) ([]Output, error) { return []Output{NewOutput(*text)}, nil })
	want := "runtime error: invalid memory address or nil pointer dereference"
	if failure == nil || failure.Kind != KindCrashed || failure.Code != "panic" || failure.Message != want {
		t.Fatalf("got %+v", failure)
	}
	// These tests are in the SDK's own package, whose frames stack removes.
	if strings.Contains(trace, "runtime") || strings.Contains(trace, "guesthouse.dev/sdk.") {
		t.Fatalf("got the stack %s", trace)
	}
}

func TestANilFailureIsNone(t *testing.T) {
	var none *Failure
	outputs, failure, _ := handled(t, func(Event) ([]Output, error) { return []Output{NewOutput("t")}, none })
	if failure != nil || len(outputs) != 1 {
		t.Fatalf("got %v, %+v", outputs, failure)
	}
}

type wrong struct{ text string }

func (w *wrong) Error() string { return w.text }

func TestAPanicOfAnErrorIsACrash(t *testing.T) {
	var none *wrong
	_, failure, _ := handled(t, func(Event) ([]Output, error) { return nil, none })
	if failure == nil || failure.Kind != KindCrashed {
		t.Fatalf("got %+v", failure)
	}
}

func TestMainMayRegisterTheHandler(t *testing.T) {
	Handle(nil)
	runMain = func() { Handle(func(Event) ([]Output, error) { return nil, nil }) }
	t.Cleanup(func() { runMain = nil })
	if _, failure, _ := answer(Event{}); failure != nil {
		t.Fatalf("got %+v", failure)
	}
}

func TestGoroutinesThatAreLeftAreReported(t *testing.T) {
	reader, writer, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	before := os.Stderr
	os.Stderr = writer
	release := make(chan struct{})
	handled(t, func(Event) ([]Output, error) {
		for range 3 {
			go func() { <-release }()
		}
		return nil, nil
	})
	os.Stderr = before
	close(release)
	_ = writer.Close()
	text, _ := io.ReadAll(reader)
	if !strings.HasPrefix(string(text), "goroutines still running when the handler returned: 3. ") {
		t.Fatalf("got %q", text)
	}
}

func TestStoresAreClosedHoweverAnEventEnds(t *testing.T) {
	closed := 0
	_, failure, _ := handled(t, func(Event) ([]Output, error) {
		scope.Defer(func() { closed++ })
		panic("no")
	})
	handled(t, func(Event) ([]Output, error) { return nil, nil })
	if failure == nil || closed != 1 {
		t.Fatalf("closed %d times after %v", closed, failure)
	}
}

func TestOutputsMustBeUTF8(t *testing.T) {
	broken := "\xff"
	for field, output := range map[string]Output{
		"ID":                 {ID: &broken},
		"Type":               {Type: broken},
		"Subject":            {Subject: &broken},
		`Extensions["x"]`:    {Extensions: map[string]string{"x": broken}},
		`Extensions["\xff"]`: {Extensions: map[string]string{broken: "x"}},
	} {
		_, failure, _ := handled(t, func(Event) ([]Output, error) { return []Output{output}, nil })
		want := "output 0: the output's " + field + " is not valid UTF-8"
		if failure == nil || failure.Code != "invalid-utf8" || failure.Message != want {
			t.Fatalf("%s: got %+v", field, failure)
		}
	}
}

func TestEventData(t *testing.T) {
	for name, c := range map[string]struct {
		data       []byte
		json, text string
	}{
		"absent":   {nil, "missing-data", "missing-data"},
		"empty":    {[]byte{}, "invalid-json", ""},
		"json":     {[]byte("{}"), "", ""},
		"no utf-8": {[]byte{0xff}, "invalid-json", "invalid-utf8"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := Event{Data: c.data}.JSON()
			checkRejected(t, err, c.json)
			_, err = Event{Data: c.data}.Text()
			checkRejected(t, err, c.text)
		})
	}
	_, err := Event{Data: []byte(`{"a":1e400}`)}.JSON()
	if err == nil || err.Error() != "the event's data is not valid JSON: non-finite at byte 5" {
		t.Fatal(err)
	}
	var cause *json.ParseError
	if !errors.As(err, &cause) || cause.Offset != 5 {
		t.Fatal("the cause is lost")
	}
}

func checkRejected(t *testing.T, err error, code string) {
	t.Helper()
	if code == "" && err == nil {
		return
	}
	var failure *Failure
	if !errors.As(err, &failure) || failure.Kind != KindRejected || failure.Code != code {
		t.Fatalf("got %v, want %q", err, code)
	}
}
