"""Values that could differ from run to run in a Python program."""

import math
import random
import struct
import time
import uuid


def floats() -> str:
    nan = struct.pack("<d", float("inf") - float("inf")).hex()
    total = sum(math.sin(at) / 3 for at in range(1, 100))
    return f"{nan} {total} {math.exp(1.5)}"


def elapsed() -> str:
    started = time.perf_counter_ns()
    text = "".join(str(at) for at in range(1000))
    return f"{len(text)} {time.perf_counter_ns() - started}"


CHANCES = {
    "random": lambda: f"{random.random()} {uuid.uuid4()}",
    "map": lambda: ",".join({f"key{at}": at for at in range(50)}),
    "set": lambda: ",".join({f"key{at}" for at in range(50)}),
    "time": lambda: str(time.time_ns()),
    "elapsed": elapsed,
    "address": lambda: repr(object()),
    "floats": floats,
}
