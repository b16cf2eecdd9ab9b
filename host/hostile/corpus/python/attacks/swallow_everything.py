#! row: fuel-after-trap
#! ends: limit fuel
#! limit: fuel
#! limits: {"fuel": 200000000}
"""Catches every exception, also exits and stack overflows, and continues."""

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
