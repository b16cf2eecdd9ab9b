#! row: host-panic
#! ends: crashed exception
#! limit: the SDK shows what it can and never raises meanwhile
"""Raises in `finally` an exception that raises again when it is converted to text."""

from typing import NoReturn


class Bomb(BaseException):
    def __str__(self) -> str:
        raise Bomb

    __repr__ = __str__


def attack() -> NoReturn:
    try:
        raise ValueError("the first of them")
    finally:
        bomb = Bomb()
        bomb.__cause__ = bomb.__context__ = Bomb()
        raise bomb
