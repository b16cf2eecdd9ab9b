#!/usr/bin/env python3
"""Builds the twelve example plugins, runs them over real GitHub events and prints one table.

`./just demo` runs it. It exits with 1 if the outputs of an example's four languages differ.
"""

from __future__ import annotations

import hashlib
import json
import statistics
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
GUESTHOUSE = ROOT / "target/debug/guesthouse"
OUT = ROOT / "target/demo"
EXAMPLES = ("welcome", "milestone", "enrich")
LANGUAGES = ("rust", "js", "python", "go")
CLASSES = ("completed", "rejected", "failed", "unavailable")


@dataclass(frozen=True)
class Row:
    """The results of one plugin in one language over all events."""

    example: str
    language: str
    size: int
    outcomes: list[dict[str, object]]
    digest: str
    outputs: int

    def count(self, name: str) -> int:
        return sum(1 for outcome in self.outcomes if outcome["class"] == name)

    def median(self, key: str) -> float:
        return statistics.median(float(str(outcome[key])) for outcome in self.outcomes)


def say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def build(example: str, language: str) -> Path:
    plugin = OUT / "plugins" / f"{example}-{language}.wasm"
    plugin.parent.mkdir(parents=True, exist_ok=True)
    source = ROOT / "examples" / example / language
    subprocess.run([GUESTHOUSE, "build", source, "-o", plugin], check=True)
    return plugin


def run(example: str, language: str, plugin: Path, events: Path, extra: list[str]) -> Row:
    folder = OUT / "out" / example
    folder.mkdir(parents=True, exist_ok=True)
    output, outcomes = folder / f"{language}.jsonl", folder / f"{language}.outcomes.jsonl"
    command: list[str | Path] = [
        GUESTHOUSE, "run", plugin,
        "--policy", ROOT / "examples" / example / "guesthouse.toml",
        "--outcomes", outcomes, *extra,
    ]  # fmt: skip
    outcomes.unlink(missing_ok=True)
    with events.open("rb") as source, output.open("wb") as sink, \
            (folder / f"{language}.log").open("wb") as log:  # fmt: skip
        code = subprocess.run(command, stdin=source, stdout=sink, stderr=log).returncode
    if not outcomes.exists() or code not in (0, 1):  # 1: an event failed; the table shows it
        sys.exit(f"demo: {example} in {language} exited with code {code}: see {log.name}")
    written = output.read_bytes()
    return Row(
        example, language, plugin.stat().st_size,
        [json.loads(line) for line in outcomes.read_text().splitlines()],
        hashlib.sha256(written).hexdigest(), written.count(b"\n"),
    )  # fmt: skip


def options(example: str, language: str, address: str) -> list[str]:
    if example == "milestone":
        state = OUT / "state" / f"{language}.redb"
        state.parent.mkdir(parents=True, exist_ok=True)
        state.unlink(missing_ok=True)
        return ["--state", str(state)]
    return ["--connection", f"profiles={address}"] if example == "enrich" else []


def table(rows: list[Row]) -> str:
    head = ["plugin", "language", "size kB", "events", *CLASSES, "other", "outputs",
            "fuel/event", "µs/event", "same bytes"]  # fmt: skip
    first = {row.example: row.digest for row in reversed(rows)}
    lines = [head]
    for row in rows:
        counts = [row.count(name) for name in CLASSES]
        cells = [
            row.example, row.language, f"{row.size / 1000:,.0f}", len(row.outcomes), *counts,
            len(row.outcomes) - sum(counts), row.outputs, f"{row.median('fuel'):,.0f}",
            f"{row.median('wall_us'):,.0f}", "yes" if row.digest == first[row.example] else "NO",
        ]  # fmt: skip
        lines.append([str(cell) for cell in cells])
    widths = [max(len(line[i]) for line in lines) for i in range(len(head))]
    return "\n".join(
        "  ".join(
            cell.ljust(width) if i < 2 else cell.rjust(width)
            for i, (cell, width) in enumerate(zip(line, widths, strict=True))
        )
        for line in lines
    )


def serve() -> tuple[subprocess.Popen[str], str]:
    """Starts the server for `enrich`, which prints its port."""
    server = subprocess.Popen(
        [sys.executable, ROOT / "examples/enrich/server.py", "0"], stdout=subprocess.PIPE, text=True
    )
    assert server.stdout is not None
    return server, f"http://127.0.0.1:{server.stdout.readline().strip()}"


def main() -> None:
    events = OUT / "events.jsonl"
    OUT.mkdir(parents=True, exist_ok=True)
    with events.open("wb") as sink:
        subprocess.run(
            ["node", ROOT / "examples/events/wrap.mjs", "webhooks"], stdout=sink, check=True
        )
    plugins = {}
    for example in EXAMPLES:
        for language in LANGUAGES:
            say(f"building {example} in {language}")
            plugins[example, language] = build(example, language)
    server, address = serve()
    try:
        rows = []
        for (example, language), plugin in plugins.items():
            say(f"running {example} in {language}")
            extra = options(example, language, address)
            rows.append(run(example, language, plugin, events, extra))
    finally:
        server.terminate()
        server.wait()
    print(table(rows))
    print(f"\nevents: {events.relative_to(ROOT)}")
    print("outputs, outcomes and logs: target/demo/out/<plugin>/<language>.*")
    if len({(row.example, row.digest) for row in rows}) != len(EXAMPLES):
        sys.exit("demo: the outputs differ between languages: compare the files in target/demo/out")


if __name__ == "__main__":
    main()
