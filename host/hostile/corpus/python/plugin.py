"""A hostile plugin: an event of type `hostile.NAME` runs the adversary NAME of `attacks/`."""

from collections.abc import Callable, Mapping
from importlib import import_module
from pkgutil import iter_modules

from guesthouse_sdk import Event, Output, Rejected

import attacks

Attack = Callable[[], list[Output]]

ATTACKS: Mapping[str, Attack] = {
    module.name: import_module(f"attacks.{module.name}").attack
    for module in iter_modules(attacks.__path__)
}


def handle(event: Event) -> list[Output]:
    attack = ATTACKS.get(event.type.removeprefix("hostile."))
    if attack is None:
        raise Rejected("no-such-attack", "there is no such attack")
    return attack()
