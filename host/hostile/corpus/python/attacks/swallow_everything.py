#! row: fuel-after-trap
#! ends: limit fuel
#! limit: fuel
#! limits: {"fuel": 200000000}
"""Catches whatever stops it, also exits and full stacks, and goes on."""

import sys
from typing import NoReturn


def attack() -> NoReturn:
    while True:
        try:
            fall()
        except BaseException:  # noqa: BLE001 (on purpose)
            continue


def fall() -> None:
    try:
        fall()
    finally:
        sys.exit("and on")
