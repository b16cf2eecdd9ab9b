#! row: lying-abi
#! ends: crashed exception
#! limit: the SDK checks the real type of an object
"""Returns a text object that reports a wrong class, length and bytes."""

from guesthouse_sdk import Output


class Liar(str):
    def encode(self, encoding: str = "utf-8", errors: str = "strict") -> bytes:
        return b"\xff" * 10

    def __len__(self) -> int:
        return -1


class Impostor:
    __class__ = Output  # type: ignore[assignment]


def attack() -> list[Output]:
    return [Output(Liar("hostile.liar")), Impostor()]  # type: ignore[list-item]
