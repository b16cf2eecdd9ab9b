#! row: header-injection
#! ends: completed
#! limit: a header that breaks a rule fails the request; the host's own headers are dropped
#! grants: connection
"""Injects a header through a value and through a name, and sets headers that belong to the host."""

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
