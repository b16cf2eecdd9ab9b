"""Writes json-vectors.json: `python3 docs/reference/json_vectors.py`.

The expectations come from json_oracle.py, never from an SDK.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import json_oracle as oracle

Case = dict[str, Any]
ASTRAL, FULL_WIDTH = "\U0001f600", "\uff5e"


def valid() -> Iterator[tuple[str, bytes | str]]:
    for text in ("null", "true", "false", "[]", "{}", '""', "0"):
        yield f"literal/{text}", text
    yield "space/around", " \t\r\n[ \t\r\n1 , 2\n] \t\r\n"
    yield "space/in-object", ' { "a" : 1 ,\n"b" : [ ] } '
    yield "array/nested", '[[],[[1,"a",null,true,false,{}]],{}]'
    yield "object/nested", '{"a":{"b":{"c":[{"d":1}]}}}'
    yield "object/empty-key", '{"":0}'


def integers() -> Iterator[tuple[str, bytes | str]]:
    for text in ("-0", "1", "-1", "10", "123456789"):
        yield f"integer/{text}", text
    edges = {
        "2^31": 2**31,
        "2^32": 2**32,
        "2^53": 2**53,
        "2^63": 2**63,
        "2^64": 2**64,
        "10^21": 10**21,
    }
    for name, edge in edges.items():
        for offset in (-1, 0, 1):
            yield f"integer/{name}{offset:+d}", str(edge + offset)
            yield f"integer/-({name}{offset:+d})", str(-edge - offset)
    yield "integer/400-digits", "1234567890" * 40
    yield "integer/minus-400-digits", "-" + "9876543210" * 40
    yield "integer/5000-digits", "7" * 5000
    yield "integer/in-array", "[9007199254740993,-9007199254740993,1,2.0]"
    yield "integer/in-object", '{"id":12345678901234567890123}'


def doubles() -> Iterator[tuple[str, bytes | str]]:
    texts = """-0.0 0.0 0e0 -0e1 0E+5 1.0 1.5 1.50 -1.5 0.1 0.2 0.30000000000000004 100.0 1e2 1E5 1e+5 1e05 1E-5
    1e-6 1e-7 1.5e-7 123e-20 1e20 1e21 1.5e21 1e22 1e23 123456789012345680000.0 1234567890123456800000.0
    9007199254740993.0 9007199254740992.5 -9007199254740993e0 4.35 2.2250738585072014e-308
    2.2250738585072011e-308 5e-324 4.9e-324 2.5e-324 2.4e-324 1e-400 -1e-400 1e-99999999999999999999
    1.7976931348623157e308 -1.7976931348623157e308 1.7976931348623158e308 0e400 0.0e99999 -0e99999999999999999999
    3.141592653589793238462643383279502884197 0.000001 0.0000001 5.0e-1 333333333.33333329 1E30 4.50 2e-3
    0.000000000000000000000000001 8.41e21 2.2204460492503131e-16 9.999999999999999e22""".split()
    for text in texts:
        yield f"double/{text}", text
    yield "double/400-digits-with-negative-exponent", "1" + "0" * 400 + "e-400"
    yield "double/400-decimals", "0." + "0" * 399 + "1e400"
    yield "double/halfway-with-a-far-digit", "9007199254740993." + "0" * 400 + "1"


def strings() -> Iterator[tuple[str, bytes | str]]:
    yield "string/escapes", r'"\"\\\/\b\f\n\r\t"'
    yield "string/slash", '"/"'
    yield "string/all-controls", '"' + "".join(f"\\u{n:04X}" for n in range(0x20)) + '"'
    yield "string/delete", '"\x7f\\u007f"'
    yield "string/c1-control", '"\x85\\u0085"'
    yield "string/line-separators", '"\u2028\u2029\\u2028\\u2029"'
    yield "string/latin", '"é\\u00e9\\u00E9"'
    yield "string/no-normalisation", '"e\\u0301\u00e9"'
    yield "string/non-characters", '"\ufffe\uffff\\uFFFE\\uffff\ufdd0"'
    yield "string/byte-order-mark-inside", '"\ufeff\\ufeff"'
    yield "string/around-the-surrogates", '"\ud7ff\ue000\\ud7ff\\ue000"'
    yield "string/null", r'"a\u0000b"'
    yield "string/html", "\"<a href='x'>&amp;</a>\""
    yield "string/astral", f'"{ASTRAL}"'
    yield "string/astral-escaped", r'"\uD83D\uDE00"'
    yield "string/astral-escaped-lower", r'"\ud83d\ude00"'
    yield "string/astral-edges", r'"\uD800\uDC00\uDBFF\uDFFF"'
    yield "string/escaped-backslash-u", r'"\\uD800"'
    yield "string/proto", '{"__proto__":1,"constructor":2,"toString":3}'


def objects() -> Iterator[tuple[str, bytes | str]]:
    yield "object/sorted", '{"b":1,"a":2,"B":3,"":4,"aa":5,"1":6,"10":7,"2":8}'
    yield "object/index-keys", '{"4294967295":0,"4294967294":1,"b":2,"-1":3,"01":4,"1":5}'
    yield "object/utf-16-order", f'{{"{FULL_WIDTH}":1,"{ASTRAL}":2,"\ue000":3,"z":4}}'
    yield "object/utf-16-order-of-prefixes", f'{{"a{FULL_WIDTH}":1,"a{ASTRAL}":2,"a":3}}'
    yield (
        "object/rfc-8785-order",
        r'{"\u20ac":1,"\r":2,"\ufb33":3,"1":4,"\ud83d\ude00":5,"\u0080":6,"\u00f6":7}',
    )
    yield "object/duplicate", '{"a":1,"b":2,"a":3}'
    yield "object/duplicate-after-unescaping", r'{"a":1,"\u0061":2}'
    yield "object/duplicate-other-type", '{"a":{"b":1},"a":[{"c":1,"c":2}]}'
    yield "object/duplicate-null-wins", '{"a":1,"a":null}'
    yield "object/not-normalised-keys", '{"\u00e9":1,"e\u0301":2}'


def depth() -> Iterator[tuple[str, bytes | str]]:
    for n in (127, 128, 129, 200):
        yield f"depth/arrays-{n}", "[" * n + "]" * n
        yield f"depth/objects-{n}", '{"a":' * n + "0" + "}" * n
    yield "depth/mixed-128", '[{"a":' * 64 + "0" + "}]" * 64
    yield "depth/mixed-129", '[{"a":' * 64 + "[]" + "}]" * 64
    yield "depth/many-at-128", "[" * 127 + "[],{},[]" + "]" * 127
    yield "depth/129-before-syntax", "[" * 129 + "x"
    yield "depth/syntax-before-129", "[" * 100 + "x" + "[" * 100
    yield "depth/brackets-in-string", '"' + "[" * 200 + '"'


def syntax() -> Iterator[tuple[str, bytes | str]]:
    texts = r"""nul nulx tru} fals True NaN Infinity -Infinity undefined +1 .5 -.5 - -x -- 00 01 -01 1. 1.e5 1.x
    1e 1e+ 1e- 1ex 1e5.5 1.5.5 0x10 0b1 1_000 1,000 12a 1e5e5 ] } , : [1 [1, [1,] [,1] [1,,2] [1}
    [1:2] [} { {] {, {a {a:1} {1:2} {"a {"a" {"a"} {"a": {"a":} {"a":1 {"a":1, {"a":1,} {"a":1;} {"a":1]
    {"a":1,,} {,"a":1} {"a"::1} {null:1} " "abc "abc\" "\ "\x" "\u "\u12 "\u12G4" "\U0041" "\'" 'a' /**/1 1//x #1
    [1]] {}} nullnull truefalse ""x ["a""b"] [1true] \u0031 """.split()
    for text in texts:
        yield f"syntax/{text}", text
    yield "syntax/empty", ""
    yield "syntax/only-space", " \n "
    yield "syntax/two-values", "1 2"
    yield "syntax/two-members", '{"a":1 "b":2}'
    yield "syntax/two-items", "[1 2]"
    yield "syntax/missing-colon", '{"a" 1}'
    yield "syntax/trailing-garbage", '{"a":1} x'
    yield "syntax/trailing-nul", b"1\x00"
    for name, char in {
        "form-feed": "\f",
        "vertical-tab": "\v",
        "no-break": "\u00a0",
        "u+2028": "\u2028",
    }.items():
        yield f"syntax/{name}-is-no-space", f"{char}1"
        yield f"syntax/{name}-after", f"1{char}"
    yield "syntax/byte-order-mark", "\ufeff1"
    yield "syntax/byte-order-mark-after", "1\ufeff"
    for name, char in {"nul": "\0", "tab": "\t", "newline": "\n", "1f": "\x1f"}.items():
        yield f"syntax/control-in-string/{name}", f'"ab{char}c"'
        yield f"syntax/control-in-key/{name}", f'{{"{char}":1}}'
    yield "syntax/offset-is-bytes", f'"é{ASTRAL}" x'
    yield "syntax/first-of-two", "[1,}, 1e400"


def surrogates() -> Iterator[tuple[str, bytes | str]]:
    texts = r""""\uD800" "\uDFFF" "\uDC00\uD800" "\uD800x" "\uD800\n" "\uD800\x" "\uD800 "\uD800\ "\uD800\u "\uD800\uDC
    "\uD800\uD800" "\uD800\uD800\uDC00" "\uD800\u0041" "\uD800\uZZZZ" "\uD800\uDCGG" "\uD800\\uDC00" "\uD83D\uDE00\uDE00"
    "ab\udbffcd" "\uDBFF\uE000" ["\uDEAD"] {"\uDEAD":1} {"a":"\uDEAD"} {"a":"\uDEAD","a":1}""".split()
    for text in texts:
        yield f"surrogate/{text}", text
    yield "surrogate/after-astral", f'"{ASTRAL}\\uD800"'
    yield "surrogate/before-astral", f'"\\uD83D{ASTRAL}"'
    yield "surrogate/before-control", '"\\uD800\n"'


def non_finite() -> Iterator[tuple[str, bytes | str]]:
    texts = """1e400 -1e400 1E+400 1.0e400 1.7976931348623159e308 1e309 [1,1e400] {"a":-1e999} 1e99999999999999999999
    1e400x 1e400. 1e400e [1e400 {"a":1e400,"a":1} [1e400,\\uD800]""".split()
    for text in texts:
        yield f"non-finite/{text}", text
    yield "non-finite/400-digits-with-fraction", "1" + "0" * 400 + ".0"
    yield "non-finite/after-astral", f'["{ASTRAL}", 1e400]'


def utf8() -> Iterator[tuple[str, bytes | str]]:
    sequences = {
        "stray-continuation": b"\x80",
        "truncated-2": b"\xc3",
        "truncated-3": b"\xe2\x82",
        "truncated-4": b"\xf0\x9f\x98",
        "overlong-2": b"\xc0\xaf",
        "overlong-3": b"\xe0\x80\xaf",
        "overlong-4": b"\xf0\x80\x80\xaf",
        "overlong-nul": b"\xc0\x80",
        "surrogate": b"\xed\xa0\x80",
        "surrogate-pair": b"\xed\xa0\xbd\xed\xb8\x80",
        "above-10ffff": b"\xf4\x90\x80\x80",
        "f8": b"\xf8\x88\x80\x80\x80",
        "ff": b"\xff",
        "latin-1": b"caf\xe9",
    }
    for name, sequence in sequences.items():
        yield f"utf-8/{name}", b'"ab' + sequence + b'"'
    yield "utf-8/at-the-end", b'"ab\xe2\x82'
    yield "utf-8/in-key", b'{"\xff":1}'
    yield "utf-8/second-of-two", "é".encode() + b"\xff\xfe"
    yield "utf-8/before-syntax", b"x 1e400 \xff"
    yield "utf-8/after-the-value", b"1 \x80"
    yield "utf-8/utf-16-mark", b"\xff\xfe1\x00"


def read_case(name: str, given: bytes | str) -> Case:
    data = given if isinstance(given, bytes) else given.encode("utf-8", "surrogatepass")
    case: Case = {"name": name}
    try:
        case["text"] = data.decode()
    except UnicodeDecodeError:
        case["base64"] = base64.b64encode(data).decode()
    try:
        case["written"] = oracle.write(oracle.read(data))
    except oracle.JsonError as error:
        case["error"] = {"code": error.code, "offset": error.offset}
    return case


DOUBLES = """0000000000000000 8000000000000000 0000000000000001 8000000000000001 7fefffffffffffff ffefffffffffffff
4340000000000000 c340000000000000 4430000000000000 44b52d02c7e14af5 44b52d02c7e14af6 44b52d02c7e14af7
444b1ae4d6e2ef4e 444b1ae4d6e2ef4f 444b1ae4d6e2ef50 3eb0c6f7a0b5ed8c 3eb0c6f7a0b5ed8d 41b3de4355555553
41b3de4355555554 41b3de4355555555 41b3de4355555556 41b3de4355555557 becbf647612f3696 43143ff3c1cb0959
3ff0000000000000 bff8000000000000 0010000000000000 000fffffffffffff 3e7ad7f29abcaf48 3fb999999999999a
7ff0000000000000 fff0000000000000 7ff8000000000000""".split()


def writable() -> Iterator[tuple[str, Any]]:
    """Values in the notation that json.md describes."""
    for value in (None, True, False):
        yield f"literal/{json.dumps(value)}", value
    for digits in map(
        str,
        (0, 2**53 - 1, 2**53, 2**53 + 1, -(2**53) - 1, 2**64, 10**21, 10**400, -(10**400), 7**6000),
    ):
        yield f"integer/{digits[:22]}({len(digits)})", {"integer": digits}
    for bits in DOUBLES:
        yield f"double/{bits}", {"double": bits}
    yield "string/controls", {"string": "".join(map(chr, range(0x20)))}
    yield "string/others", {"string": f"\x7f\x85\u2028\u2029\ufeff\uffff/<>&'\"\\{ASTRAL}é"}
    yield "array/empty", {"array": []}
    yield (
        "array/mixed",
        {"array": [None, {"integer": "1"}, {"double": "3ff0000000000000"}, {"string": ""}]},
    )
    yield "object/empty", {"object": []}
    keys = ["b", "a", FULL_WIDTH, ASTRAL, "", "10", "2", "A", "\r", "\u0080", "__proto__"]
    yield "object/order", {"object": [[key, True] for key in keys]}
    for n in (128, 129):
        yield f"depth/arrays-{n}", {"nested-arrays": n}
        yield f"depth/objects-{n}", {"nested-objects": n}


def build(value: Any) -> oracle.Value:
    if not isinstance(value, dict):
        return value  # type: ignore[no-any-return]
    ((tag, content),) = value.items()
    match tag:
        case "integer":
            return int(content)
        case "double":
            return oracle.double(content)
        case "array":
            return [build(item) for item in content]
        case "object":
            return {key: build(item) for key, item in content}
        case "nested-arrays":
            return nested(content, lambda inner: [inner])
        case "nested-objects":
            return nested(content, lambda inner: {"a": inner})
    return str(content)


def nested(levels: int, wrap: Callable[[oracle.Value], oracle.Value]) -> oracle.Value:
    value: oracle.Value = None
    for _ in range(levels):
        value = wrap(value)
    return value


def write_case(name: str, value: Any) -> Case:
    case: Case = {"name": name, "value": value}
    try:
        case["written"] = oracle.write(build(value))
    except oracle.JsonError as error:
        case["error"] = {"code": error.code}
    return case


def main() -> None:
    groups = (
        valid,
        integers,
        doubles,
        strings,
        objects,
        depth,
        syntax,
        surrogates,
        non_finite,
        utf8,
    )
    read = [read_case(name, given) for group in groups for name, given in group()]
    write = [write_case(name, value) for name, value in writable()]
    for cases in (read, write):
        names = [case["name"] for case in cases]
        assert len(names) == len(set(names)), [name for name in names if names.count(name) > 1]
    lines = [",\n".join("  " + json.dumps(case) for case in cases) for cases in (read, write)]
    text = '{"read": [\n' + lines[0] + '\n], "write": [\n' + lines[1] + "\n]}\n"
    Path(__file__).with_name("json-vectors.json").write_text(text)


if __name__ == "__main__":
    main()
