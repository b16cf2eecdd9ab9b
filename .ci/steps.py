"""Runs the steps of CI, two side by side, and prints the output of each when it ends.

A step is a recipe of the Justfile. It starts when the steps it needs have passed. After a failure
no further step starts. At the end the ten slowest steps are listed, with the CPU that they used.
"""

import argparse
import os
import subprocess
import sys
import time
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from pathlib import Path

# Each step, and the steps that it needs. A step that stands first starts first: the build takes
# longest, and the setup waits for the network.
# Two steps must not install the same part of the Rust toolchain at once: rustup has no lock.
STEPS: dict[str, list[str]] = {
    "setup-rust": [],
    "build": ["setup-rust"],
    "setup": ["setup-rust"],
    "lint-go": [],
    "lint-python": ["setup"],
    "lint-js": ["setup"],
    "deny": ["setup"],
    "book": ["setup"],
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


@dataclass
class Result:
    """The exit code of a step, and the time that it took."""

    step: str
    code: int
    seconds: float
    cpu_seconds: float


def run(step: str) -> Result:
    """Runs a step to its end."""
    began = time.monotonic()
    with (LOGS / f"{step}.log").open("wb") as log:
        process = subprocess.Popen(
            ["./just", step],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
        )
        _, status, usage = os.wait4(process.pid, 0)
    seconds = time.monotonic() - began
    process.returncode = os.waitstatus_to_exitcode(status)
    return Result(step, process.returncode, seconds, usage.ru_utime + usage.ru_stime)


def report(result: Result) -> None:
    """Prints the output of a step and how it ended."""
    log = LOGS / f"{result.step}.log"
    sys.stdout.write(log.read_text(errors="replace"))
    how = "passed" if result.code == 0 else f"FAILED with exit code {result.code}"
    print(f"==> {result.step} {how} after {result.seconds:.0f} s", flush=True)


def main() -> int:
    """Runs all steps. Returns the exit code."""
    # It has no arguments, only `--help`. `./just STEP` runs one step.
    argparse.ArgumentParser(description=__doc__).parse_args()
    os.chdir(Path(__file__).resolve().parent.parent)
    LOGS.mkdir(parents=True, exist_ok=True)
    began = time.monotonic()
    waiting = list(STEPS)
    running: set[Future[Result]] = set()
    passed: dict[str, Result] = {}
    failed: list[str] = []
    with ThreadPoolExecutor(AT_ONCE) as pool:
        while running or (waiting and not failed):
            ready = [
                step for step in waiting if all(need in passed for need in STEPS[step])
            ]
            if not ready and not running:
                sys.exit(f"these steps need an unknown step: {' '.join(waiting)}")
            for step in [] if failed else ready[: AT_ONCE - len(running)]:
                waiting.remove(step)
                print(f"==> {step} starts", flush=True)
                running.add(pool.submit(run, step))
            ended, running = wait(running, return_when=FIRST_COMPLETED)
            for result in (future.result() for future in ended):
                report(result)
                if result.code == 0:
                    passed[result.step] = result
                else:
                    failed.append(result.step)
    print("==> slowest steps: real seconds, CPU seconds")
    for result in sorted(passed.values(), key=lambda result: -result.seconds)[:10]:
        print(f"{result.seconds:7.0f} {result.cpu_seconds:7.0f}  {result.step}")
    cpu_seconds = sum(result.cpu_seconds for result in passed.values())
    print(f"{time.monotonic() - began:7.0f} {cpu_seconds:7.0f}  total")
    if failed:
        print(f"==> failed: {' '.join(failed)}; not run: {' '.join(waiting) or 'none'}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
