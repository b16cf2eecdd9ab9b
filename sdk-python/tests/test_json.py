"""Values that only Python has, and inputs that must be neither slow nor exhaust the stack."""

import json
import math
from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import IntEnum, StrEnum
from itertools import accumulate
from types import MappingProxyType
from typing import Any
from uuid import UUID

import pytest

from guesthouse_sdk.json import JsonError, JsonLike, parse, write

MIB = 1 << 20


class Colour(StrEnum):
    RED = "red"


class Number(IntEnum):
    ONE = 1


class Celsius(float):
    def __repr__(self) -> str:
        return "warm"


def code_of(value: Any) -> str:  # noqa: ANN401 (what types forbid is the test)
    with pytest.raises(JsonError) as caught:
        write(value)
    return caught.value.code


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ((1, (2, 3)), "[1,[2,3]]"),
        (OrderedDict(b=1, a=2), '{"a":2,"b":1}'),
        (MappingProxyType({"a": [MappingProxyType({})]}), '{"a":[{}]}'),
        (range(3), "[0,1,2]"),
        ([Colour.RED, Number.ONE, Celsius(1.5), True], '["red",1,1.5,true]'),
        ({Colour.RED: 1.0}, '{"red":1}'),
        ({"\uff5e": 1, "\U0001f600": [2.0]}, '{"\U0001f600":[2],"\uff5e":1}'),
    ],
)
def test_writes_json_like_values(value: JsonLike, text: str) -> None:
    assert write(value).decode() == text


@pytest.mark.parametrize(
    "value",
    [b"", bytearray(), {1, 2}, object(), 1j, {1: 2}, {None: 1}, {"a": [{True: 1}]}, [b"x", 1.5]],
)
def test_refuses_values_that_are_not_json(value: object) -> None:
    assert code_of(value) == "unsupported"


@dataclass
class Line:
    price: Decimal


@pytest.mark.parametrize(
    ("value", "message"),
    [
        (
            {"lines": [0, {}, {"price": Decimal("1.10")}]},
            "unsupported at $.lines[2].price (a Decimal): use str(...) or float(...)",
        ),
        (datetime(2026, 1, 2), "unsupported at $ (a datetime): use .isoformat()"),
        ([UUID(int=1)], "unsupported at $[0] (a UUID): use str(...)"),
        (Line(Decimal(1)), "unsupported at $ (a Line): use dataclasses.asdict(...)"),
        ({"a b": {1}}, "unsupported at $['a b'] (a set): use sorted(...)"),
        (
            (b"x",),
            "unsupported at $[0] (a bytes): use .decode(), or base64.b64encode(...).decode()",
        ),
        ((x for x in "a"), "unsupported at $ (a generator): use list(...)"),
        ({"a": {1: 2}}, "unsupported at $.a (the key 1 is an int): use str(...)"),
        ({"a": [math.nan]}, "non-finite at $.a[0] (nan): use None"),
        ([-math.inf], "non-finite at $[0] (-inf): use None"),
        (
            ["a\ud800"],
            "lone-surrogate at $[0] (text with a lone surrogate at index 1): "
            'use .encode("utf-8", "replace").decode()',
        ),
        (
            {"b": {"\ud800": 1}},
            "lone-surrogate at $.b (a key with a lone surrogate at index 0): "
            'use .encode("utf-8", "replace").decode()',
        ),
        (
            [object()],
            "unsupported at $[0] (an object): "
            "convert it to a dict, list, str, number, bool or None",
        ),
    ],
)
def test_says_which_part_cannot_be_written(value: Any, message: str) -> None:  # noqa: ANN401
    with pytest.raises(JsonError) as caught:
        write(value)
    assert str(caught.value) == f"cannot write the value as JSON: {message}"
    assert caught.value.failure().message == str(caught.value)


def test_says_where_a_value_is_too_deep() -> None:
    value: Any = 1
    for _ in range(129):
        value = {"key": value}
    with pytest.raises(JsonError) as caught:
        write(value)
    way = "JSON may have 128 levels"
    path = "$" + ".key" * 128
    expected = f"too-deep at {path[:200]}… (level 129): {way}"
    assert str(caught.value) == f"cannot write the value as JSON: {expected}"


def test_names_the_first_repetition_of_a_cycle() -> None:
    value: Any = {"beside": [1]}
    value["list"] = [value["beside"], {"again": value}]
    with pytest.raises(JsonError) as caught:
        write(value)
    where = "$.list[1].again ($ itself): leave it out, or refer to it by an id"
    assert str(caught.value) == f"cannot write the value as JSON: too-deep at {where}"


def test_a_refusal_of_shared_parts_takes_linear_time() -> None:
    shared: Any = [1]
    for _ in range(100):
        shared = [shared, shared]
    value: Any = [shared, {1}]
    with pytest.raises(JsonError, match=r"at \$\[1\] \(a set\)"):
        write(value)


@pytest.mark.parametrize("value", ["\ud800", ["a", 1.5, "\udfff"], {"\ud800": 1}, {"\udc00": 0.5}])
def test_refuses_lone_surrogates(value: object) -> None:
    assert code_of(value) == "lone-surrogate"


def test_refuses_cycles_in_linear_time() -> None:
    cycle: list[object] = []
    cycle += [cycle, cycle, {"a": cycle}]
    assert code_of(cycle) == "too-deep"


def test_a_repeated_object_is_written_twice() -> None:
    shared = {"a": [1.5]}
    assert write([shared, shared]) == b'[{"a":[1.5]},{"a":[1.5]}]'


@pytest.mark.parametrize("brackets", [b"[", b'{"a":', b'[{"a":'])
def test_depth_does_not_exhaust_the_stack(brackets: bytes) -> None:
    with pytest.raises(JsonError) as caught:
        parse(brackets * MIB)
    assert caught.value.code == "too-deep"


def test_brackets_in_strings_do_not_count_as_depth() -> None:
    text = ["[[[[{{{{" * 100, '"[\\', {"{[\\\\": "]"}]
    assert parse(json.dumps(text).encode()) == text


@pytest.mark.parametrize("start", ["[" * 126, '[{"a":' * 63, '{"a":' * 126])
def test_one_deep_value_among_many_shallow_ones(start: str) -> None:
    sound = '[1,"a\\n",0.5,{"b":[],"c":{"d":null}},[[]]]'
    text = f"{start}[1,2,{{}},[{sound}"
    with pytest.raises(JsonError) as caught:
        parse(text.encode())
    assert caught.value.code == "too-deep"
    assert caught.value.offset == bracket_that_opens(text, 129)


def bracket_that_opens(text: str, level: int) -> int:
    levels = accumulate((char in "[{") - (char in "]}") for char in text)
    return next(at for at, found in enumerate(levels) if found == level)


@pytest.mark.parametrize("digits", [4_300, 4_301, 100_000])
def test_integers_of_any_size(digits: int) -> None:
    text = b"-" + b"123456789" * (digits // 9) + b"1" * (digits % 9)
    assert write([parse(text), 0.5]) == b"[" + text + b",0.5]"
    assert write(parse(text)) == text


def test_a_mebibyte_of_text() -> None:
    text = "é😀\n" * (MIB // 8)
    data = json.dumps(text, ensure_ascii=False).encode()
    assert parse(data) == text
    assert write(text) == data


def test_reads_every_kind_of_value() -> None:
    assert parse(b' {"a": [1, 2.5, "x", null, true]} ') == {"a": [1, 2.5, "x", None, True]}
    assert type(parse(b"1")) is int
    assert type(parse(b"1.0")) is float
