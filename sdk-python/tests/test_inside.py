"""What Python's library does inside a plugin, where there is no operating system."""

import hashlib
import subprocess
import sys
from pathlib import Path

import pytest
from harness import SDK, built_error, failure, handle, run

from guesthouse_sdk import Rejected, _warm_up
from guesthouse_sdk._inside import derive

READS = """
import os, sys, shutil
from guesthouse_sdk._inside import files
root = sys.argv[1]
copy = files.Files(root)
copy.add(root)
shutil.rmtree(root)
files.install(copy)
sys.path.insert(0, root)

import glob, importlib.metadata, importlib.resources, linecache, pathlib, pkgutil
import package.late
assert package.late.VALUE == 1
assert importlib.resources.files("package").joinpath("data.txt").read_text() == "é\\n"
assert pkgutil.get_data("package", "data.txt") == "é\\n".encode()
assert importlib.metadata.version("package") == "1.2"
here = pathlib.Path(package.__file__).parent
assert sorted(path.name for path in here.iterdir()) == ["__init__.py", "data.txt", "late.py"]
assert (here / "data.txt").read_text(encoding="utf-8") == "é\\n"
assert open("package/data.txt", "rb").read() == "é\\n".encode()
with open(here / "data.txt", encoding="utf-8", newline="") as file:
    assert list(file) == ["é\\n"]
assert os.path.isdir(here) and os.path.isfile(here / "late.py") and not os.path.exists("no")
assert os.path.getsize("package/data.txt") == 3 and os.access("package", os.R_OK)
assert glob.glob("package/*.txt", root_dir=root) == ["package/data.txt"]
assert [names for _, _, names in os.walk(root)][-1] == ["METADATA"]
assert linecache.getline(str(here / "late.py"), 1) == "VALUE = 1\\n"
assert os.listdir(os.fsencode(here)) == [b"__init__.py", b"data.txt", b"late.py"]
for wrong in (lambda: open("no.txt"), lambda: open("package/data.txt", "w"), lambda: os.stat("no")):
    try:
        wrong()
    except FileNotFoundError:
        continue
    raise AssertionError(wrong)
print("read")
"""


def test_files_are_read_from_memory(tmp_path: Path) -> None:
    root = tmp_path / "root"
    (root / "package").mkdir(parents=True)
    (root / "package/__init__.py").touch()
    (root / "package/late.py").write_text("VALUE = 1\n")
    (root / "package/data.txt").write_text("é\n", "utf-8")
    (root / "package-1.2.dist-info").mkdir()
    metadata = "Metadata-Version: 2.1\nName: package\nVersion: 1.2\n"
    (root / "package-1.2.dist-info/METADATA").write_text(metadata)
    command = [sys.executable, "-c", READS, str(root)]
    done = subprocess.run(
        command, env={"PYTHONPATH": str(SDK)}, capture_output=True, text=True, check=False
    )
    assert done.stdout == "read\n", done.stderr


def test_what_functions_import_is_imported_by_the_build(tmp_path: Path) -> None:
    (tmp_path / "package").mkdir()
    (tmp_path / "package/__init__.py").write_text("def f():\n    from . import sub\n")
    (tmp_path / "package/sub.py").write_text("def g():\n    import colorsys, no_such\n")
    body = """
import sys
missing = {"package.sub", "colorsys", "email.parser", "_strptime"} - set(sys.modules)
assert not missing, missing
assert "this" not in sys.modules
assert b"\\xb1".decode("iso8859-2") == "ą" and "é.example".encode("idna") == b"xn--9ca.example"
"""
    top = "import datetime, email, package\ndef never():\n    import this\n"
    assert handle(tmp_path, body, top=top)["outputs"] == []


@pytest.mark.parametrize(
    ("body", "error"),
    [
        ("import socket; socket.socket()", "OSError: [Errno 95] a plugin has no sockets"),
        ("import socket; socket.getaddrinfo('a', 80)", "socket.gaierror: [Errno -4] a plugin has "),
        ("import threading; threading.Thread().start()", "RuntimeError: can't start new thread: "),
        (
            "from concurrent.futures import ThreadPoolExecutor as T; T(1).submit(print)",
            "RuntimeError: can't start new thread: a plugin has one thread",
        ),
    ],
)
def test_sockets_and_threads_are_refused(tmp_path: Path, body: str, error: str) -> None:
    for top in ("", "import socket, threading, concurrent.futures"):
        found = failure(tmp_path, body, top=top)
        assert found["message"].startswith(f"plugin.py:5: {error}")


