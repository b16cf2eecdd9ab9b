"""Values written as literals of Python."""

import math
import sys

from componentize_py_types import Err, Ok, Result, Some
from wit_world import exports
from wit_world.imports import types


class Constants(exports.Constants):
    def a_point(self) -> types.Point:
        return types.Point(x=1, y=-2)

    def a_person(self) -> types.Person:
        return types.Person(
            name="Ada",
            nick=None,
            age=36,
            home=types.Point(x=51, y=0),
            tags=["maths", ""],
            balance=-0.5,
            initial="Å",
            member=True,
        )

    def shapes(self) -> list[types.Shape]:
        return [
            types.Shape_Nothing(),
            types.Shape_Circle(1.5),
            types.Shape_Label("l"),
            types.Shape_Corner(types.Point(x=3, y=4)),
            types.Shape_Mask(bytes([0, 255])),
            types.Shape_Grey(128),
        ]

    def colors(self) -> list[types.Color]:
        return list(types.Color)

    def nine_flags(self) -> types.Flags9:
        return types.Flags9.A | types.Flags9.I

    def seventeen_flags(self) -> types.Flags17:
        return types.Flags17.H | types.Flags17.I | types.Flags17.Q

    def a_pair(self) -> tuple[int, str]:
        return 1, "two"

    def floats(self) -> list[float]:
        return [math.nan, math.inf, -math.inf, -0.0, 0.1, sys.float_info.max, 5e-324]

    def texts(self) -> list[str]:
        return ["", "a\0b", "é", "e\u0301", "𝄞", "\U0010ffff"]

    def results(self) -> list[Result[str, int]]:
        return [Ok("fine"), Err(7)]

    def options(self) -> list[Some[int | None] | None]:
        return [Some(None), Some(0), None]
