package main

import (
	"errors"
	"strings"
	"testing"

	"test.example/everything/counters"
	"test.example/everything/mirror"
	"test.example/everything/shapes"
)

type host struct{ mirror.Missing }

func (host) EchoFigure(v shapes.Figure) shapes.Figure { return v }

func (host) FailVariant(v shapes.Refusal) (shapes.Point, error) { return shapes.Point{}, v }

type machine struct{ counters.Missing }

func (machine) NewCounter(start uint32) counters.Counter { return &counter{value: start} }

type counter struct {
	value  uint32
	closed bool
}

func (c *counter) Up() uint32 {
	c.value++
	return c.value
}

func (c *counter) Value(most uint32) (uint32, error) {
	if c.value > most {
		return 0, errors.New("too far")
	}
	return c.value, nil
}

func (c *counter) Same(other counters.Counter) bool { return other == counters.Counter(c) }

func (c *counter) Close() { c.closed = true }

func TestFakesAnswer(t *testing.T) {
	defer mirror.Use(host{})()
	figure := shapes.FigureLabel{Value: "a"}
	if got := (plugin{}).EchoFigure(figure); got != figure {
		t.Errorf("got %v", got)
	}
	_, err := plugin{}.FailVariant(shapes.RefusalTooMany{Value: 3})
	var tooMany shapes.RefusalTooMany
	if !errors.As(err, &tooMany) || tooMany.Value != 3 || err.Error() != "too-many: 3" {
		t.Errorf("got %v", err)
	}
}

func TestResourcesAreFakes(t *testing.T) {
	defer counters.Use(machine{})()
	if got := (plugin{}).CountTo(3); len(got) != 3 || got[2] != 3 {
		t.Errorf("got %v", got)
	}
}

func TestAMissingFakeIsNamed(t *testing.T) {
	defer func() {
		text, _ := recover().(string)
		if !strings.HasPrefix(text, "mirror.EchoBool has no fake: ") {
			t.Errorf("got %q", text)
		}
	}()
	plugin{}.EchoBool(true)
}