@pytest.mark.parametrize(
    ("body", "hint"),
    [
        ("from hashlib import no_such", "a plugin has no OpenSSL: use another function"),
        ("open('no.txt')", "a plugin has only the files of its project, and cannot write"),
        ("import os; os.environ['KEY']", "a plugin has no environment variables: read a setting"),
        ("import _winapi", "Python inside a plugin has no module `_winapi`"),
        ("import json.no_part", "Python inside a plugin has no module `json.no_part`, and no op"),
        ("import threading; threading.no_such", "the module `threading` inside a plugin has no"),
        ("import guesthouse_sdk.part", "the SDK has no module `guesthouse_sdk.part`"),
        ("import pytest.no_part", "the package `pytest` has no part `pytest.no_part`"),
        ("from zoneinfo import ZoneInfo; ZoneInfo('Mars/Base')", "a plugin has no time zones"),
        (
            "import urllib.error; raise urllib.error.URLError('unknown url type: https')",
            "a plugin has no sockets and no OpenSSL: send requests with `guesthouse_sdk.http`",
        ),
        (
            "raise OSError('no HTTPS because the SSL module is not available.')",
            "a plugin has no sockets and no OpenSSL",
        ),
        (
            "import os; os.startfile",
            "a plugin cannot start programs: do the work",
        ),
        (
            "from os import startfile",
            "a plugin cannot start programs: do the work",
        ),
        (
            "import signal; signal.no_such",
            "a plugin gets no signals: the limits",
        ),
        ("input()", "a plugin has no standard input: use the event, or read a setting"),
        ("import locale; locale.currency(1.5)", "a plugin has only the locale `C`: write the text"),
        ("raise SystemExit(3)", "a plugin cannot exit: return from `handle`, or raise"),
        (
            "try:\n    open('no.txt')\nexcept OSError as e:\n    raise ValueError from e",
            "a plugin has only the files of its project",
        ),
    ],
)
def test_what_is_absent_has_a_hint(tmp_path: Path, body: str, hint: str) -> None:
    found = failure(tmp_path, body)
    assert found["code"] == "exception"
    assert f"\nhint: {hint}" in found["trace"]
    assert found["message"].startswith("plugin.py:")
    assert f": {hint}" in found["message"]
    assert "Did you mean: '" not in found["message"] + found["trace"]


def test_the_cause_that_a_message_names_is_not_a_handled_exception(tmp_path: Path) -> None:
    body = "try:\n    open('no.txt')\nexcept OSError:\n    raise ValueError('mine')"
    found = failure(tmp_path, body)
    assert found["message"] == "plugin.py:8: ValueError: mine"
    assert "\nhint: a plugin has only the files" in found["trace"]


@pytest.mark.parametrize(
    "body",
    ["{}['key']", "[][1]", "import os; os.stat", "import json; json.lods", "raise OSError('x')"],
)
def test_an_ordinary_error_has_no_hint(tmp_path: Path, body: str) -> None:
    found = handle(tmp_path, body).get("failure")
    assert found is None or "hint: " not in found["trace"]


def test_the_time_since_the_build_does_not_count(tmp_path: Path) -> None:
    top = """
import time
from time import sleep
START = time.monotonic(), time.perf_counter(), time.process_time()
sleep(3600)
AFTER = time.monotonic()
"""
    body = """
assert all(after - before >= 3600 for before, after in zip(START, (AFTER, AFTER, AFTER)))
now = time.monotonic()
assert now >= AFTER
assert time.monotonic_ns() >= now * 1e9
"""
    assert handle(tmp_path, body, top=top)["outputs"] == []


def test_an_event_after_the_end_of_pythons_clock_is_rejected() -> None:
    for time in (None, "", "0001-01-01T00:00:00Z", "2262-04-10T23:59:59Z"):
        _warm_up.before_the_event(time)
    with pytest.raises(Rejected) as caught:
        _warm_up.before_the_event("9999-12-31T23:59:59Z")
    assert caught.value.code == "time-out-of-range"
    assert caught.value.message == (
        "the time of the event is after 2262-04-10, where the clock of Python ends"
    )


def test_other_locales_are_refused(tmp_path: Path) -> None:
    body = """
import locale
assert locale.setlocale(locale.LC_ALL, "C") == "C"
locale.setlocale(locale.LC_ALL, "de_DE.UTF-8")
"""
    for top in ("", "import locale"):
        found = failure(tmp_path, body, top=top)
        assert "locale.Error: unsupported locale setting: a plugin has only" in found["message"]


