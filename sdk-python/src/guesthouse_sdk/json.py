"""JSON that means the same in every language that plugins are written in.

Integers are exact at any size, other numbers are floats, of duplicate keys the last wins. What is
written has sorted keys, no white space and the shortest numbers (RFC 8785), so the same value
always gives the same bytes.
"""

from ._json.error import JsonError
from ._json.read import Json, parse
from ._json.write import JsonLike, write

__all__ = ["Json", "JsonError", "JsonLike", "parse", "write"]
