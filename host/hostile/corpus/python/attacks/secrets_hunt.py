#! row: secrets
#! ends: completed
#! limit: the host adds credentials; none of them reaches a guest
#! grants: connection
"""Collects everything that it can read from the host, prints it and returns it."""

import gc
import os
import sys

from guesthouse_sdk import Output, config, http

from . import report


def attack() -> list[Output]:
    names = ("authorization", "token", "secret", "password", "greeting", "upstream")
    loot = [f"config {name}: {config.get(name)!r}" for name in names]
    loot.append(
        f"environment: {dict(os.environ)}, arguments: {sys.argv}, path: {sys.path}"
    )
    loot.extend(map(fetched, ("/allowed", "/allowed?echo=authorization", "/elsewhere")))
    loot.extend(
        item for item in gc.get_objects() if isinstance(item, str) and "Bearer" in item
    )
    print(*loot)
    return report("\n".join(loot))


def fetched(path: str) -> str:
    try:
        return f"{path}: {http.get('upstream', path)}"
    except http.HttpError as error:
        return f"{path}: {error!r} {error.__traceback__}"
