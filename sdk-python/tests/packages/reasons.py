"""Why a package cannot work, and what to use instead."""

REASONS = {
    "dateparser": "newer versions need `regex`, which is native; use `python-dateutil`",
    "faker": "its component exceeds the limit `component_bytes` of 64 MiB",
    "sympy": "its component exceeds the limit `component_bytes` of 64 MiB; use `mpmath`",
    "pyjwt": "it imports `ssl`, which a plugin does not have; sign and verify with `hmac`",
    "requests": "a plugin has no sockets; send requests with `guesthouse_sdk.http`",
    "openpyxl": "it writes temporary files",
}
