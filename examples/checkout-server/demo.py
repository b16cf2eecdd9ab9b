#!/usr/bin/env python3
"""Builds the rules of the merchants, starts the shop, checks its prices and measures its latency.

`./just demo` runs it. It exits with 1 if a cart has another price than expected.
"""

from __future__ import annotations

import json
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
BIN = ROOT / "target/debug"
OUT = ROOT / "target/demo/checkout"
HONEST = ("three-for-two", "mug-club", "bulk", "light-parcel")
CLIENTS = 4
REQUESTS = 400


@dataclass(frozen=True)
class Cart:
    """A cart, and what the shop must answer."""

    lines: dict[str, int]
    total: int
    rule: str | None
    coupon: str = "LOOP"
    # What must be in the problem of the hostile rule.
    problem: str = "limit `fuel`"

    def body(self) -> str:
        lines = [{"sku": sku, "quantity": count} for sku, count in self.lines.items()]
        return json.dumps({"lines": lines, "coupon": self.coupon})


TEA = {"tea": 3}
CARTS = (
    Cart({"mug": 1, "mug-red": 1}, 1573, "mug-club"),
    Cart({"pen": 12}, 1080, "bulk"),
    Cart({"tea": 2, "tea-black": 2, "jam": 2}, 1900, "light-parcel"),
    Cart({"peas": 1}, 280, None),
    Cart(TEA, 700, "three-for-two"),
    Cart(TEA, 700, "three-for-two", "MEMORY", "limit `memory`"),
    Cart(TEA, 700, "three-for-two", "HANDLES", "limit `handles`"),
    Cart(TEA, 700, "three-for-two", "CALLS", "limit `fuel`"),  # each call has a price
    Cart(TEA, 700, "three-for-two", "CRASH", "no price for you"),
    Cart(TEA, 700, "three-for-two", "WRONG", "the total is not the sum"),
    Cart(TEA, 700, "three-for-two", "GIFT", "more than 50 percent"),
)


def say(text: str) -> None:
    print(text, flush=True)


def build(rule: str) -> Path:
    component = OUT / "built" / f"{rule}.wasm"
    component.parent.mkdir(parents=True, exist_ok=True)
    subprocess.run(
        [BIN / "guesthouse", "build", HERE / "rules" / rule, "-o", component], check=True
    )
    return component


@contextmanager
def shop(rules: tuple[str, ...]) -> Iterator[HTTPConnection]:
    """Starts a shop with these rules."""
    folder = OUT / "rules"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for rule in rules:
        (folder / f"{rule}.wasm").hardlink_to(OUT / "built" / f"{rule}.wasm")
    database = OUT / "shop.sqlite"
    database.unlink(missing_ok=True)
    command: list[str | Path] = [
        BIN / "checkout-server",
        folder,
        "--database",
        database,
        "--listen",
        "127.0.0.1:0",
    ]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        try:
            assert server.stdout is not None
            started = server.stdout.readline()
            address = started.removesuffix("/price\n").rpartition("/")[2]
            if not address:
                sys.exit("error: the shop did not start")
            yield HTTPConnection(address, timeout=60)
        finally:
            server.terminate()


def ask(connection: HTTPConnection, body: str) -> dict[str, object]:
    connection.request("POST", "/price", body, {"content-type": "application/json"})
    response = connection.getresponse()
    text = response.read().decode()
    if response.status != 200:
        sys.exit(f"error: the shop answered {response.status}: {text}")
    found: dict[str, object] = json.loads(text)
    return found


def check(connection: HTTPConnection, cart: Cart) -> bool:
    """Compares the price of a cart with the expected one."""
    answer = ask(connection, cart.body())
    answers = answer["answers"]
    assert isinstance(answers, list)
    problem = next(str(it.get("problem")) for it in answers if it["rule"] == "hostile")
    is_right = (answer["total"], answer["rule"]) == (
        cart.total,
        cart.rule,
    ) and cart.problem in problem
    say(
        f"{'ok   ' if is_right else 'WRONG'} {answer['total']:>5}  {answer['rule'] or 'no rule'}; hostile: {problem}"
    )
    if not is_right:
        say(f"      expected {cart.total}, {cart.rule}, {cart.problem}: {json.dumps(answer)}")
    return is_right


def measure(rules: tuple[str, ...]) -> list[float]:
    """Returns the latency of each request in milliseconds, sorted. Four clients ask at once."""
    bodies = [cart.body() for cart in CARTS[:4]]
    with shop(rules) as first:
        for body in bodies:
            ask(first, body)

        def client(_: int) -> list[float]:
            connection = HTTPConnection(first.host, first.port, timeout=60)
            took = []
            for n in range(REQUESTS // CLIENTS):
                began = time.perf_counter()
                ask(connection, bodies[n % len(bodies)])
                took.append((time.perf_counter() - began) * 1000)
            return took

        with ThreadPoolExecutor(CLIENTS) as pool:
            return sorted(ms for took in pool.map(client, range(CLIENTS)) for ms in took)


def main() -> int:
    for rule in (*HONEST, "hostile"):
        build(rule)
    with shop((*HONEST, "hostile")) as connection:
        checked = [check(connection, cart) for cart in CARTS]
    say(f"\n{REQUESTS} requests of {CLIENTS} clients, in milliseconds")
    say(f"{'rules':<24}{'median':>8}{'p90':>8}{'p99':>8}")
    sets = [(rule,) for rule in HONEST] + [HONEST, (*HONEST, "hostile")]
    for rules in sets:
        took = measure(rules)
        name = (
            rules[0]
            if len(rules) == 1
            else "all four"
            if rules == HONEST
            else "all four and hostile"
        )
        tenths = statistics.quantiles(took, n=100)
        say(f"{name:<24}{tenths[49]:>8.1f}{tenths[89]:>8.1f}{tenths[98]:>8.1f}")
    return 0 if all(checked) else 1


if __name__ == "__main__":
    sys.exit(main())
