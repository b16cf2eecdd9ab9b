"""Runs the JSON vectors, which every SDK must pass."""

import base64
import json
import struct
from pathlib import Path
from typing import Any

import pytest

from guesthouse_sdk.json import JsonError, JsonLike, parse, write

VECTORS = Path(__file__).parents[2] / "docs/reference/json-vectors.json"

Case = dict[str, Any]


def cases(kind: str) -> list[Any]:
    vectors = json.loads(VECTORS.read_text("utf-8"))[kind]
    return [pytest.param(case, id=case["name"]) for case in vectors]


@pytest.mark.parametrize("case", cases("read"))
def test_read(case: Case) -> None:
    data = base64.b64decode(case["base64"]) if "base64" in case else case["text"].encode()
    if "error" not in case:
        assert write(parse(data)).decode() == case["written"]
        return
    with pytest.raises(JsonError) as caught:
        parse(data)
    error = caught.value
    assert {"code": error.code, "offset": error.offset} == case["error"]
    assert str(error) == f"invalid JSON: {error.code} at byte {error.offset}"


@pytest.mark.parametrize("case", cases("write"))
def test_write(case: Case) -> None:
    value = build(case["value"])
    if "error" not in case:
        assert write(value).decode() == case["written"]
        return
    with pytest.raises(JsonError) as caught:
        write(value)
    assert {"code": caught.value.code} == case["error"]
    assert caught.value.offset is None


def build(value: Any) -> JsonLike:  # noqa: ANN401 (the notation of the vectors)
    if not isinstance(value, dict):
        return value  # type: ignore[no-any-return]
    ((tag, content),) = value.items()
    match tag:
        case "string":
            return str(content)
        case "integer":
            return parse(content.encode())
        case "double":
            return float(struct.unpack(">d", bytes.fromhex(content))[0])
        case "array":
            return [build(item) for item in content]
        case "object":
            return {key: build(item) for key, item in content}
        case "nested-arrays" | "nested-objects":
            return nested(content, tag == "nested-objects")
    raise AssertionError(f"unknown notation {tag}")


def nested(levels: int, objects: bool) -> JsonLike:
    value: JsonLike = None
    for _ in range(levels):
        value = {"a": value} if objects else [value]
    return value
