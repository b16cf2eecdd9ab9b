"""Stands in for modules in C that Python inside a plugin lacks.

Packages import `bz2`, `lzma` and `ctypes` for a rare case, or for the size of a number. Without a
stand-in, their other functions would be lost too. What a stand-in cannot do raises an exception.
"""

from __future__ import annotations

import sys
from importlib.machinery import ModuleSpec
from importlib.util import find_spec
from types import ModuleType
from typing import Any, NoReturn

_FORMATS = {"FORMAT_AUTO": 0, "FORMAT_XZ": 1, "FORMAT_ALONE": 2, "FORMAT_RAW": 3}
_CHECKS = {"CHECK_NONE": 0, "CHECK_CRC32": 1, "CHECK_CRC64": 4, "CHECK_SHA256": 10}
_CHECKS |= {"CHECK_ID_MAX": 15, "CHECK_UNKNOWN": 16}
_FILTERS = {"FILTER_LZMA1": 0x4000000000000001, "FILTER_LZMA2": 0x21, "FILTER_DELTA": 3}
_FILTERS |= {"FILTER_X86": 4, "FILTER_POWERPC": 5, "FILTER_IA64": 6, "FILTER_ARM": 7}
_FILTERS |= {"FILTER_ARMTHUMB": 8, "FILTER_SPARC": 9, "MODE_FAST": 1, "MODE_NORMAL": 2}
_FILTERS |= {"MF_HC3": 3, "MF_HC4": 4, "MF_BT2": 0x12, "MF_BT3": 0x13, "MF_BT4": 0x14}
_PRESETS = {"PRESET_DEFAULT": 6, "PRESET_EXTREME": 1 << 31}

# The numbers of C on wasm32, by their size in bytes.
_NUMBERS = {
    1: ("bool", "byte", "ubyte", "char", "int8", "uint8"),
    2: ("short", "ushort", "int16", "uint16"),
    4: ("int", "uint", "long", "ulong", "float", "int32", "uint32", "size_t", "ssize_t", "void_p"),
    8: ("longlong", "ulonglong", "double", "int64", "uint64"),
}


def _codec(module: str, error: type[Exception]) -> dict[str, Any]:
    def refuse(*_args: object, **_options: object) -> NoReturn:
        raise error(f"a plugin has no `{module}`: use `zlib` or `gzip`")

    def start(*_args: object, **_options: object) -> None:
        pass

    # A reader of archives tries each codec, and takes the error for data of another one.
    compressor = {"compress": refuse, "flush": refuse}
    decompressor = {"decompress": refuse, "eof": False, "needs_input": True, "unused_data": b""}
    return {
        name: type(name, (), {"__init__": start, **methods})
        for name, methods in (("Compressor", compressor), ("Decompressor", decompressor))
    }


def _bz2() -> dict[str, Any]:
    return {f"BZ2{name}": value for name, value in _codec("bz2", OSError).items()}


def _lzma() -> dict[str, Any]:
    error = type("LZMAError", (Exception,), {"__doc__": "Data cannot be read or written."})
    codec = {f"LZMA{name}": value for name, value in _codec("lzma", error).items()}
    refuse = codec["LZMADecompressor"].decompress
    functions = {
        "LZMAError": error,
        "is_check_supported": lambda _check: False,
        "_encode_filter_properties": refuse,
        "_decode_filter_properties": refuse,
    }
    return codec | functions | _FORMATS | _CHECKS | _FILTERS | _PRESETS


def _ctypes() -> dict[str, Any]:
    sizes = {type(f"c_{name}", (), {}): size for size, names in _NUMBERS.items() for name in names}
    return {each.__name__: each for each in sizes} | {"sizeof": sizes.__getitem__}


def supply() -> None:
    """Adds the modules where Python was built without those in C."""
    if sys.platform != "wasi":
        return
    for lacking, name, contents in (
        ("_bz2", "_bz2", _bz2),
        ("_lzma", "_lzma", _lzma),
        ("_ctypes", "ctypes", _ctypes),
    ):
        if find_spec(lacking) is None:
            module = sys.modules[name] = ModuleType(name, "What is left of a module in C.")
            module.__spec__ = ModuleSpec(name, None)
            vars(module).update(contents())
