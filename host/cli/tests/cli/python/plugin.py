"""Calls of libraries that would find files, modules, sockets or threads on an ordinary machine."""

import argparse
import asyncio
import bz2
import codecs
import ctypes
import dataclasses
import datetime
import decimal
import email
import email.mime.text
import hashlib
import importlib
import importlib.metadata
import importlib.resources
import importlib.util
import io
import logging
import lzma
import os
import pickle
import pkgutil
import platform
import profile
import queue
import random
import socket
import sqlite3
import subprocess
import sys
import tarfile
import test
import threading
import time
import urllib.request
import uuid
import weakref
import xml.dom.minidom
from pathlib import Path
from zoneinfo import ZoneInfo

import jinja2
import jsonschema
from guesthouse_sdk import Event, Output, json

try:
    import machine_only
except ModuleNotFoundError:
    machine_only = None

print("printed by the module")
logging.basicConfig(level=logging.INFO)
FREE = random.Random()
DRAWN = FREE.getstate(), random.getstate()
LOOP = asyncio.new_event_loop()
START = time.monotonic(), time.perf_counter(), time.process_time()
HERE = Path(__file__).parent


class Lazy:
    """A proxy of a value that cannot be made."""

    @property
    def __class__(self) -> type:
        raise ReferenceError("no value")


LAZY = Lazy()
GONE = weakref.proxy(Lazy())


def no_archive() -> bool:
    try:
        tarfile.open(fileobj=io.BytesIO(b"BZh91AY&SY" * 9))
    except tarfile.ReadError:
        return True
    return False


def refusal(call, *args) -> str:
    try:
        call(*args)
    except (OSError, RuntimeError, ImportError, LookupError, lzma.LZMAError) as error:
        return str(error)
    return "no error"


async def twice(number: int) -> int:
    await asyncio.sleep(0.5)
    return number * 2


async def gathered() -> list[int]:
    return await asyncio.gather(twice(1), twice(2))


async def connected() -> str:
    try:
        await asyncio.open_connection("localhost", 80)
    except OSError as error:
        return str(error)


async def threaded() -> str:
    try:
        await asyncio.to_thread(print)
    except RuntimeError as error:
        return str(error)


def july(zone: str) -> datetime.timedelta:
    return datetime.datetime(2026, 7, 1, tzinfo=ZoneInfo(zone)).utcoffset()


def database() -> int:
    with sqlite3.connect(":memory:") as memory:
        return memory.execute("select 6 * 7").fetchone()[0]


def late_import() -> int:
    import colorsys
    import doctest

    assert doctest.testmod().failed == 0

    return colorsys.rgb_to_hsv(1, 1, 1)[2]


def waited() -> bool:
    lock, began = threading.Lock(), time.monotonic()
    with lock:
        return lock.acquire(timeout=9) or 9 <= time.monotonic() - began < 10


def null() -> str:
    with open(os.devnull, "w") as lost, open(os.devnull) as empty:
        return f"{lost.write('a')}{empty.read()}"


def is_absent(module: str) -> bool:
    return refusal(importlib.import_module, module) != "no error"


@dataclasses.dataclass
class Line:
    price: decimal.Decimal


def unwritable(value: object) -> str:
    try:
        return json.write({"lines": [0, value]}).decode()
    except json.JsonError as error:
        return str(error)


def elapsed() -> bool:
    now = time.monotonic(), time.perf_counter(), time.process_time()
    return all(0 <= after - before < 1 for before, after in zip(START, now, strict=True))


def system() -> tuple[str, ...]:
    return os.name, sys.platform, platform.system(), platform.machine()


