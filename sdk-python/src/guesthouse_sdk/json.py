"""Reads and writes JSON in the same way as every Guesthouse SDK.

Integers are exact at any size, other numbers are floats, and the last of several duplicate keys
wins. Written JSON has sorted keys, no white space and the shortest numbers (RFC 8785), so the same
value always gives the same bytes.
"""

from ._json.error import JsonError
from ._json.read import Json, parse
from ._json.write import JsonLike, write

__all__ = ["Json", "JsonError", "JsonLike", "parse", "write"]