def test_generators_without_a_seed_differ_between_events(tmp_path: Path) -> None:
    top = """
import random
FREE, FIXED = random.Random(), random.Random(7)
STATES = FREE.getstate(), FIXED.getstate()
"""
    body = """
assert FREE.getstate() != STATES[0]
assert FIXED.getstate() == STATES[1]
"""
    assert handle(tmp_path, body, top=top)["outputs"] == []


def test_asyncio_runs_what_needs_no_socket(tmp_path: Path) -> None:
    body = """
async def work():
    await asyncio.sleep(0.01)
    return await asyncio.gather(asyncio.sleep(0, 1), asyncio.sleep(0, 2))
assert asyncio.run(work()) == [1, 2]
asyncio.run(asyncio.Event().wait())
"""
    found = failure(tmp_path, body, top="import asyncio")
    assert "RuntimeError: nothing can wake this event loop" in found["message"]


@pytest.mark.parametrize("name", ["sha1", "sha256", "sha512"])
@pytest.mark.parametrize("length", [None, 1, 100])
def test_a_key_is_derived_as_by_openssl(name: str, length: int | None) -> None:
    arguments = (name, b"a password", b"salt", 3, length)
    assert derive._pbkdf2_hmac(*arguments) == hashlib.pbkdf2_hmac(*arguments)


@pytest.mark.parametrize("arguments", [("sha256", b"", b"", 0), ("sha256", b"", b"", 1, 0)])
def test_a_key_needs_iterations_and_a_length(arguments: tuple[str, bytes, bytes, int]) -> None:
    with pytest.raises(ValueError, match="must be greater than 0"):
        derive._pbkdf2_hmac(*arguments)


WAITS = "RuntimeError: this waits for another thread, and a plugin has one thread: do first what"


@pytest.mark.parametrize(
    "body",
    [
        "lock = threading.Lock(); lock.acquire(); lock.acquire()",
        "import _thread; lock = _thread.allocate_lock(); lock.acquire(); lock.__enter__()",
        "threading.Event().wait()",
        "threading.Semaphore(0).acquire()",
        "threading.Barrier(2).wait()",
        "queue.Queue().get()",
        "queue.SimpleQueue().get()",
        "full = queue.Queue(1); full.put(1); full.put(2)",
        "concurrent.futures.Future().result()",
        "condition = threading.Condition()\nwith condition: condition.wait()",
    ],
)
def test_a_wait_for_another_thread_is_an_exception(tmp_path: Path, body: str) -> None:
    modules = "import concurrent.futures, queue, threading"
    for top, first in (("", modules), (modules, "pass")):
        found = failure(tmp_path, f"{first}\n{body}", top=top)
        line = 5 + len(body.splitlines())
        assert found["message"].startswith(f"plugin.py:{line}: {WAITS}")


def test_a_wait_with_a_timeout_passes_the_time(tmp_path: Path) -> None:
    top = """
import queue, threading, time
from concurrent import futures

def raised(call, *args, **options):
    try:
        call(*args, **options)
    except Exception as error:
        return type(error).__name__

def wait(seconds):
    lock, condition = threading.Lock(), threading.Condition()
    with lock, condition:
        yield lock.acquire(timeout=seconds) or condition.wait(seconds)
    yield threading.Event().wait(seconds) or threading.Semaphore(0).acquire(timeout=seconds)
    yield raised(queue.Queue().get, timeout=seconds) == "Empty"
    yield raised(queue.SimpleQueue().get, timeout=seconds) == "Empty"
    yield raised(threading.Barrier(2).wait, seconds) == "BrokenBarrierError"
    yield raised(futures.Future().result, seconds) == "TimeoutError"

start = time.monotonic()
assert list(wait(1000)) == [False, False, True, True, True, True]
assert 8000 <= time.monotonic() - start < 8001
"""
    body = """
start = time.monotonic()
assert list(wait(0.01)) == [False, False, True, True, True, True]
assert time.monotonic() - start >= 0.08
"""
    assert handle(tmp_path, body, top=top)["outputs"] == []


def test_a_free_lock_is_like_pythons_own(tmp_path: Path) -> None:
    body = """
import copy, queue, threading, weakref
lock = threading.Lock()
assert weakref.ref(lock)() is lock and isinstance(lock, threading.Lock)
with lock:
    assert lock.locked() and not lock.acquire(False) and repr(lock).startswith("<locked ")
assert not lock.locked()
for call, error in [
    (lock.release, RuntimeError),
    (lambda: lock.acquire(False, 1), ValueError),
    (lambda: lock.acquire(True, -2), ValueError),
    (lambda: lock.acquire(True, 1e30), OverflowError),
    (lambda: copy.deepcopy(lock), TypeError),
]:
    try:
        call()
    except error:
        continue
    raise AssertionError(call)
line = queue.SimpleQueue()
line.put(1)
assert line.get() == 1 and line.empty()
"""
    assert handle(tmp_path, body)["outputs"] == []


