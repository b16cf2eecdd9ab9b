"""Counts pushes per repository and reports every tenth."""

from guesthouse_sdk import Event, Json, Output, Rejected, state


def handle(event: Event) -> list[Output]:
    if event.type != "com.github.push":
        return []
    repository = field(field(event.json(), "repository"), "full_name")
    if not isinstance(repository, str):
        raise Rejected("missing-repository", "the payload has no repository")
    counts = state.open("counts")
    pushes = int(counts.get_text(repository) or "0") + 1
    counts.set(repository, str(pushes))
    if pushes % 10 != 0:
        return []
    return [
        Output.json(
            "dev.guesthouse.example.milestone",
            {"pushes": pushes, "repository": repository},
            subject=repository,
        )
    ]


def field(value: Json, name: str) -> Json:
    return value.get(name) if isinstance(value, dict) else None
