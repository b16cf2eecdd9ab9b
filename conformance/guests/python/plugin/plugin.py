"""The plugin of the suites in Python. It runs the commands in the event's text, one on each line,
and returns one line of answer for each.
"""

import breaking
import chance
from guesthouse_sdk import Event, Failed, Output, Rejected, Unavailable, config, http, log, state
from guesthouse_sdk.http import HttpError
from guesthouse_sdk.state import StateError

FAILURES = {"rejected": Rejected, "failed": Failed, "unavailable": Unavailable}


def handle(event: Event) -> list[Output]:
    script = event.text().splitlines()
    lines = [run(event, line) for line in script]
    counts = [int(line.removeprefix("emit ")) for line in script if line.startswith("emit ")]
    more = [number for count in counts for number in numbers(count)]
    answer = Output.text("conformance.answer", "\n".join(lines))
    return [answer, *(Output.text("conformance.more", str(number)) for number in more)]


def numbers(count: int) -> list[int]:
    found = list(range(1, count + 1))
    return found[::-1] if sabotaged("reordered") else found


def run(event: Event, line: str) -> str:
    try:
        return command(event, line.split(" "))
    except (StateError, HttpError) as error:
        return f"err {error.code}"
    except Uncaught as error:
        raise error.error from None


class Uncaught(Exception):
    def __init__(self, error: StateError) -> None:
        self.error = error


def command(event: Event, words: list[str]) -> str:
    match words:
        case ["config", name]:
            value = config.get(name)
            return maybe(value or None if sabotaged("lost-option") else value)
        case ["log", level, text]:
            getattr(log, level)(text)
        case ["open", store]:
            state.open(store)
        case ["get", store, key]:
            return maybe(state.open(store).get_text(key))
        case ["set", store, key, value]:
            state.open(store).set(key, value)
        case ["fill", store, key, count]:
            state.open(store).set(key, b"x" * int(count))
        case ["delete", store, key]:
            state.open(store).delete(key)
        case ["keys", store, prefix]:
            keys = list(state.open(store).keys(prefix))
            if sabotaged("off-by-one"):
                keys.pop()
            return ",".join(keys)
        case ["send", connection, method, path]:
            answer = http.send(http.Request(connection=connection, method=method, path=path))
            return f"{answer.status} {answer.text()}"
        case ["event"]:
            return described(event)
        case ["fail", kind, code]:
            raise FAILURES[kind](code, "as told")
        case ["hold", store, count]:
            held = [state.open(store) for _ in range(int(count))]
            return f"ok {len(held)}"
        case ["emit", _]:
            pass
        case ["pad", count]:
            return "x" * int(count)
        case ["crash"]:
            raise ValueError("as told")
        case ["break", way] if way in breaking.WAYS:
            breaking.WAYS[way]()
        case ["chance", what]:
            return chance.CHANCES[what]()
        case ["uncaught", store]:
            try:
                state.open(store)
            except StateError as error:
                if not sabotaged("swallowed-error"):
                    raise Uncaught(error) from None
        case _:
            raise Rejected("no-such-command", " ".join(words))
    return "ok"


def sabotaged(mistake: str) -> bool:
    """Whether the guest must make this mistake."""
    return config.get("sabotage") == mistake


def maybe(value: str | None) -> str:
    return "none" if value is None else f"some {value}"


def described(event: Event) -> str:
    extensions = ",".join(f"{name}={value}" for name, value in sorted(event.extensions.items()))
    kind = event.source if sabotaged("wrong-field") else event.type
    return f"{event.id} {event.source} {kind} {maybe(event.subject)} {extensions}"
