"""Passes each value on to the host."""

from componentize_py_types import Err, Result, Some
from wit_world import exports
from wit_world.imports import echo as host
from wit_world.imports import types
from wit_world.imports.sabotage import Mistake, active


class Echo(exports.Echo):
    def echo_nothing(self) -> None:
        host.echo_nothing()

    def echo_args(self, first: int, second: str, third: float) -> tuple[int, str, float]:
        return host.echo_args(first, second, third)

    def echo_bool(self, value: bool) -> bool:
        return host.echo_bool(value)

    def echo_u8(self, value: int) -> int:
        return host.echo_u8(value)

    def echo_s8(self, value: int) -> int:
        return host.echo_s8(value)

    def echo_u16(self, value: int) -> int:
        return host.echo_u16(value)

    def echo_s16(self, value: int) -> int:
        return host.echo_s16(value)

    def echo_u32(self, value: int) -> int:
        return host.echo_u32(value)

    def echo_s32(self, value: int) -> int:
        return host.echo_s32(value)

    def echo_u64(self, value: int) -> int:
        return host.echo_u64(value)

    def echo_s64(self, value: int) -> int:
        return host.echo_s64(value)

    def echo_f32(self, value: float) -> float:
        return host.echo_f32(value)

    def echo_f64(self, value: float) -> float:
        return host.echo_f64(value)

    def echo_char(self, value: str) -> str:
        return host.echo_char(value)

    def echo_string(self, value: str) -> str:
        return host.echo_string(value)

    def echo_bytes(self, value: bytes) -> bytes:
        return host.echo_bytes(value)

    def echo_numbers(self, value: list[int]) -> list[int]:
        return host.echo_numbers(value[:-1] if active(Mistake.OFF_BY_ONE) else value)

    def echo_doubles(self, value: list[float]) -> list[float]:
        return host.echo_doubles(value)

    def echo_strings(self, value: list[str]) -> list[str]:
        texts = host.echo_strings(value)
        return texts[::-1] if active(Mistake.REORDERED) else texts

    def echo_grid(self, value: list[list[int]]) -> list[list[int]]:
        return host.echo_grid(value)

    def echo_single(self, value: tuple[int]) -> tuple[int]:
        return host.echo_single(value)

    def echo_pair(self, value: tuple[int, str]) -> tuple[int, str]:
        return host.echo_pair(value)

    def echo_point(self, value: types.Point) -> types.Point:
        if active(Mistake.WRONG_FIELD):
            value = types.Point(x=value.y, y=value.x)
        return host.echo_point(value)

    def echo_points(self, value: list[types.Point]) -> list[types.Point]:
        return host.echo_points(value)

    def echo_person(self, value: types.Person) -> types.Person:
        return host.echo_person(value)

    def echo_wide(self, value: types.Wide) -> types.Wide:
        return host.echo_wide(value)

    def echo_shape(self, value: types.Shape) -> types.Shape:
        return host.echo_shape(value)

    def echo_shapes(self, value: list[types.Shape]) -> list[types.Shape]:
        return host.echo_shapes(value)

    def echo_color(self, value: types.Color) -> types.Color:
        return host.echo_color(value)

    def echo_hues(self, value: list[types.Hue]) -> list[types.Hue]:
        return host.echo_hues(value)

    def echo_option(self, value: int | None) -> int | None:
        return host.echo_option(value)

    def echo_text_option(self, value: str | None) -> str | None:
        return host.echo_text_option(value)

    def echo_nested_option(self, value: Some[int | None] | None) -> Some[int | None] | None:
        returned = host.echo_nested_option(value)
        if active(Mistake.LOST_OPTION) and returned == Some(None):
            return None
        return returned

    def echo_options(self, value: list[str | None]) -> list[str | None]:
        return host.echo_options(value)

    def echo_result(self, value: Result[int, str]) -> int:
        try:
            return host.echo_result(value)
        except Err:
            if active(Mistake.SWALLOWED_ERROR):
                return 0
            raise

    def echo_result_ok(self, value: Result[int, None]) -> int:
        return host.echo_result_ok(value)

    def echo_result_err(self, value: Result[None, str]) -> None:
        host.echo_result_err(value)

    def echo_result_bare(self, value: Result[None, None]) -> None:
        host.echo_result_bare(value)

    def echo_results(self, value: list[Result[str, int]]) -> list[Result[str, int]]:
        return host.echo_results(value)

    def echo_flags1(self, value: types.Flags1) -> types.Flags1:
        return host.echo_flags1(value)

    def echo_flags8(self, value: types.Flags8) -> types.Flags8:
        return host.echo_flags8(value)

    def echo_flags9(self, value: types.Flags9) -> types.Flags9:
        return host.echo_flags9(value)

    def echo_flags16(self, value: types.Flags16) -> types.Flags16:
        return host.echo_flags16(value)

    def echo_flags17(self, value: types.Flags17) -> types.Flags17:
        return host.echo_flags17(value)

    def echo_flags32(self, value: types.Flags32) -> types.Flags32:
        return host.echo_flags32(value)
