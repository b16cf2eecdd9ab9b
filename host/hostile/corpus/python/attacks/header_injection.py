#! row: header-injection
#! ends: completed
#! limit: headers that break a rule end the request, those of the host are dropped
#! grants: connection
"""Smuggles a header in a value and a name, and sets those that are the host's."""

from guesthouse_sdk import Output, http

from . import breached, report

SMUGGLED = (
    ("x-a", "1\r\nx-injected: yes"),
    ("x-a", "1\nx-injected: yes"),
    ("x-a: 1\r\nx-injected", "yes"),
    ("x-a", "1\0"),
    ("", "yes"),
)

HOSTS = {
    "host": "169.254.169.254",
    "authorization": "Bearer stolen",
    "transfer-encoding": "chunked",
    "content-length": "4096",
    "x-forwarded-for": "127.0.0.1",
    "idempotency-key": "forged",
}


def attack() -> list[Output]:
    for header in SMUGGLED:
        try:
            http.send(http.Request("upstream", "GET", "/allowed", headers=[header]))
        except http.InvalidRequest:
            continue
        raise breached(header)
    http.send(http.Request("upstream", "GET", "/allowed", headers=HOSTS))
    return report("no header of its own")
