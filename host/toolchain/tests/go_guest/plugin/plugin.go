// A plugin whose events say what it does.
package main

import (
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"runtime"
	"strings"
	"time"

	"guesthouse.dev/sdk"
	"guesthouse.dev/sdk/config"
	"guesthouse.dev/sdk/http"
	"guesthouse.dev/sdk/log"
	"guesthouse.dev/sdk/state"
)

func init() { sdk.Handle(handle) }

func main() {}

var cases = map[string]sdk.Handler{
	"busy":       busy,
	"clock":      clock,
	"exit":       exit,
	"files":      files,
	"goroutines": goroutines,
	"output":     output,
	"panic":      func(sdk.Event) ([]sdk.Output, error) { return sink[len(sink):][0], nil },
	"pending":    pending,
	"print":      print,
	"random":     random,
	"sleep":      sleep,
	"stdin":      stdin,
	"uncaught":   uncaught,
}

// sink keeps what the compiler must not see through.
var sink [][]sdk.Output

func handle(event sdk.Event) ([]sdk.Output, error) { return cases[event.Type](event) }

func say(format string, args ...any) ([]sdk.Output, error) {
	return []sdk.Output{sdk.Text("said", fmt.Sprintf(format, args...))}, nil
}

var handled int

// busy does what plugins do, and collects garbage after each thousand of events.
func busy(event sdk.Event) ([]sdk.Output, error) {
	handled++
	if handled%1000 == 0 {
		runtime.GC()
	}
	payload, err := event.JSON()
	if err != nil {
		return nil, err
	}
	greeting, _ := config.Get("greeting")
	log.Info(greeting, "id", event.ID)
	store, err := state.Open("counts")
	if err != nil {
		return nil, err
	}
	value, _, err := store.Get(event.ID)
	if err != nil {
		return nil, err
	}
	if err := store.Set(event.ID, value); err != nil {
		return nil, err
	}
	answer, err := http.PostJSON("echo", "/", payload)
	if err != nil {
		return nil, err
	}
	echo := sdk.Bytes("echo", "application/json", answer.Body)
	echo.Extensions = event.Extensions
	echo.Subject = event.Subject
	return []sdk.Output{echo}, nil
}

func clock(sdk.Event) ([]sdk.Output, error) {
	start := time.Now()
	return say("%d %t", start.Year(), time.Since(start) >= 0)
}

func exit(sdk.Event) ([]sdk.Output, error) {
	os.Exit(3)
	return nil, nil
}

func files(sdk.Event) ([]sdk.Output, error) {
	_, open := os.Open("/etc/passwd")
	_, list := os.ReadDir(".")
	write := os.WriteFile("x", nil, 0o600)
	_, listen := net.FileListener(os.NewFile(3, "socket"))
	return say("%t %t %t %t %d %v", errors.Is(open, os.ErrNotExist), errors.Is(list, os.ErrNotExist),
		errors.Is(write, os.ErrNotExist), listen != nil, len(os.Environ()), os.Args)
}

// goroutines leaves one asleep and one at work when the event is over.
func goroutines(event sdk.Event) ([]sdk.Output, error) {
	go func() {
		for range 3 {
			time.Sleep(time.Microsecond)
			log.Debug("still there")
		}
	}()
	return busy(event)
}

// output returns text that is not UTF-8 where only text may be.
func output(sdk.Event) ([]sdk.Output, error) {
	broken := "\xff"
	return []sdk.Output{{Type: "fine"}, {Type: "broken", Subject: &broken}}, nil
}

// pending leaves a timer behind that is due while the host hands over the next event.
func pending(event sdk.Event) ([]sdk.Output, error) {
	time.AfterFunc(time.Nanosecond, func() { log.Debug("fired") })
	return busy(event)
}

func print(sdk.Event) ([]sdk.Output, error) {
	fmt.Println(strings.Repeat("long ", 2000))
	_, err := fmt.Fprintln(os.Stderr, "to the error stream")
	return nil, err
}

func random(sdk.Event) ([]sdk.Output, error) {
	bytes := make([]byte, 13)
	_, err := rand.Read(bytes)
	output := sdk.Bytes("random", "application/octet-stream", bytes)
	return []sdk.Output{output}, err
}

func sleep(sdk.Event) ([]sdk.Output, error) {
	start := time.Now()
	time.Sleep(30 * time.Millisecond)
	return say("%t", time.Since(start) >= 30*time.Millisecond)
}

func stdin(sdk.Event) ([]sdk.Output, error) {
	text, err := io.ReadAll(os.Stdin)
	if err != nil {
		return nil, err
	}
	return say("%d", len(text))
}

// uncaught returns the errors of state and http as they come, by the event's subject.
func uncaught(event sdk.Event) ([]sdk.Output, error) {
	if *event.Subject == "http" {
		_, err := http.Get("refused", "/")
		return nil, err
	}
	_, err := state.Open(*event.Subject)
	return nil, err
}
