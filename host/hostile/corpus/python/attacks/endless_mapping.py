#! row: lifting
#! ends: limit fuel
#! limit: fuel
#! limits: {"fuel": 200000000}
"""Returns a mapping of extensions with endless keys."""

from collections.abc import Iterator, Mapping
from itertools import count

from guesthouse_sdk import Output


class Endless(Mapping[str, str]):
    def __iter__(self) -> Iterator[str]:
        return map(str, count())

    def __len__(self) -> int:
        return 1

    def __getitem__(self, name: str) -> str:
        return name


def attack() -> list[Output]:
    return [Output("hostile.endless", extensions=Endless())]
