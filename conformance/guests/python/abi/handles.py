"""A thing that holds one of the host's, and drops it when its own last reference is gone."""

from typing import Self

from wit_world import exports
from wit_world.exports import handles
from wit_world.imports import handles as host
from wit_world.imports.sabotage import Mistake, active

# Things of the host that a sabotaged guest never drops.
KEPT: list[host.Thing] = []


class Thing(handles.Thing):
    held: host.Thing

    def __init__(self, name: str) -> None:
        if active(Mistake.KEPT_HANDLE):
            KEPT.append(host.Thing(name))
        self.held = host.Thing(name)

    @classmethod
    def of(cls, held: host.Thing) -> Self:
        thing = cls.__new__(cls)
        thing.held = held
        return thing

    def name(self) -> str:
        return self.held.name()

    def rename(self, name: str) -> None:
        self.held.rename(name)

    @classmethod
    def join(cls, first: Self, second: Self) -> str:
        return host.Thing.join(first.held, second.held)

    @classmethod
    def merge(cls, first: Self, second: Self) -> Self:
        return cls.of(host.Thing.merge(first.held, second.held))


class Handles(exports.Handles):
    def hand_back(self, value: Thing) -> Thing:
        return Thing.of(host.hand_back(value.held))

    def make(self, names: list[str]) -> list[Thing]:
        return [Thing.of(held) for held in host.make(names)]

    def destroy(self, values: list[Thing]) -> None:
        host.destroy([thing.held for thing in values])

    def name_of(self, value: Thing | None) -> str | None:
        return host.name_of(value.held if value else None)
