from .._failure import Failed, Failure, GuesthouseError


class JsonError(GuesthouseError, ValueError):
    """Bytes that are not JSON, or a value that cannot be written as JSON.

    `code` is one of `invalid-utf8`, `syntax`, `lone-surrogate`, `non-finite`, `too-deep` and
    `unsupported`. `offset` is in bytes from the start of the input; it is None for a write error.
    """

    def __init__(self, code: str, offset: int | None = None) -> None:
        super().__init__(code, offset)
        self.code = code
        self.offset = offset

    def __str__(self) -> str:
        if self.offset is None:
            return f"cannot write the value as JSON: {self.code}"
        return f"invalid JSON: {self.code} at byte {self.offset}"

    def failure(self) -> Failure:
        return Failed("invalid-json-value" if self.offset is None else "invalid-json", str(self))
