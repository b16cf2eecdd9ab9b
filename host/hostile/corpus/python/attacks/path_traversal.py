#! row: ssrf
#! ends: completed
#! limit: paths are appended, never resolved; what could leave the grant is refused
#! grants: connection
"""Leaves the granted path, the host and the scheme in every spelling it knows."""

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
