"""Greets the author of an opened issue."""

from guesthouse_sdk import Event, Json, Output, Rejected, config


def handle(event: Event) -> list[Output]:
    """Handles one event; what it returns is published.

    Keep nothing in globals: the next event may be handled by another instance. Import modules at
    the top: one that is not imported while the plugin is built does not exist for it.
    """
    if event.type != "com.github.issues.opened":
        return []
    author = field(field(field(event.json(), "issue"), "user"), "login")
    if not isinstance(author, str):
        # The event is at fault: it is put aside, and not tried again.
        raise Rejected("missing-author", "the issue has no author")
    greeting = config.get("greeting")
    if greeting is None:
        greeting = "Hello"
    print(f"greeting {author}")  # a log line for the operator
    data = {"text": f"{greeting}, @{author}!"}
    return [Output.json("com.example.greeting", data, subject=author)]


def field(value: Json, name: str) -> Json:
    """The field of an object, or None where there is none."""
    return value.get(name) if isinstance(value, dict) else None
