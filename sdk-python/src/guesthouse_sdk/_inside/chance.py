"""Seeds generators of random numbers again in each event, if a module gave them no seed."""

from __future__ import annotations

import random
from weakref import WeakSet

_unseeded: WeakSet[random.Random] = WeakSet()
_seed = random.Random.seed


def _remember(self: random.Random, a: object = None, version: int = 2) -> None:
    (_unseeded.add if a is None else _unseeded.discard)(self)
    _seed(self, a, version)  # type: ignore[arg-type]


def watch() -> None:
    """Remembers every generator that is created without a seed from here on."""
    random.Random.seed = _remember  # type: ignore[method-assign]


def seal() -> None:
    """Ends watching."""
    random.Random.seed = _seed  # type: ignore[method-assign]


def begin() -> None:
    """Seeds the remembered generators."""
    for generator in list(_unseeded):
        generator.seed()
