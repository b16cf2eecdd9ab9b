from .._failure import Failed, Failure, GuesthouseError


class JsonError(GuesthouseError, ValueError):
    """Bytes that are not JSON, or a value that cannot be written as JSON.

    `code` is one of `invalid-utf8`, `syntax`, `lone-surrogate`, `non-finite`, `too-deep` and
    `unsupported`. `offset` is in bytes from the start of the input; it is None for a write error.
    """

    def __init__(self, code: str, offset: int | None = None, detail: str | None = None) -> None:
        super().__init__(code, offset, detail)
        self.code = code
        self.offset = offset
        # Reading: the connection that the input came through. Writing: the place, and what to do.
        self.detail = detail

    def __str__(self) -> str:
        if self.offset is None:
            place = f" at {self.detail}" if self.detail else ""
            return f"cannot write the value as JSON: {self.code}{place}"
        where = f"{self.code} at byte {self.offset}"
        if self.detail:
            return f'http: the response is not valid JSON: {where} (connection "{self.detail}")'
        return f"invalid JSON: {where}"

    def failure(self) -> Failure:
        return Failed("invalid-json-value" if self.offset is None else "invalid-json", str(self))
