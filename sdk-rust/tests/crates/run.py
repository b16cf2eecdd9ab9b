"""Tries popular crates in a plugin, and writes docs/reference/rust-crates.md.

`python3 tests/crates/run.py` downloads and compiles the crates for many minutes, so CI does not run
it. `GUESTHOUSE` names the command.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parents[2]
TOOL = os.environ.get("GUESTHOUSE", str(ROOT / "target/debug/guesthouse"))
PAGE = ROOT / "docs/reference/rust-crates.md"
# Crates that cannot work in a plugin, each in a project of its own.
REFUSED = {
    "bzip2-sys": '"0.1"',
    "git2": '"0.20"',
    "libsqlite3-sys": '{ version = "0.30", features = ["bundled"] }',
    "openssl": '"0.10"',
    "reqwest": '"0.12"',
    "ring": '"0.17"',
    "tokio": '{ version = "1", features = ["full"] }',
    "zstd": '"0.13"',
}
# What to use instead. The messages of the builds say it for all crates of a kind.
INSTEAD = {
    "bzip2-sys": "it compiles C; use `flate2`",
    "git2": "it compiles C",
    "libsqlite3-sys": "it compiles C; keep data in `guesthouse_sdk::state`",
    "openssl": "it needs a C library; use `sha2`, `hmac` or `ed25519-dalek`, and `guesthouse_sdk::http` for requests",
    "reqwest": "it assumes that WebAssembly runs in a browser; use `guesthouse_sdk::http`",
    "ring": "it compiles C; use `sha2`, `hmac` or `ed25519-dalek`",
    "tokio": "on WebAssembly it has only the features `io-util`, `macros`, `rt`, `sync` and `time`",
    "zstd": "it compiles C; use `flate2`",
}


def run(*command: str | Path, cwd: Path, stdin: str = "") -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        command, cwd=cwd, input=stdin, capture_output=True, text=True, check=False
    )


def checked(*command: str | Path, cwd: Path, stdin: str = "") -> str:
    ran = run(*command, cwd=cwd, stdin=stdin)
    if ran.returncode != 0:
        sys.exit(f"{command}: {ran.stderr}")
    return ran.stdout


def program(project: Path) -> Path:
    """Returns a copy of the project without its library, which the machine cannot link."""
    copy = project.with_name("program")
    shutil.copytree(project, copy)
    (copy / "src/lib.rs").unlink()
    manifest = copy / "Cargo.toml"
    manifest.write_text(manifest.read_text().replace('[lib]\ncrate-type = ["cdylib"]\n', ""))
    return copy


def problems(project: Path) -> dict[str, str]:
    """Returns what is wrong with the crates of the project in a plugin."""
    checked(TOOL, "sdk", cwd=project)
    printed = checked("cargo", "run", "--quiet", cwd=program(project))
    wanted = dict(line.split("\t", 1) for line in printed.splitlines())
    checked(TOOL, "build", "-o", "crates.wasm", cwd=project)
    event = {"specversion": "1.0", "source": "/crates", "time": "2026-01-02T03:04:05Z"}
    events = "\n".join(json.dumps({**event, "id": name, "type": name}) for name in wanted)
    ran = run(TOOL, "run", "crates.wasm", "--outcomes", "outcomes.jsonl", cwd=project, stdin=events)
    outputs = [json.loads(line) for line in ran.stdout.splitlines()]
    results = {each["subject"]: each["data"] for each in outputs}
    found = {
        name: f"`{results[name]}` instead of `{text}`"
        for name, text in wanted.items()
        if name in results and results[name] != text
    }
    for line in (project / "outcomes.jsonl").read_text().splitlines():
        outcome = json.loads(line)
        if outcome["class"] != "completed":
            found[outcome["event"]] = outcome["message"].splitlines()[0]
    return found


def refusal(folder: Path, name: str, dependency: str) -> str | None:
    """Returns the error or the warning of a build with one more crate."""
    project = folder / f"refused-{name}"
    checked(TOOL, "new", "--lang", "rust", project.name, cwd=folder)
    manifest, source = project / "Cargo.toml", project / "src/lib.rs"
    text = manifest.read_text()
    manifest.write_text(text.replace("[dependencies]", f"[dependencies]\n{name} = {dependency}"))
    source.write_text(f"{source.read_text()}use {name.replace('-', '_')} as _;\n")
    printed = run(TOOL, "build", cwd=project).stderr
    told = [line for line in printed.splitlines() if line.startswith(("error", "warning["))]
    hints = [line for line in printed.splitlines() if line.startswith("hint: ")]
    print(f"--- {name}\n{printed}", file=sys.stderr)
    return "; ".join([*told[:1], *hints[:1]]) or None


def row(name: str, version: str, dependency: object, problem: str | None) -> str:
    options = dependency if isinstance(dependency, dict) else {}
    shown = [f"{key} = {json.dumps(value)}" for key, value in options.items() if key != "version"]
    reason = problem and (INSTEAD.get(name) or problem.replace("|", "\\|"))
    with_options = f"`{', '.join(shown)}`" if shown else ""
    return f"| `{name}` {version} | {f'no: {reason}' if reason else 'yes'} | {with_options} |"


def page(rows: list[str]) -> str:
    table = "\n".join(rows)
    return f"""# Rust crates

A plugin can use crates that need no C, no threads, no sockets and no browser ([settings](project-settings.md#dependencies)).

`python3 tests/crates/run.py` in `sdk-rust` writes this table. It runs a small use of each crate in a plugin and compares the result with that of a program on the machine. The last column has the keys of the dependency in Cargo.toml, if it needs some.

| crate | works | in Cargo.toml |
|---|---|---|
{table}
"""


def main() -> None:
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        project = folder / "crates"
        shutil.copytree(HERE, project)
        os.environ.setdefault("CARGO_TARGET_DIR", str(ROOT / "target/guests"))
        found = problems(project)
        wanted = tomllib.loads((project / "Cargo.toml").read_text())["dependencies"]
        del wanted["guesthouse-sdk"]
        metadata = json.loads(checked("cargo", "metadata", "--format-version=1", cwd=project))
        [root] = [
            each
            for each in metadata["resolve"]["nodes"]
            if each["id"] == metadata["resolve"]["root"]
        ]
        used = {each["pkg"] for each in root["deps"]}
        versions = {
            each["name"]: each["version"] for each in metadata["packages"] if each["id"] in used
        }
        rows = {
            name: row(name, versions[name], each, found.get(name)) for name, each in wanted.items()
        }
        for name, dependency in REFUSED.items():
            [parsed] = tomllib.loads(f"it = {dependency}").values()
            version = parsed if isinstance(parsed, str) else parsed["version"]
            rows[f"{name} refused"] = row(name, version, parsed, refusal(folder, name, dependency))
    PAGE.write_text(page([rows[name] for name in sorted(rows)]))


main()
