"""Computes the expected outputs of the examples from examples/README.md, without plugin or host.

    python3 expected.py welcome|milestone|enrich [--outcomes FILE] < events.jsonl > expected.jsonl

Prints the lines that `guesthouse run` must print with the example's policy, in every language, and
writes each event's id, source, class, code and message to FILE.
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import json
import sys
import tomllib
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

EXAMPLES = Path(__file__).resolve().parent
sys.path[:0] = [str(EXAMPLES.parent / "docs/reference"), str(EXAMPLES / "enrich")]

import json_oracle as oracle  # noqa: E402
import server  # noqa: E402

KEY_LIMIT = 512
GREETED = {"com.github.issues.opened": "issue", "com.github.pull_request.opened": "pull_request"}


@dataclass
class Failure(Exception):
    kind: str
    code: str
    message: str


class Output(NamedTuple):
    type: str
    subject: str
    value: oracle.Value


@dataclass
class Event:
    attributes: dict[str, Any]
    data: bytes | None

    @property
    def type(self) -> str:
        return str(self.attributes["type"])

    def json(self) -> oracle.Value:
        if self.data is None:
            raise Failure("rejected", "missing-data", "the event has no data")
        try:
            return oracle.read(self.data)
        except oracle.JsonError as error:
            message = f"the event's data is not valid JSON: {error.code} at byte {error.offset}"
            raise Failure("rejected", "invalid-json", message) from None


def parse(line: str) -> Event:
    """Splits a line of wrap.mjs. `data` comes last, so its text can be kept unchanged."""
    envelope, found, text = line.partition(',"data":')
    if not found:
        attributes = json.loads(line)
        encoded = attributes.pop("data_base64", None)
        return Event(attributes, None if encoded is None else base64.b64decode(encoded))
    attributes = json.loads(envelope + "}")
    text = text.removesuffix("}").strip()
    if attributes.get("datacontenttype", "application/json") != "application/json":
        text = json.loads(text)
    return Event(attributes, text.encode())


def member(value: oracle.Value, *path: str) -> oracle.Value:
    """Returns an object's field, or None if it is absent or null, or if `value` is not an object."""
    for name in path:
        value = value.get(name) if isinstance(value, dict) else None
    return value


def missing(what: str) -> Failure:
    return Failure("rejected", f"missing-{what}", f"the payload has no {what}")


def text(value: oracle.Value, what: str) -> str:
    if not isinstance(value, str):
        raise missing(what)
    return value


@dataclass
class Plugins:
    """The three plugins; `counts` is the store of `milestone`."""

    policy: dict[str, Any]
    counts: dict[str, int] = field(default_factory=dict)

    def welcome(self, event: Event) -> Iterator[Output]:
        if event.type not in GREETED:
            return
        item = member(event.json(), GREETED[event.type])
        if not isinstance(item, dict):
            raise missing("item")
        author = text(member(item, "user", "login"), "author")
        number = member(item, "number")
        if isinstance(number, bool) or not isinstance(number, int | float):
            raise missing("number")
        title = text(member(item, "title"), "title")
        greeting = f"{self.policy['config']['greeting']}, @{author}!"
        value: oracle.Value = {
            "author": author,
            "greeting": greeting,
            "number": number,
            "title": title,
        }
        yield Output("dev.guesthouse.example.greeting", author, value)

    def milestone(self, event: Event) -> Iterator[Output]:
        if event.type != "com.github.push":
            return
        name = text(member(event.json(), "repository", "full_name"), "repository")
        controls = any(unicodedata.category(char) == "Cc" for char in name)
        if controls or not 1 <= len(name.encode()) <= KEY_LIMIT:
            message = 'state: invalid-key (store "counts")'
            raise Failure("failed", "state-invalid-key", message)
        pushes = self.counts[name] = self.counts.get(name, 0) + 1
        if pushes % 10 == 0:
            value: oracle.Value = {"pushes": pushes, "repository": name}
            yield Output("dev.guesthouse.example.milestone", name, value)

    def enrich(self, event: Event) -> Iterator[Output]:
        payload = event.json()
        login = member(payload, "sender", "login")
        if not isinstance(login, str):
            return
        status, body = answer(login)
        if status == 404:
            return
        if status != 200:
            message = f"profiles answered {status}"
            raise Failure("unavailable", f"profiles-answered-{status}", message)
        try:
            profile = oracle.read(body)
        except oracle.JsonError as error:
            where = f'{error.code} at byte {error.offset} (connection "profiles")'
            message = f"http: the response is not valid JSON: {where}"
            raise Failure("failed", "invalid-json", message) from None
        value: oracle.Value = {"profile": profile, "repository": member(payload, "repository")}
        yield Output("dev.guesthouse.example.enriched", login, value)


def answer(login: str) -> tuple[int, bytes]:
    """Returns the server's response, or the error that the policy's limits lead to."""
    if login.endswith("-slow"):
        raise no_answer("unavailable", "timeout")
    status, body = server.answer(login)
    if len(body) >= server.LARGE:
        raise no_answer("failed", "too-large")
    return status, body


def no_answer(kind: str, error: str) -> Failure:
    return Failure(kind, f"http-{error}", f'http: {error} (connection "profiles")')


def line(event: Event, plugin: str, source: str, index: int, output: Output) -> str:
    try:
        data = oracle.write(output.value)
    except oracle.JsonError as error:
        message = f"cannot write the value as JSON: {error.code}"
        raise Failure("failed", "invalid-json-value", message) from None
    attributes: dict[str, str] = {
        "specversion": "1.0",
        "id": derived(event.attributes["source"], event.attributes["id"], plugin, str(index)),
        "source": source,
        "type": output.type,
        "subject": output.subject,
        "time": event.attributes.get("time", ""),
        "datacontenttype": "application/json",
        "ghhops": "1",
    }
    if "time" not in event.attributes:
        del attributes["time"]
    members = [
        f"{oracle.write_string(key)}:{oracle.write_string(value)}"
        for key, value in attributes.items()
    ]
    return "{" + ",".join([*members, f'"data":{data}']) + "}"


def derived(*parts: str) -> str:
    """Returns the id that the host derives for an output."""
    encoded = [part.encode() for part in parts]
    digest = hashlib.sha256(
        b"".join(len(part).to_bytes(8, "big") + part for part in encoded)
    ).digest()
    return base64.b32encode(digest).decode().lower()[:26]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("example", choices=["welcome", "milestone", "enrich"])
    parser.add_argument("--outcomes", type=argparse.FileType("w", encoding="utf-8"))
    arguments = parser.parse_args()
    example = arguments.example
    policy = tomllib.loads((EXAMPLES / example / "guesthouse.toml").read_text())["plugin"][example]
    handle = getattr(Plugins(policy), example)
    for text_of_event in sys.stdin.buffer.read().decode().rstrip("\n").split("\n"):
        event = parse(text_of_event)
        lines: list[str] = []
        end: dict[str, str | None] = {"class": "completed", "code": None, "message": None}
        try:
            outputs = enumerate(handle(event))
            lines = [line(event, example, policy["source"], *output) for output in outputs]
        except Failure as failure:
            end = {"class": failure.kind, "code": failure.code, "message": failure.message}
        sys.stdout.buffer.write("".join(f"{text}\n" for text in lines).encode())
        if arguments.outcomes:
            outcome = {"event": event.attributes["id"], "source": event.attributes["source"]}
            arguments.outcomes.write(json.dumps(outcome | end) + "\n")


if __name__ == "__main__":
    main()
