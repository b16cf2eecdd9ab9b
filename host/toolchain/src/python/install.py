"""Runs pip for a build: `install.py packages|tools TARGET OPTIONS...`, as `pip install`, and
`install.py versions PACKAGE OPTIONS...`, as `pip index versions`.

The machine's configuration of pip decides where packages come from, and nothing else: not which
packages are chosen, and not where they are installed. For packages, it prints those of which it has
installed an older version than the newest, because newer ones need native modules: a line with the
name and both versions.
"""

import ast
import json
import os
import re
import shutil
import subprocess
import sys
from importlib.metadata import distributions
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

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
# Their native modules only make them faster, and they have no pure wheels.
FASTER_WITH_NATIVE = ["markupsafe", "msgpack", "pymongo", "pyyaml", "rapidfuzz", "zope-interface"]
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


class Package(NamedTuple):
    """A package that pip would install."""

    name: str
    version: str
    required: bool


def run(command: list[str]) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(command, env=ENVIRONMENT, capture_output=True, text=True, check=False)


def install(pip: list[str], target: str, options: list[str]) -> "subprocess.CompletedProcess[str]":
    """Runs `pip install`."""
    fixed = ["--disable-pip-version-check", "install", "--no-compile", "--target", target]
    return run([*pip, *fixed, *options])


def remove_native(target: Path) -> None:
    """Removes native modules, and lists them in `.native`."""
    modules = set()
    for file in list(target.rglob("*")):
        if file.suffix in (".so", ".pyd", ".dylib") or ".so." in file.name:
            module = file.with_name(file.name.partition(".")[0])
            modules.add(".".join(module.relative_to(target).parts))
            file.unlink()
            remove_stubs(module)
    (target / ".native").write_text("".join(f"{name}\n" for name in sorted(modules)))


def remove_stubs(module: Path) -> None:
    """Removes a folder with the types of a native module: Python would import it as an empty one."""
    if module.is_dir() and not any(module.rglob("*.py")):
        shutil.rmtree(module)


def install_packages(target: str, options: list[str]) -> "subprocess.CompletedProcess[str]":
    """Installs pure packages. Others come without their native modules, if pip finds no way."""
    pip = [sys.executable, "-I", "-c", PIP_FOR_PLUGINS]
    common = ["--only-binary=:all:", *options]
    newest = chosen(pip, target, [*NATIVE, *common])
    with TemporaryDirectory() as links:
        for package in newest:
            if package.name in FASTER_WITH_NATIVE:
                add_as_pure(pip, package, links, options)
        done = install(pip, target, [*PURE, f"--find-links={links}", *common])
    if done.returncode != 0:
        done = install(pip, target, [*NATIVE, *common])
    if done.returncode == 0:
        print_older(target, newest)
        remove_native(Path(target))
    return done


def chosen(pip: list[str], target: str, options: list[str]) -> list[Package]:
    """Returns the packages that pip would install."""
    report = install(pip, target, ["--dry-run", "-q", "--report=-", *options])
    if report.returncode != 0:
        return []
    packages = [
        (each["metadata"], each["requested"]) for each in json.loads(report.stdout)["install"]
    ]
    return [Package(canonical(it["name"]), it["version"], required) for it, required in packages]


def add_as_pure(pip: list[str], package: Package, folder: str, options: list[str]) -> None:
    """Downloads a wheel with native modules, and gives it a name of pure wheels."""
    python = options[options.index("--python-version") :][:2]
    requirement = f"{package.name}=={package.version}"
    fixed = ["--disable-pip-version-check", "download", "--no-deps", "--only-binary=:all:"]
    run([*pip, *fixed, "--dest", folder, *python, *NATIVE, requirement])
    for wheel in Path(folder).glob("*.whl"):
        name, version, *_ = wheel.name.split("-")
        wheel.rename(wheel.with_name(f"{name}-{version}-py3-none-any.whl"))


def print_older(target: str, newest: list[Package]) -> None:
    """Prints the required packages that are older than the newest."""
    versions = {canonical(each.name): each.version for each in distributions(path=[target])}
    for package in newest:
        installed = versions.get(package.name, package.version)
        if package.required and installed != package.version:
            print(package.name, installed, package.version)


def canonical(name: str) -> str:
    return re.sub("[-_.]+", "-", name).lower()


ENVIRONMENT = environment()
what, folder, *given = sys.argv[1:]
if what == "packages":
    done = install_packages(folder, given)
elif what == "versions":
    done = run([*PIP, "--disable-pip-version-check", "index", "versions", folder, *given])
else:
    done = install(PIP, folder, given)
# Of standard output, only the reason of a conflict matters.
_, conflict, reason = done.stdout.partition("The conflict is caused by:")
sys.stderr.write(done.stderr + (done.stdout if what == "versions" else conflict + reason))
sys.exit(done.returncode)
