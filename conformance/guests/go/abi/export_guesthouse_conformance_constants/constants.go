// Package export_guesthouse_conformance_constants returns values written as literals of Go.
package export_guesthouse_conformance_constants

import (
	"math"

	. "wit_component/guesthouse_conformance_types"

	wit "go.bytecodealliance.org/pkg/wit/types"
)

func APoint() Point {
	return Point{X: 1, Y: -2}
}

func APerson() Person {
	return Person{
		Name:    "Ada",
		Nick:    wit.None[string](),
		Age:     36,
		Home:    Point{X: 51, Y: 0},
		Tags:    []string{"maths", ""},
		Balance: -0.5,
		Initial: 'Å',
		Member:  true,
	}
}

func Shapes() []Shape {
	return []Shape{
		MakeShapeNothing(),
		MakeShapeCircle(1.5),
		MakeShapeLabel("l"),
		MakeShapeCorner(Point{X: 3, Y: 4}),
		MakeShapeMask([]uint8{0, 255}),
		MakeShapeGrey(128),
	}
}

func Colors() []Color {
	return []Color{ColorRed, ColorGreen, ColorBlue}
}

func NineFlags() Flags9 {
	return Flags9A | Flags9I
}

func SeventeenFlags() Flags17 {
	return Flags17H | Flags17I | Flags17Q
}

func APair() (uint8, string) {
	return 1, "two"
}

func Floats() []float64 {
	// A literal -0 is a positive zero in Go.
	negativeZero := math.Copysign(0, -1)
	return []float64{
		math.NaN(), math.Inf(1), math.Inf(-1), negativeZero, 0.1, math.MaxFloat64,
		math.SmallestNonzeroFloat64,
	}
}

func Texts() []string {
	return []string{"", "a\x00b", "é", "e\u0301", "𝄞", "\U0010ffff"}
}

func Results() []wit.Result[string, uint8] {
	return []wit.Result[string, uint8]{wit.Ok[string, uint8]("fine"), wit.Err[string, uint8](7)}
}

func Options() []wit.Option[wit.Option[uint32]] {
	return []wit.Option[wit.Option[uint32]]{
		wit.Some(wit.None[uint32]()), wit.Some(wit.Some[uint32](0)), wit.None[wit.Option[uint32]](),
	}
}
