"""Runs the steps of CI, two side by side, and prints the output of each when it ends.

A step is a recipe of the Justfile. It starts when the steps it needs have passed. After a failure
no further step starts. At the end the ten slowest steps are listed.
"""

import os
import subprocess
import sys
import time
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from pathlib import Path

# What starts first stands first: the build takes longest, and the setup waits for the network.
# Two steps must not install the same part of the Rust toolchain at once: rustup has no lock.
STEPS: dict[str, list[str]] = {
    "setup-rust": [],
    "build": ["setup-rust"],
    "setup": ["setup-rust"],
    "lint-go": [],
    "lint-python": ["setup"],
    "lint-js": ["setup"],
    "deny": ["setup"],
    "test-go": [],
    "setup-foreign": ["setup"],
    "test-rust": ["build", "setup"],
    "lint-rust": ["build"],
    "contract": ["build"],
    "package": ["lint-rust"],
    "test-js": ["build", "setup"],
    "test-python": ["setup"],
    "conformance": ["test-rust", "setup-foreign"],
    "test-sdk-rust": ["build"],
    "demo": ["test-rust"],
    "sabotage": ["conformance"],
    "fuzz-short": ["test-rust", "lint-rust"],
    "mutants-changed": ["test-rust"],
}
AT_ONCE = 2
LOGS = Path("target/ci")


def run(step: str) -> tuple[str, int, float]:
    """Runs a step. Returns its name, its exit code and its seconds."""
    began = time.monotonic()
    with (LOGS / f"{step}.log").open("wb") as log:
        ended = subprocess.run(
            ["./just", step],
            check=False,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
        )
    return step, ended.returncode, time.monotonic() - began


def report(step: str, code: int, seconds: float) -> None:
    """Prints what a step wrote and how it ended."""
    sys.stdout.write((LOGS / f"{step}.log").read_text(errors="replace"))
    how = "passed" if code == 0 else f"FAILED with exit code {code}"
    print(f"==> {step} {how} after {seconds:.0f} s", flush=True)


def main() -> int:
    """Runs all steps. Returns the exit code."""
    os.chdir(Path(__file__).resolve().parent.parent)
    LOGS.mkdir(parents=True, exist_ok=True)
    began = time.monotonic()
    waiting = list(STEPS)
    running: set[Future[tuple[str, int, float]]] = set()
    passed: dict[str, float] = {}
    failed: list[str] = []
    with ThreadPoolExecutor(AT_ONCE) as pool:
        while running or (waiting and not failed):
            ready = [
                step for step in waiting if all(need in passed for need in STEPS[step])
            ]
            if not ready and not running:
                sys.exit(f"a need of these steps is no step: {' '.join(waiting)}")
            for step in [] if failed else ready[: AT_ONCE - len(running)]:
                waiting.remove(step)
                print(f"==> {step} starts", flush=True)
                running.add(pool.submit(run, step))
            ended, running = wait(running, return_when=FIRST_COMPLETED)
            for step, code, seconds in (future.result() for future in ended):
                report(step, code, seconds)
                if code == 0:
                    passed[step] = seconds
                else:
                    failed.append(step)
    print("==> slowest steps")
    for step, seconds in sorted(passed.items(), key=lambda item: -item[1])[:10]:
        print(f"{seconds:7.0f} s  {step}")
    print(f"{time.monotonic() - began:7.0f} s  in all")
    if failed:
        print(f"==> failed: {' '.join(failed)}; not run: {' '.join(waiting) or 'none'}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
