"""Answers each function with the host's function of the same name."""

from test_everything import both, counters, mirror, shapes
from test_everything import everything as world

# `echo_bool`, `echo_u8` and so on: the functions of `mirror` are the exports.
globals().update({name: item for name, item in vars(mirror).items() if name.startswith("echo_")})


def nothing() -> None:
    mirror.nothing()


def fail_variant(v: shapes.Refusal) -> shapes.Point:
    return mirror.fail_variant(v)


def fail_enum(v: shapes.Reason | None) -> int:
    return mirror.fail_enum(v)


def fail_record(v: shapes.Fault) -> None:
    mirror.fail_record(v)


def fail_text(v: str) -> str:
    return mirror.fail_text(v)


def fail_list(v: list[int]) -> None:
    mirror.fail_list(v)


def fail(v: bool) -> None:
    mirror.fail(v)


def count_to(v: int) -> list[int]:
    with counters.Counter(0) as counter:
        counts = [counter.up() for _ in range(v)]
        assert counter.value(v) == v
    return counts


def pass_on(c: counters.Counter) -> counters.Counter:
    c.up()
    return c


def lent(c: counters.Counter) -> int:
    assert not c.same(counters.Counter(1))
    return c.up()


def merge(c: list[counters.Counter], d: counters.Counter | None) -> counters.Counter | None:
    if d is not None:
        d.up()
    return counters.Counter.sum(c) if c else None


def crash(v: str) -> None:
    mirror.echo_point(shapes.Point(1, v))  # type: ignore[arg-type]


def swap(p: both.Pair) -> both.Pair:
    return both.swap(p)


def answer(q: world.Question) -> world.Question | None:
    world.ask(q)
    return q


def next(after: int) -> int:
    return after + 1
