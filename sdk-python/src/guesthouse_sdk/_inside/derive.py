"""Supplies `hashlib.pbkdf2_hmac`, which Python takes from OpenSSL: a plugin has none."""

from __future__ import annotations

import hashlib
import hmac


def _pbkdf2_hmac(
    hash_name: str, password: bytes, salt: bytes, iterations: int, dklen: int | None = None
) -> bytes:
    keyed = hmac.new(bytes(password), digestmod=hash_name)
    length = keyed.digest_size if dklen is None else dklen
    if iterations < 1:
        raise ValueError("iteration value must be greater than 0.")
    if length < 1:
        raise ValueError("key length must be greater than 0.")
    count = -(-length // keyed.digest_size)
    blocks = (_block(keyed, bytes(salt), iterations, number) for number in range(1, count + 1))
    return b"".join(blocks)[:length]


def _block(keyed: hmac.HMAC, salt: bytes, iterations: int, number: int) -> bytes:
    last = _digest(keyed, salt + number.to_bytes(4))
    combined = int.from_bytes(last)
    for _ in range(iterations - 1):
        last = _digest(keyed, last)
        combined ^= int.from_bytes(last)
    return combined.to_bytes(keyed.digest_size)


def _digest(keyed: hmac.HMAC, message: bytes) -> bytes:
    copy = keyed.copy()
    copy.update(message)
    return copy.digest()


def supply() -> None:
    """Adds the function where Python was built without OpenSSL."""
    if not hasattr(hashlib, "pbkdf2_hmac"):
        _pbkdf2_hmac.__name__ = "pbkdf2_hmac"
        hashlib.pbkdf2_hmac = _pbkdf2_hmac  # type: ignore[assignment]
