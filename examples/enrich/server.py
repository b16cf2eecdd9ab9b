"""A profile service for `enrich`: `python3 server.py [PORT]`, 0 for any free port.

Prints its port. The response depends only on the login. For logins such as `octo-404` and
`octo-slow`, the part after the first hyphen selects the response.
"""

from __future__ import annotations

import hashlib
import json
import sys
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

SLOW_SECONDS = 3
LARGE = 1_000_000
STATUSES = {"404", "500", "503", "301"}
BODIES = {
    "empty": b"",
    "text": b"nobody home",
    "invalid-utf-8": b'{"name":"caf\xe9"}',
    "lone-surrogate": rb'{"name":"\uD83D"}',
    "infinite": b'{"score":1e400}',
    "deepest": b"[" * 127 + b"]" * 127,
    "too-deep": b"[" * 128 + b"]" * 128,
    "large": b'"' + b"x" * LARGE + b'"',
}


def answer(login: str) -> tuple[int, bytes]:
    """Returns the status and the body for a login."""
    ending = login.partition("-")[2]
    if ending in STATUSES:
        return int(ending), b""
    if ending == "204":
        return 204, b""
    return 200, BODIES[ending] if ending in BODIES else profile(login)


def profile(login: str) -> bytes:
    """Writes careless JSON: unsorted, spaced, with a duplicate key and numbers of all kinds."""
    number = int.from_bytes(hashlib.sha256(login.encode()).digest()[:10], "big")
    name = json.dumps(login)
    return (
        f'{{ "login": "replaced below", "score": {number % 1000 / 100:.2f}, "id": {number},\n'
        f'  "reach": 1e21, "delta": -0.0, "ratio": 1e-7, "tags": ["\U0001f680", "\\ud83d\\ude80", "\\u00e9"],\n'
        f'  "\uff5e": 1, "\U0001f600": 2, "address": {{ "zip": "0{number % 10000:04}", "city": {{ "name": "" }} }},\n'
        f'  "active": {str(number % 2 == 0).lower()}, "manager": null, "login": {name} }}\n'
    ).encode()


class Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        # The host closes the connection at a limit. Any other error is a bug in this server.
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("content-length", "0")))
        if self.path != "/profiles":
            return self.reply(404, b"")
        if self.headers.get("content-type") != "application/json":
            return self.reply(415, b"")
        login = json.loads(body)["login"]
        # The example shows canonical JSON: any other form is a bad request.
        if body != json.dumps({"login": login}, ensure_ascii=False, separators=(",", ":")).encode():
            return self.reply(400, b"")
        if login.endswith("-slow"):
            time.sleep(SLOW_SECONDS)
        self.reply(*answer(login))

    def reply(self, status: int, body: bytes) -> None:
        self.send_response(status)
        if status == 301:
            self.send_header("location", "/profiles/elsewhere")
        self.send_header("content-type", "application/json")
        if status != 204:
            self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        pass


def main() -> None:
    port = int(sys.argv[1]) if len(sys.argv) > 1 else 8099
    server = Server(("127.0.0.1", port), Handler)
    print(server.server_port, flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main()