HTTP = "send requests with `guesthouse_sdk.http`"
TEMPLATES = jinja2.Environment(loader=jinja2.FileSystemLoader(HERE / "templates"))
CHECKS = {
    "clocks": (elapsed, True),
    "a record": (lambda: logging.makeLogRecord({}).relativeCreated < 1_000, True),
    "the machine's packages": (lambda: machine_only, None),
    "the arguments": (lambda: (argparse.ArgumentParser().prog, sys.argv), ("plugin", ["plugin"])),
    "the system": (system, ("posix", "wasi", "wasi", "wasm32")),
    "a package for another system": (lambda: importlib.util.find_spec("colorama"), None),
    "a module by name": (lambda: importlib.import_module("words.late").VALUE, 7),
    "an import in a function": (late_import, 1),
    "package data": (lambda: pkgutil.get_data("words", "list.txt"), b"one\ntwo\n"),
    "resources": (lambda: (importlib.resources.files("words") / "list.txt").read_text()[:3], "one"),
    "a file beside the module": (lambda: (HERE / "words/list.txt").read_text(), "one\ntwo\n"),
    "a relative path": (lambda: open("words/list.txt").read(), "one\ntwo\n"),
    "a folder": (lambda: sorted(os.listdir("words")), ["__init__.py", "late.py", "list.txt"]),
    "a template": (lambda: TEMPLATES.get_template("hello.txt").render(name="<"), "Hello, <"),
    "metadata": (lambda: importlib.metadata.version("jinja2")[0], "3"),
    "a package without its newest, native version": (
        lambda: jsonschema.Draft7Validator({"type": "string"}).is_valid(1),
        False,
    ),
    "a time zone": (lambda: july("Europe/Berlin"), datetime.timedelta(hours=2)),
    "a codec": (lambda: "日本".encode("shift_jis"), b"\x93\xfa\x96{"),
    "codecs": (lambda: [codecs.encode(b"a", "hex"), "ü".encode("utf-7")], [b"61", b"+APw-"]),
    "escapes": (lambda: "ü".encode("unicode_escape") + "ü".encode("punycode"), b"\\xfctda"),
    "another alphabet": (lambda: b"\xb1".decode("iso8859-2"), "ą"),
    "idna": (lambda: "bücher.example".encode("idna"), b"xn--bcher-kva.example"),
    "mail": (lambda: email.message_from_string("Subject: a\n\nb")["subject"], "a"),
    "a mail": (lambda: email.mime.text.MIMEText("hi").as_string()[-2:], "hi"),
    "minidom": (lambda: xml.dom.minidom.parseString("<a/>").documentElement.tagName, "a"),
    "strptime": (lambda: datetime.datetime.strptime("7 Mar 2026", "%d %b %Y").month, 3),
    "pickle": (lambda: pickle.loads(pickle.dumps(datetime.date(2026, 1, 2))).day, 2),
    "sqlite": (database, 42),
    "asyncio": (lambda: asyncio.run(gathered()), [2, 4]),
    "a loop of the module": (lambda: LOOP.run_until_complete(gathered()), [2, 4]),
    "asyncio without sockets": (lambda: HTTP in asyncio.run(connected()), True),
    "asyncio without threads": (lambda: asyncio.run(threaded()).endswith("directly"), True),
    "uuid1": (lambda: uuid.uuid1().version, 1),
    "generators": (lambda: DRAWN[0] != FREE.getstate() and DRAWN[1] != random.getstate(), True),
    "urllib": (lambda: HTTP in refusal(urllib.request.urlopen, "http://example.com"), True),
    "a socket": (lambda: HTTP in refusal(socket.socket), True),
    "a name": (lambda: HTTP in refusal(socket.getaddrinfo, "localhost", 80), True),
    "a thread": (lambda: refusal(threading.Thread().start).endswith("function directly"), True),
    "a lock": (lambda: "waits for another thread" in refusal(queue.Queue().get), True),
    "a queue in C": (lambda: "waits for" in refusal(queue.SimpleQueue().get), True),
    "a lock with a timeout": (waited, True),
    "a debugger": (lambda: "no debugger" in refusal(breakpoint), True),
    "the null device": (null, "1"),
    "a name of the host": (socket.getfqdn, "localhost"),
    "the environment": (lambda: dict(os.environ), {"LC_ALL": "C.UTF-8"}),
    "a process": (lambda: "does not support processes" in refusal(subprocess.run, ["ls"]), True),
    "no file": (lambda: "No such file" in refusal(open, "/etc/passwd"), True),
    "no write": (lambda: "No such file" in refusal(open, "words/new.txt", "w"), True),
    "a derived key": (lambda: hashlib.pbkdf2_hmac("sha256", b"a", b"b", 2).hex()[:8], "a14585f5"),
    "no OpenSSL": (lambda: is_absent("ssl") and not hasattr(hashlib, "scrypt"), True),
    "no C": (lambda: is_absent("ctypes.util") and not hasattr(ctypes, "CDLL"), True),
    "a number of C": (lambda: ctypes.sizeof(ctypes.c_long), 4),
    "no compression but zlib": (
        lambda: all("use `zlib`" in refusal(each.compress, b"a") for each in (bz2, lzma)),
        True,
    ),
    "no archive": (no_archive, True),
    "modules with names of the library": (lambda: (hasattr(profile, "OWN"), test.OWN), (False, 3)),
    "a decimal": (
        lambda: "at $.lines[1] (a Decimal)" in unwritable(decimal.Decimal("1.1")),
        True,
    ),
    "a date in a document": (
        lambda: "at $.lines[1].t (a datetime)" in unwritable({"t": datetime.datetime(2026, 1, 2)}),
        True,
    ),
    "a dataclass": (lambda: "at $.lines[1] (a Line)" in unwritable(Line(decimal.Decimal(1))), True),
    "a set": (lambda: "at $.lines[1] (a set)" in unwritable({1}), True),
    "a key that is not a text": (lambda: "the key 1 is an int" in unwritable({1: 2}), True),
    "a hash": (lambda: hashlib.new("sha3_256", b"a").hexdigest()[:4], "8008"),
}


def handle(event: Event) -> list[Output]:
    if event.type == "environment":
        os.environ["KEY"]
    outputs = []
    for name, (call, expected) in CHECKS.items():
        try:
            found = call()
        except BaseException as error:
            found = repr(error)
        if found != expected:
            outputs.append(Output.text("wrong", f"{name}: {found!r}, not {expected!r}"))
    return [*outputs, Output.text("checked", str(len(CHECKS)))]
