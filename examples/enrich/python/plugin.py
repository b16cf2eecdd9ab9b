"""Joins an event's repository with its sender's profile."""

from guesthouse_sdk import Event, Json, Output, Unavailable, http, json, log


def handle(event: Event) -> list[Output]:
    payload = event.json()
    login = field(field(payload, "sender"), "login")
    if not isinstance(login, str):
        return []
    answer = http.send(
        http.Request(
            connection="profiles",
            method="POST",
            path="/profiles",
            headers={"content-type": "application/json"},
            body=json.write({"login": login}),
        )
    )
    if answer.status == 404:
        log.info(f"nobody knows {login}")
        return []
    if answer.status != 200:
        code = f"profiles-answered-{answer.status}"
        raise Unavailable(code, f"profiles answered {answer.status}")
    return [
        Output.json(
            "dev.guesthouse.example.enriched",
            {"profile": answer.json(), "repository": field(payload, "repository")},
            subject=login,
        )
    ]


def field(value: Json, name: str) -> Json:
    return value.get(name) if isinstance(value, dict) else None
