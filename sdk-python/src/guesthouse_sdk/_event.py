"""Events and outputs."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypedDict, Unpack

from ._failure import Rejected
from .json import Json, JsonError, JsonLike, parse, write

# In the class Output, the name `bytes` is a method.
_Bytes = bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """A CloudEvents 1.0 event, as the host accepted it.

    An absent attribute is None; an empty one is an empty string. Without `data_content_type` the
    data is JSON. `time` is in RFC 3339 format. `time` and `data` are exactly as the host received
    them.
    """

    id: str
    source: str
    type: str
    subject: str | None = None
    time: str | None = None
    data_content_type: str | None = None
    data_schema: str | None = None
    extensions: Mapping[str, str] = field(default_factory=dict)
    data: bytes | None = None

    def json(self) -> Json:
        """Parses the data. Raises `Rejected` if there is none or it is not JSON."""
        try:
            return parse(self._bytes())
        except JsonError as error:
            where = f"{error.code} at byte {error.offset}"
            message = f"the event's data is not valid JSON: {where}"
            raise Rejected("invalid-json", message) from error

    def text(self) -> str:
        """Decodes the data as UTF-8. Raises `Rejected` if there is none or it is ill-formed."""
        try:
            return self._bytes().decode()
        except UnicodeDecodeError as error:
            message = f"the event's data is not valid UTF-8 at byte {error.start}"
            raise Rejected("invalid-utf8", message) from error

    def _bytes(self) -> bytes:
        if self.data is None:
            raise Rejected("missing-data", "the event has no data")
        return self.data


class Attributes(TypedDict, total=False):
    """The optional attributes of an output."""

    id: str | None
    source: str | None
    subject: str | None
    time: str | None
    data_schema: str | None
    extensions: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Output:
    """An event that the host publishes if the plugin succeeds.

    The host fills in what is absent: an `id` that is the same if the event is handled again, the
    `source` that the policy sets, the `time` of the handled event. Names of extensions have 1 to 20
    characters of `a-z` and `0-9` and do not start with `gh`.
    """

    type: str
    id: str | None = field(default=None, kw_only=True)
    source: str | None = field(default=None, kw_only=True)
    subject: str | None = field(default=None, kw_only=True)
    time: str | None = field(default=None, kw_only=True)
    data_content_type: str | None = field(default=None, kw_only=True)
    data_schema: str | None = field(default=None, kw_only=True)
    extensions: Mapping[str, str] = field(default_factory=dict, kw_only=True)
    data: _Bytes | None = field(default=None, kw_only=True)

    @classmethod
    def json(cls, type: str, value: JsonLike, **attributes: Unpack[Attributes]) -> "Output":
        """Creates an output with `value` as JSON. Raises `JsonError` if that is impossible."""
        data = write(value)
        return cls(type, data=data, data_content_type="application/json", **attributes)

    @classmethod
    def text(cls, type: str, text: str, **attributes: Unpack[Attributes]) -> "Output":
        """Creates an output whose data is `text` in UTF-8."""
        data = text.encode()
        return cls(type, data=data, data_content_type="text/plain; charset=utf-8", **attributes)

    @classmethod
    def bytes(
        cls, type: str, media_type: str, data: _Bytes, **attributes: Unpack[Attributes]
    ) -> "Output":
        """Creates an output with data of the given media type."""
        return cls(type, data=data, data_content_type=media_type, **attributes)
