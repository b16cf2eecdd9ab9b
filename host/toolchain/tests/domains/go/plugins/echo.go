// Package main passes every type of the contract on to the host.
package main

import (
	"test.example/everything/both"
	"test.example/everything/counters"
	"test.example/everything/echo"
	"test.example/everything/everything"
	"test.example/everything/exportedboth"
	"test.example/everything/inline"
	"test.example/everything/inlineout"
	"test.example/everything/mirror"
	"test.example/everything/shapes"
	"test.example/everything/wit"
)

func init() {
	echo.Export(plugin{})
	exportedboth.Export(swapper{})
	everything.Export(world{})
	inlineout.Export(next{})
}

func main() {}

type plugin struct{}

func (plugin) EchoBool(v bool) bool                           { return mirror.EchoBool(v) }
func (plugin) EchoU8(v uint8) uint8                           { return mirror.EchoU8(v) }
func (plugin) EchoU16(v uint16) uint16                        { return mirror.EchoU16(v) }
func (plugin) EchoU32(v uint32) uint32                        { return mirror.EchoU32(v) }
func (plugin) EchoU64(v uint64) uint64                        { return mirror.EchoU64(v) }
func (plugin) EchoS8(v int8) int8                             { return mirror.EchoS8(v) }
func (plugin) EchoS16(v int16) int16                          { return mirror.EchoS16(v) }
func (plugin) EchoS32(v int32) int32                          { return mirror.EchoS32(v) }
func (plugin) EchoS64(v int64) int64                          { return mirror.EchoS64(v) }
func (plugin) EchoF32(v float32) float32                      { return mirror.EchoF32(v) }
func (plugin) EchoF64(v float64) float64                      { return mirror.EchoF64(v) }
func (plugin) EchoChar(v rune) rune                           { return mirror.EchoChar(v) }
func (plugin) EchoString(v string) string                     { return mirror.EchoString(v) }
func (plugin) EchoBytes(v []byte) []byte                      { return mirror.EchoBytes(v) }
func (plugin) EchoFloats(v []float64) []float64               { return mirror.EchoFloats(v) }
func (plugin) EchoStrings(v []string) []string                { return mirror.EchoStrings(v) }
func (plugin) EchoChars(v []rune) []rune                      { return mirror.EchoChars(v) }
func (plugin) EchoOption(v *uint32) *uint32                   { return mirror.EchoOption(v) }
func (plugin) EchoOptionList(v []string) []string             { return mirror.EchoOptionList(v) }
func (plugin) EchoOptionOption(v **string) **string           { return mirror.EchoOptionOption(v) }
func (plugin) EchoOptionFigure(v shapes.Figure) shapes.Figure { return mirror.EchoOptionFigure(v) }
func (plugin) EchoTuple(v wit.Tuple3[uint8, string, float32]) wit.Tuple3[uint8, string, float32] {
	return mirror.EchoTuple(v)
}
func (plugin) EchoResult(v wit.Tuple1[wit.Result[uint32, string]]) wit.Tuple1[wit.Result[uint32, string]] {
	return mirror.EchoResult(v)
}
func (plugin) EchoDirection(v shapes.Direction) shapes.Direction { return mirror.EchoDirection(v) }
func (plugin) EchoRights(v shapes.Rights) shapes.Rights          { return mirror.EchoRights(v) }
func (plugin) EchoDays(v shapes.Days) shapes.Days                { return mirror.EchoDays(v) }
func (plugin) EchoWide(v shapes.Wide) shapes.Wide                { return mirror.EchoWide(v) }
func (plugin) EchoPoint(v shapes.Point) shapes.Point             { return mirror.EchoPoint(v) }
func (plugin) EchoNumbers(v shapes.Numbers) shapes.Numbers       { return mirror.EchoNumbers(v) }
func (plugin) EchoFigure(v shapes.Figure) shapes.Figure          { return mirror.EchoFigure(v) }
func (plugin) EchoDrawings(v shapes.Drawings) shapes.Drawings    { return mirror.EchoDrawings(v) }

func (plugin) EchoMany(a shapes.Numbers, b shapes.Point, c shapes.Figure, d string) string {
	return mirror.EchoMany(a, b, c, d)
}

func (plugin) Nothing() { mirror.Nothing() }

func (plugin) FailVariant(v shapes.Refusal) (shapes.Point, error) { return mirror.FailVariant(v) }

func (plugin) FailEnum(v *shapes.Reason) (uint32, error) { return mirror.FailEnum(v) }

func (plugin) FailRecord(v shapes.Fault) error { return mirror.FailRecord(v) }

func (plugin) FailText(v string) (string, error) { return mirror.FailText(v) }

func (plugin) FailList(v []uint32) error { return mirror.FailList(v) }

func (plugin) Fail(v bool) error { return mirror.Fail(v) }

func (plugin) CountTo(v uint32) []uint32 {
	counter := counters.NewCounter(0)
	defer counter.Close()
	var counted []uint32
	for range v {
		counter.Up()
		value, err := counter.Value(v)
		if err != nil {
			panic(err)
		}
		counted = append(counted, value)
	}
	if _, err := counter.Value(0); v > 0 && err == nil {
		panic("the counter is not above 0")
	}
	return counted
}

func (plugin) PassOn(c counters.Counter) counters.Counter {
	c.Up()
	return c
}

func (plugin) Lent(c counters.Counter) uint32 { return c.Up() }

func (plugin) Merge(c []counters.Counter, d counters.Counter) counters.Counter {
	if len(c) == 0 {
		return nil
	}
	sum := counters.CounterSum(c)
	if d != nil && sum.Same(d) {
		return nil
	}
	return sum
}

func (plugin) Crash(v string) { panic(v) }

type swapper struct{}

func (swapper) Swap(p exportedboth.Pair) exportedboth.Pair {
	return exportedboth.Pair(both.Swap(both.Pair(p)))
}

type world struct{}

func (world) Answer(q everything.Question) *everything.Question {
	everything.Ask(q)
	return &q
}

type next struct{}

func (next) Next(after uint32) uint32 { return inline.Add(after, 1) }
