"""Runs pip for a build: `install.py packages|tools TARGET OPTIONS...`, as `pip install`.

The machine's configuration of pip decides where packages come from, and nothing else: not which
packages are chosen, and not where they are installed.
"""

import ast
import os
import subprocess
import sys
from pathlib import Path

OBEYED = {
    "cache-dir",
    "cert",
    "client-cert",
    "default-timeout",
    "extra-index-url",
    "find-links",
    "index-url",
    "keyring-provider",
    "no-cache-dir",
    "no-index",
    "proxy",
    "retries",
    "timeout",
    "trusted-host",
}
SECTIONS = ("global", "install", ":env:")
PIP = [sys.executable, "-I", "-m", "pip"]
# The Python of plugins. Without these values, pip would choose what a package requires for the
# Python and the system of this machine: `colorama; sys_platform == "win32"`.
PLUGINS = {
    "implementation_name": "cpython",
    "implementation_version": "3.14.0",
    "os_name": "posix",
    "platform_machine": "wasm32",
    "platform_python_implementation": "CPython",
    "platform_release": "0.0.0",
    "platform_system": "wasi",
    "platform_version": "0.0.0",
    "python_full_version": "3.14.0",
    "python_version": "3.14",
    "sys_platform": "wasi",
}
PIP_FOR_PLUGINS = f"""
import runpy
from pip._vendor.packaging import markers
markers.default_environment = lambda: {PLUGINS}
runpy.run_module("pip", run_name="__main__", alter_sys=True)
"""
# A wheel of these tags contains Python code that works without its native modules, or it does not
# work in a plugin at all.
NATIVE = ["--implementation", "cp", "--abi", "cp314", "--abi", "abi3", "--abi", "none"]
NATIVE += [f"--platform=manylinux_2_{glibc}_x86_64" for glibc in (17, 24, 26, 27, 28, 31, 34)]
NATIVE += ["--platform=manylinux2014_x86_64", "--platform=any"]
PURE = ["--implementation", "py", "--abi", "none", "--platform", "any"]


def environment() -> dict[str, str]:
    """Returns the environment of pip: without its settings, except those that are obeyed."""
    listed = subprocess.run([*PIP, "config", "list"], capture_output=True, text=True, check=False)
    found: dict[str, tuple[int, str]] = {}
    for line in listed.stdout.splitlines():
        name, _, value = line.partition("=")
        section, _, key = name.rpartition(".")
        if section in SECTIONS and key in OBEYED:
            rank = SECTIONS.index(section)
            found[key] = max(found.get(key, (0, "")), (rank, ast.literal_eval(value)))
    settings = {f"PIP_{key.upper().replace('-', '_')}": text for key, (_, text) in found.items()}
    kept = {name: text for name, text in os.environ.items() if not name.startswith("PIP_")}
    return {**kept, **settings, "PIP_CONFIG_FILE": os.devnull, "PIP_NO_INPUT": "1"}


def install(pip: list[str], target: str, options: list[str]) -> "subprocess.CompletedProcess[str]":
    """Runs `pip install`."""
    fixed = ["--disable-pip-version-check", "install", "--no-compile", "--target", target]
    command = [*pip, *fixed, *options]
    return subprocess.run(command, env=ENVIRONMENT, capture_output=True, text=True, check=False)


def remove_native(target: Path) -> None:
    """Removes native modules, and lists in `.native` the packages that had some."""
    packages = set()
    for file in target.rglob("*"):
        if file.suffix in (".so", ".pyd", ".dylib") or ".so." in file.name:
            top = file.relative_to(target).parts[0]
            packages.add(top.removesuffix(".libs").partition(".")[0])
            file.unlink()
    (target / ".native").write_text("".join(f"{name}\n" for name in sorted(packages)))


def install_packages(target: str, options: list[str]) -> "subprocess.CompletedProcess[str]":
    """Installs pure packages, and others without their native modules."""
    common = ["--only-binary=:all:", *options]
    pip = [sys.executable, "-I", "-c", PIP_FOR_PLUGINS]
    done = install(pip, target, [*PURE, *common])
    if done.returncode != 0:
        done = install(pip, target, [*NATIVE, *common])
    if done.returncode == 0:
        remove_native(Path(target))
    return done


ENVIRONMENT = environment()
what, folder, *given = sys.argv[1:]
done = install_packages(folder, given) if what == "packages" else install(PIP, folder, given)
# Of standard output, only the reason of a conflict matters.
_, conflict, reason = done.stdout.partition("The conflict is caused by:")
sys.stderr.write(done.stderr + conflict + reason)
sys.exit(done.returncode)
