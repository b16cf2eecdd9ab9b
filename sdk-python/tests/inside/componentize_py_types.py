from dataclasses import dataclass


@dataclass(frozen=True)
class Err(Exception):
    value: object