ASYNC = """
import asyncio
LOOP = asyncio.new_event_loop()
async def work():
    line = asyncio.Queue()
    await line.put(1)
    try:
        await asyncio.wait_for(asyncio.sleep(100), 0.01)
    except TimeoutError:
        return await line.get()
async def caught(call, *args):
    try:
        await call(*args)
    except (OSError, RuntimeError) as error:
        return str(error)
def refusal(call, *args):
    return asyncio.run(caught(call, *args))
assert LOOP.run_until_complete(work()) == 1
"""


def test_a_loop_of_a_module_goes_on_in_an_event(tmp_path: Path) -> None:
    body = """
assert LOOP.run_until_complete(work()) == 1 and asyncio.run(work()) == 1
thread = refusal(asyncio.to_thread, print)
assert thread.startswith("can't start new thread: a plugin has one thread"), thread
for call in (
    [asyncio.open_connection, "localhost", 80],
    [asyncio.open_connection, "127.0.0.1", 80],
    [asyncio.start_server, print, None, 80],
):
    said = refusal(*call)
    assert "a plugin has no sockets: send requests with `guesthouse_sdk.http`" in said, said
"""
    assert handle(tmp_path, body, top=ASYNC)["outputs"] == []


def test_a_plugin_has_the_name_of_its_own_host(tmp_path: Path) -> None:
    body = "import socket\nassert socket.gethostname() == socket.getfqdn() == 'localhost'"
    assert handle(tmp_path, body)["outputs"] == []


@pytest.mark.parametrize("body", ["breakpoint()", "import pdb; pdb.set_trace()"])
def test_there_is_no_debugger(tmp_path: Path, body: str) -> None:
    found = failure(tmp_path, body)
    assert found["message"] == (
        "plugin.py:5: RuntimeError: a plugin has no debugger: print values, which become log lines"
    )


def test_records_count_from_the_start_of_the_event(tmp_path: Path) -> None:
    top = "import logging\nlogging._startTime -= 10**15\n"
    body = "assert logging.makeLogRecord({}).relativeCreated < 10**8"
    assert handle(tmp_path, body, top=top)["outputs"] == []


def test_a_log_file_has_its_own_hint(tmp_path: Path) -> None:
    found = failure(tmp_path, "import logging\nlogging.FileHandler('no/x.log')")
    assert found["message"].endswith(
        "no/x.log': a plugin cannot write files: leave out the file of `logging`; its lines on "
        "standard error become log lines"
    )


def test_a_path_in_a_message_is_relative_to_the_project(tmp_path: Path) -> None:
    found = failure(tmp_path, f"open({str(tmp_path / 'no.txt')!r})")
    assert ": 'no.txt': a plugin has only the files" in found["message"]
    assert str(tmp_path) not in found["trace"].replace(f"open('{tmp_path}", "")


@pytest.mark.parametrize(
    ("mode", "hint"),
    [("w", "a plugin cannot write files: print lines"), ("r", "read it at the top of a module")],
)
def test_a_file_that_stays_open_ends_the_build(tmp_path: Path, mode: str, hint: str) -> None:
    path = tmp_path / "lines.txt"
    path.touch()
    done = run(tmp_path, f"FILE = open({str(path)!r}, {mode!r})\ndef handle(event): pass\n")
    lines = built_error(done)
    assert lines[0] == f"the file `{path}` is still open at the end of the build"
    assert lines[1].startswith(f"hint: {hint}")


def test_the_null_device_is_empty_and_loses_what_is_written() -> None:
    script = """
import io, os, pathlib
os.devnull = "/no/null"  # a path that only the SDK can open
from guesthouse_sdk._inside import null
null.install()
with open(os.devnull) as text, open(os.devnull, "rb", 0) as raw, open(os.devnull, "a+") as both:
    assert text.read() == "" and raw.read() == b"" and both.write("a") == 1 and both.read() == ""
assert pathlib.Path(os.devnull).write_bytes(b"ab") == 2
try:
    open("/no/other")
except FileNotFoundError:
    print("done")
"""
    command = [sys.executable, "-c", script]
    path = {"PYTHONPATH": str(SDK)}
    done = subprocess.run(command, env=path, capture_output=True, text=True, check=False)
    assert done.stdout == "done\n", done.stderr
