"""Event, Output and failures, as authors use them in tests of a plugin."""

from collections.abc import Callable

import pytest

from guesthouse_sdk import (
    Event,
    Failed,
    Failure,
    GuesthouseError,
    JsonError,
    Output,
    Rejected,
    Unavailable,
    config,
    http,
    log,
    state,
)


def event(data: bytes | None) -> Event:
    return Event(id="1", source="/test", type="test", data=data)


def test_event_json() -> None:
    assert event(b'{"a":1}').json() == {"a": 1}


@pytest.mark.parametrize(
    ("data", "code", "message"),
    [
        (None, "missing-data", "the event has no data"),
        (b"", "invalid-json", "the event's data is not valid JSON: syntax at byte 0"),
        (b'"\xff"', "invalid-json", "the event's data is not valid JSON: invalid-utf8 at byte 1"),
    ],
)
def test_event_json_rejects(data: bytes | None, code: str, message: str) -> None:
    with pytest.raises(Rejected) as caught:
        event(data).json()
    assert (caught.value.code, caught.value.message, str(caught.value)) == (code, message, message)


def test_event_text() -> None:
    assert event("héllo".encode()).text() == "héllo"
    assert event(b"").text() == ""


@pytest.mark.parametrize(("data", "code"), [(None, "missing-data"), (b"a\xff", "invalid-utf8")])
def test_event_text_rejects(data: bytes | None, code: str) -> None:
    with pytest.raises(Rejected) as caught:
        event(data).text()
    assert caught.value.code == code


def test_outputs() -> None:
    assert Output("t") == Output("t", data=None)
    made = Output.json("t", {"b": 1, "a": [None]}, subject="s", extensions={"x": "1"})
    assert made == Output(
        "t",
        subject="s",
        extensions={"x": "1"},
        data_content_type="application/json",
        data=b'{"a":[null],"b":1}',
    )
    assert Output.text("t", "é").data == "é".encode()
    assert Output.text("t", "é").data_content_type == "text/plain; charset=utf-8"
    assert Output.bytes("t", "image/png", b"\0", id="7").id == "7"


@pytest.mark.parametrize("kind", [Rejected, Failed, Unavailable])
def test_failures(kind: type[Failure]) -> None:
    failure = kind("a-code", "a message")
    assert isinstance(failure, GuesthouseError)
    assert failure.failure() is failure
    assert (failure.kind, failure.retry_after_ms) == (kind.__name__.lower(), None)


def test_unavailable_has_a_retry_time() -> None:
    assert Unavailable(None, "later", retry_after_ms=1500).retry_after_ms == 1500
    for wrong in (-1, 2**32):
        with pytest.raises(ValueError, match="retry_after_ms must be from 0 to 4294967295"):
            Unavailable(None, "later", retry_after_ms=wrong)


@pytest.mark.parametrize(
    ("error", "kind", "code", "message"),
    [
        (JsonError("syntax", 3), "failed", "invalid-json", "invalid JSON: syntax at byte 3"),
        (
            JsonError("too-deep"),
            "failed",
            "invalid-json-value",
            "cannot write the value as JSON: too-deep",
        ),
        (
            state.QuotaExceeded("counts"),
            "failed",
            "state-quota-exceeded",
            'state: quota-exceeded (store "counts")',
        ),
        (
            state.Unavailable("counts"),
            "unavailable",
            "state-unavailable",
            'state: unavailable (store "counts")',
        ),
        (
            http.Timeout("profiles"),
            "unavailable",
            "http-timeout",
            'http: timeout (connection "profiles")',
        ),
        (
            http.Refused("profiles"),
            "failed",
            "http-refused",
            'http: refused (connection "profiles")',
        ),
    ],
)
def test_uncaught_errors(error: GuesthouseError, kind: str, code: str, message: str) -> None:
    failure = error.failure()
    assert (failure.kind, failure.code, failure.message) == (kind, code, message)


def test_responses() -> None:
    headers = (("content-type", "a"), ("x-many", "1"), ("x-many", "2"))
    response = http.Response(200, headers, b'{"a":1}')
    assert response.header("x-many") == "1"
    assert response.header("missing") is None
    assert response.json() == {"a": 1}
    assert response.text() == '{"a":1}'
    with pytest.raises(JsonError):
        http.Response(200, (), b"<html>").json()
    with pytest.raises(JsonError) as caught:
        http.Response(200, (), b"<html>", "labels").json()
    named = 'the response is not valid JSON: syntax at byte 0 (connection "labels")'
    assert str(caught.value) == f"http: {named}"
    with pytest.raises(Failed, match="the response is not valid UTF-8 at byte 1"):
        http.Response(200, (), b"a\xff").text()


@pytest.mark.parametrize(
    ("use", "name"),
    [
        (lambda: config.get("greeting"), "config"),
        (lambda: log.info("text"), "log"),
        (lambda: state.open("counts"), "state"),
        (lambda: http.get("profiles", "/"), "http"),
    ],
)
def test_outside_a_plugin_there_is_no_host(use: Callable[[], object], name: str) -> None:
    with pytest.raises(RuntimeError) as caught:
        use()
    expected = f"`guesthouse_sdk.{name}` works only inside a plugin that a host runs"
    assert str(caught.value) == expected
