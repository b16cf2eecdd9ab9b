from dataclasses import make_dataclass

from componentize_py_types import Err

from .types import Attribute

Request = make_dataclass(
    "Request", ["connection", "method", "path", "headers", "body", "timeout_ms"]
)
Response = make_dataclass("Response", ["status", "headers", "body"])


class Error_NotGranted: ...


class Error_Timeout: ...


def send(request):
    """Responds with the request."""
    if request.connection != "echo":
        raise Err(Error_NotGranted())
    if request.timeout_ms == 1:
        raise Err(Error_Timeout())
    headers = [Attribute(field.name.lower(), field.value) for field in request.headers]
    return Response(200, headers, request.body or f"{request.method} {request.path}".encode())
