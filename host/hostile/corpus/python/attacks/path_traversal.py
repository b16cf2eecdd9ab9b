#! row: ssrf
#! ends: completed
#! limit: paths are appended, never resolved; a path that could leave the grant is refused
#! grants: connection
"""Tries to leave the granted path, host and scheme in many spellings."""

from guesthouse_sdk import Output, http

from . import breached, report

PATHS = (
    "/allowed/../admin",
    "/allowed/..%2fadmin",
    "/allowed/%2e%2e/admin",
    "/allowed/.%2E/admin",
    "/allowed/%252e%252e%252fadmin",
    "/allowed/..\\admin",
    "/allowed/..;/admin",
    "/allowed\0/admin",
    "/allowed HTTP/1.1\r\nx-injected: yes\r\n\r\nGET /admin",
    "/allowedadmin",
    "/ALLOWED",
    "/admin",
    "//169.254.169.254/latest/meta-data/",
    "http://169.254.169.254/latest/meta-data/",
    "@169.254.169.254/",
    "file:///etc/passwd",
)


def attack() -> list[Output]:
    for path in PATHS:
        try:
            http.get("upstream", path)
        except http.HttpError:
            continue
        raise breached(path)
    return report("nowhere else")
