"""Greets the author of an opened issue or pull request."""

from guesthouse_sdk import Event, Json, Output, Rejected, config

ITEMS = {
    "com.github.issues.opened": "issue",
    "com.github.pull_request.opened": "pull_request",
}


def handle(event: Event) -> list[Output]:
    if event.type not in ITEMS:
        return []
    item = field(event.json(), ITEMS[event.type])
    if not isinstance(item, dict):
        raise missing("item")
    author = field(field(item, "user"), "login")
    if not isinstance(author, str):
        raise missing("author")
    number = field(item, "number")
    if not isinstance(number, int | float) or isinstance(number, bool):
        raise missing("number")
    title = field(item, "title")
    if not isinstance(title, str):
        raise missing("title")
    greeting = config.get("greeting")
    if greeting is None:
        greeting = "Welcome"
    return [
        Output.json(
            "dev.guesthouse.example.greeting",
            {
                "author": author,
                "greeting": f"{greeting}, @{author}!",
                "number": number,
                "title": title,
            },
            subject=author,
        )
    ]


def field(value: Json, name: str) -> Json:
    return value.get(name) if isinstance(value, dict) else None


def missing(what: str) -> Rejected:
    return Rejected(f"missing-{what}", f"the payload has no {what}")
