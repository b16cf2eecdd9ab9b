// Package main uses the library as a service does: goroutines, timers, templates, embedded files.
package main

import (
	"bytes"
	"context"
	"embed"
	"encoding/gob"
	"encoding/hex"
	"errors"
	"flag"
	"fmt"
	"math/rand/v2"
	"net"
	"os"
	"reflect"
	"runtime"
	"sync"
	"text/template"
	"time"

	"guesthouse.dev/sdk"
)

//go:embed letter.txt data
var files embed.FS

var letter = template.Must(template.ParseFS(files, "letter.txt"))

type price struct {
	Amount float64 `json:"amount"`
}

// checks are calls and their results.
var checks = []struct {
	name string
	call func() (any, error)
	want any
}{
	{"an embedded file", func() (any, error) {
		text, err := files.ReadFile("data/word.txt")
		return string(bytes.TrimSpace(text)), err
	}, "tea"},
	{"a template", func() (any, error) {
		var text bytes.Buffer
		err := letter.Execute(&text, map[string]any{"Name": "Ada", "Items": []int{1, 2}})
		return text.String(), err
	}, "Dear Ada: 1 2\n"},
	{"gob", func() (any, error) {
		var stream bytes.Buffer
		if err := gob.NewEncoder(&stream).Encode(price{2}); err != nil {
			return nil, err
		}
		var read price
		err := gob.NewDecoder(&stream).Decode(&read)
		return read.Amount, err
	}, 2.0},
	{"reflection", func() (any, error) { return reflect.TypeFor[price]().Field(0).Tag.Get("json"), nil }, "amount"},
	{"a wrapped error", func() (any, error) { return errors.Is(fmt.Errorf("x: %w", os.ErrNotExist), os.ErrNotExist), nil }, true},
	{"no file", func() (any, error) {
		_, err := os.ReadFile("/etc/passwd")
		return err != nil, nil
	}, true},
	{"the arguments", func() (any, error) {
		flag.Parse()
		return fmt.Sprint(os.Args, flag.NArg()), nil
	}, "[plugin] 0"},
	{"no environment", func() (any, error) { return len(os.Environ()), nil }, 0},
	{"a panic that is recovered", func() (result any, _ error) {
		defer func() { result = recover() != nil }()
		var none map[string]int
		none["a"] = 1
		return nil, nil
	}, true},
	{"a sleep", func() (any, error) {
		start := time.Now()
		time.Sleep(10 * time.Minute)
		return time.Since(start).Round(time.Minute), nil
	}, 10 * time.Minute},
	{"the results of goroutines", func() (any, error) {
		var group sync.WaitGroup
		results := make(chan int, 10)
		for at := range 10 {
			group.Go(func() {
				time.Sleep(time.Duration(at) * time.Millisecond)
				results <- at * at
			})
		}
		group.Wait()
		close(results)
		sum := 0
		for result := range results {
			sum += result
		}
		return sum, nil
	}, 285},
	{"an answer before a timer", func() (any, error) {
		answers := make(chan string)
		go func() {
			time.Sleep(20 * time.Millisecond)
			answers <- "answer"
		}()
		select {
		case answer := <-answers:
			return answer, nil
		case <-time.After(time.Second):
			return "late", nil
		}
	}, "answer"},
	{"a deadline", func() (any, error) {
		ctx, cancel := context.WithTimeout(context.Background(), 30*time.Millisecond)
		defer cancel()
		<-ctx.Done()
		return errors.Is(ctx.Err(), context.DeadlineExceeded), nil
	}, true},
	{"a ticker", func() (any, error) {
		ticker := time.NewTicker(10 * time.Millisecond)
		defer ticker.Stop()
		for range 3 {
			<-ticker.C
		}
		return "three", nil
	}, "three"},
	{"garbage", func() (any, error) {
		for range 50 {
			_ = make([]byte, 4<<20)
		}
		return "collected", nil
	}, "collected"},
}

func init() { sdk.Handle(handle) }

func main() {}

func handle(event sdk.Event) ([]sdk.Output, error) {
	switch event.Type {
	case "chance":
		return []sdk.Output{sdk.Text("t", chance())}, nil
	case "elsewhere":
		done := make(chan bool)
		go func() {
			defer close(done)
			var missing *price
			missing.Amount = 1 // the line of `elsewhere`
		}()
		<-done
	case "deadlock":
		var mutex sync.Mutex
		mutex.Lock()
		mutex.Lock() // the line of `deadlock`
	case "goexit":
		runtime.Goexit()
	case "socket":
		_, err := net.Dial("tcp", "203.0.113.1:80")
		return nil, sdk.Unavailable("no-answer", 0, "ask: %w", err)
	case "name":
		_, err := net.LookupHost("service.example")
		panic(err)
	case "file":
		_, err := os.ReadFile("data/word.txt")
		return nil, sdk.Failed("no-word", "read the word: %w", err)
	case "exit":
		os.Exit(7)
	}
	return check()
}

func check() ([]sdk.Output, error) {
	var outputs []sdk.Output
	for _, check := range checks {
		got, err := check.call()
		if err != nil || got != check.want {
			text := fmt.Sprintf("%s: %v %v, not %v", check.name, got, err, check.want)
			outputs = append(outputs, sdk.Text("wrong", text))
		}
	}
	return outputs, nil
}

// chance returns what differs between two runs of an ordinary program.
func chance() string {
	keys := map[int]bool{}
	for at := range 20 {
		keys[at] = true
	}
	var order []int
	for key := range keys {
		order = append(order, key)
	}
	return hex.EncodeToString(fmt.Append(nil, order, rand.Int(), time.Now().UnixNano()))
}
