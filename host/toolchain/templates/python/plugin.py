"""Greets the author of an opened issue."""

from guesthouse_sdk import Event, Json, Output, Rejected, config


def handle(event: Event) -> list[Output]:
    """Receives one event and returns the events to publish.

    Keep no state in globals: another instance may handle the next event. List packages in
    requirements.txt: `guesthouse build` installs them.
    """
    if event.type != "com.github.issues.opened":
        return []
    author = field(field(field(event.json(), "issue"), "user"), "login")
    if not isinstance(author, str):
        # The event is invalid: the host records it as rejected and does not retry it.
        raise Rejected("missing-author", "the issue has no author")
    greeting = config.get("greeting")
    if greeting is None:
        greeting = "Hello"
    print(f"greeting {author}")  # a log line for the operator
    data = {"text": f"{greeting}, @{author}!"}
    return [Output.json("com.example.greeting", data, subject=author)]


def field(value: Json, name: str) -> Json:
    """Returns a field of an object, or None if there is none."""
    return value.get(name) if isinstance(value, dict) else None
