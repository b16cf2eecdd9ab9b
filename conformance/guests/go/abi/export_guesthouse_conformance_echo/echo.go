// Package export_guesthouse_conformance_echo passes every value on to the host.
package export_guesthouse_conformance_echo

import (
	"slices"

	host "wit_component/guesthouse_conformance_echo"
	. "wit_component/guesthouse_conformance_sabotage"
	. "wit_component/guesthouse_conformance_types"

	wit "go.bytecodealliance.org/pkg/wit/types"
)

func EchoNothing() {
	host.EchoNothing()
}

func EchoArgs(first uint8, second string, third float64) (uint8, string, float64) {
	return host.EchoArgs(first, second, third)
}

func EchoBool(value bool) bool {
	return host.EchoBool(value)
}

func EchoU8(value uint8) uint8 {
	return host.EchoU8(value)
}

func EchoS8(value int8) int8 {
	return host.EchoS8(value)
}

func EchoU16(value uint16) uint16 {
	return host.EchoU16(value)
}

func EchoS16(value int16) int16 {
	return host.EchoS16(value)
}

func EchoU32(value uint32) uint32 {
	return host.EchoU32(value)
}

func EchoS32(value int32) int32 {
	return host.EchoS32(value)
}

func EchoU64(value uint64) uint64 {
	return host.EchoU64(value)
}

func EchoS64(value int64) int64 {
	return host.EchoS64(value)
}

func EchoF32(value float32) float32 {
	return host.EchoF32(value)
}

func EchoF64(value float64) float64 {
	return host.EchoF64(value)
}

func EchoChar(value rune) rune {
	return host.EchoChar(value)
}

func EchoString(value string) string {
	return host.EchoString(value)
}

func EchoBytes(value []uint8) []uint8 {
	return host.EchoBytes(value)
}

func EchoNumbers(value []int32) []int32 {
	if Active(MistakeOffByOne) && len(value) > 0 {
		value = value[:len(value)-1]
	}
	return host.EchoNumbers(value)
}

func EchoDoubles(value []float64) []float64 {
	return host.EchoDoubles(value)
}

func EchoStrings(value []string) []string {
	texts := host.EchoStrings(value)
	if Active(MistakeReordered) {
		slices.Reverse(texts)
	}
	return texts
}

func EchoGrid(value [][]uint16) [][]uint16 {
	return host.EchoGrid(value)
}

func EchoSingle(value wit.Tuple1[uint32]) uint32 {
	return host.EchoSingle(value)
}

func EchoPair(value wit.Tuple2[uint8, string]) (uint8, string) {
	return host.EchoPair(value)
}

func EchoPoint(value Point) Point {
	if Active(MistakeWrongField) {
		value.X, value.Y = value.Y, value.X
	}
	return host.EchoPoint(value)
}

func EchoPoints(value []Point) []Point {
	return host.EchoPoints(value)
}

func EchoPerson(value Person) Person {
	return host.EchoPerson(value)
}

func EchoWide(value Wide) Wide {
	return host.EchoWide(value)
}

func EchoShape(value Shape) Shape {
	return host.EchoShape(value)
}

func EchoShapes(value []Shape) []Shape {
	return host.EchoShapes(value)
}

func EchoColor(value Color) Color {
	return host.EchoColor(value)
}

func EchoHues(value []Hue) []Hue {
	return host.EchoHues(value)
}

func EchoOption(value wit.Option[uint32]) wit.Option[uint32] {
	return host.EchoOption(value)
}

func EchoTextOption(value wit.Option[string]) wit.Option[string] {
	return host.EchoTextOption(value)
}

func EchoNestedOption(value wit.Option[wit.Option[uint32]]) wit.Option[wit.Option[uint32]] {
	returned := host.EchoNestedOption(value)
	if Active(MistakeLostOption) && returned.IsSome() && returned.Some().IsNone() {
		return wit.None[wit.Option[uint32]]()
	}
	return returned
}

func EchoOptions(value []wit.Option[string]) []wit.Option[string] {
	return host.EchoOptions(value)
}

func EchoResult(value wit.Result[uint32, string]) wit.Result[uint32, string] {
	returned := host.EchoResult(value)
	if Active(MistakeSwallowedError) && returned.IsErr() {
		return wit.Ok[uint32, string](0)
	}
	return returned
}

func EchoResultOk(value wit.Result[uint32, wit.Unit]) wit.Result[uint32, wit.Unit] {
	return host.EchoResultOk(value)
}

func EchoResultErr(value wit.Result[wit.Unit, string]) wit.Result[wit.Unit, string] {
	return host.EchoResultErr(value)
}

func EchoResultBare(value wit.Result[wit.Unit, wit.Unit]) wit.Result[wit.Unit, wit.Unit] {
	return host.EchoResultBare(value)
}

func EchoResults(value []wit.Result[string, uint8]) []wit.Result[string, uint8] {
	return host.EchoResults(value)
}

func EchoFlags1(value Flags1) Flags1 {
	return host.EchoFlags1(value)
}

func EchoFlags8(value Flags8) Flags8 {
	return host.EchoFlags8(value)
}

func EchoFlags9(value Flags9) Flags9 {
	return host.EchoFlags9(value)
}

func EchoFlags16(value Flags16) Flags16 {
	return host.EchoFlags16(value)
}

func EchoFlags17(value Flags17) Flags17 {
	return host.EchoFlags17(value)
}

func EchoFlags32(value Flags32) Flags32 {
	return host.EchoFlags32(value)
}
