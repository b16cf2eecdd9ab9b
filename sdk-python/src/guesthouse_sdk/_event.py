"""What comes in and what goes out."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypedDict, Unpack

from ._failure import Rejected
from .json import Json, JsonError, JsonLike, parse, write

# Inside Output, `bytes` is a way to make one.
_Bytes = bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """A CloudEvents 1.0 event, as it was accepted by the host.

    An absent attribute is None; an empty one is an empty text. Without `data_content_type` the
    data is JSON. `time` is RFC 3339, as it was received. `data` are the bytes as they were
    received.
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
            raise Rejected("invalid-json", f"the event's data is {error}") from error

    def text(self) -> str:
        """Decodes the data as UTF-8. Raises `Rejected` if there is none or it is ill-formed."""
        try:
            return self._bytes().decode()
        except UnicodeDecodeError as error:
            message = f"the event's data is not text: invalid-utf8 at byte {error.start}"
            raise Rejected("invalid-utf8", message) from error

    def _bytes(self) -> bytes:
        if self.data is None:
            raise Rejected("missing-data", "the event has no data")
        return self.data


class Attributes(TypedDict, total=False):
    """The attributes of an output that the host completes or leaves out."""

    id: str | None
    source: str | None
    subject: str | None
    time: str | None
    data_schema: str | None
    extensions: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Output:
    """An event to publish when the handled event succeeds.

    The host gives what is left out: an `id` that a repeat gives again, the `source` that the
    operator chose, the `time` of the handled event. Names of extensions are 1 to 20 characters of
    `a-z` and `0-9` and do not start with `gh`.
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
        """Makes an output whose data is `value` as JSON. Raises `JsonError` if it is none."""
        data = write(value)
        return cls(type, data=data, data_content_type="application/json", **attributes)

    @classmethod
    def text(cls, type: str, text: str, **attributes: Unpack[Attributes]) -> "Output":
        """Makes an output whose data is `text` in UTF-8."""
        data = text.encode()
        return cls(type, data=data, data_content_type="text/plain; charset=utf-8", **attributes)

    @classmethod
    def bytes(
        cls, type: str, media_type: str, data: _Bytes, **attributes: Unpack[Attributes]
    ) -> "Output":
        """Makes an output whose data are `data`, described by `media_type`."""
        return cls(type, data=data, data_content_type=media_type, **attributes)
