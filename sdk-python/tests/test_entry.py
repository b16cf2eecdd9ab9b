"""The export around a plugin, with an in-memory host instead of the bindings."""

from pathlib import Path

import pytest
from harness import INSIDE, built_error, failure, handle, run

WRITE = "`def handle(event: Event) -> list[Output]`"


def test_the_event_and_its_outputs(tmp_path: Path) -> None:
    body = """
assert event == Event(id="1", source="/test", type="test", time="", data=b"[1]",
                      extensions={"a": "1", "b": "2"})
return [Output.json("x", event.json(), id="i", source="s", subject="é", time="t",
                    data_schema="d", extensions={"z": "1", "y": "2"}), Output("y")]
"""
    first, second = handle(tmp_path, body)["outputs"]
    extensions = [{"name": "y", "value": "2"}, {"name": "z", "value": "1"}]
    assert first == {
        "id": "i",
        "source": "s",
        "type": "x",
        "subject": "é",
        "time": "t",
        "data_content_type": "application/json",
        "data_schema": "d",
        "extensions": extensions,
        "data": "[1]",
    }
    assert {name for name, value in second.items() if value is not None} == {"type", "extensions"}


@pytest.mark.parametrize("body", ["return None", "return []", "return ()", "pass"])
def test_no_outputs(tmp_path: Path, body: str) -> None:
    assert handle(tmp_path, body)["outputs"] == []


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ("{'a': 1}", "`handle` must return a list of Output, or None, not dict"),
        ("Output('t')", "`handle` must return a list of Output, or None, not Output: write `[o"),
        ("'text'", "`handle` must return a list of Output, or None, not str"),
        ("(Output('t') for _ in '1')", "`handle` must return a list of Output, or None, not gen"),
        ("[Output('t'), {}]", "output 1 must be an Output, not dict"),
        ("[Output(None)]", "type of output 0 must be a str, not NoneType"),
        ("[Output('t', subject=1)]", "subject of output 0 must be a str, not int"),
        ("[Output('t', id='\\ud800')]", "id of output 0 has a lone surrogate at index 0"),
        ("[Output('t', data='text')]", "data of output 0 must be bytes, not str"),
        ("[Output('t', extensions={'a': 1})]", "extensions of output 0 must be a str, not int"),
    ],
)
def test_invalid_results_of_handle(tmp_path: Path, value: str, message: str) -> None:
    found = failure(tmp_path, f"return {value}")
    assert (found["kind"], found["code"]) == ("crashed", "exception")
    assert found["message"].partition("Error: ")[2].startswith(message)
    assert found["message"].startswith("plugin.py:4: ")
    assert '  File "plugin.py", line 4, in handle\n' in found["trace"]


@pytest.mark.parametrize(
    ("raised", "kind", "code", "message", "retry"),
    [
        ("Rejected('a-b', 'why')", "rejected", "a-b", "why", None),
        ("Failed(None, 'why')", "failed", None, "why", None),
        ("Unavailable('c', 'why', retry_after_ms=7)", "unavailable", "c", "why", 7),
        ("Failed('c', 'half \\ud800')", "failed", "c", "half \\ud800", None),
    ],
)
def test_failures(
    tmp_path: Path, raised: str, kind: str, code: str | None, message: str, retry: int | None
) -> None:
    assert failure(tmp_path, f"raise {raised}") == {
        "kind": kind,
        "code": code,
        "message": message,
        "retry_after_ms": retry,
        "trace": None,
    }


@pytest.mark.parametrize(
    ("body", "kind", "code", "message"),
    [
        ("json.parse(b'[')", "failed", "invalid-json", "invalid JSON: syntax at byte 1"),
        (
            "json.write({1: 2})",
            "failed",
            "invalid-json-value",
            "cannot write the value as JSON: unsupported at $ (the key 1 is an int): use str(...)",
        ),
        (
            "state.open('none')",
            "failed",
            "state-not-granted",
            'state: not-granted (store "none")',
        ),
        (
            "state.open('counts').get('')",
            "failed",
            "state-invalid-key",
            'state: invalid-key (store "counts")',
        ),
        (
            "state.open('counts').set('later', '')",
            "unavailable",
            "state-unavailable",
            'state: unavailable (store "counts")',
        ),
        (
            "store = state.open('counts'); store.set('k', b'\\xff'); store.get_text('k')",
            "failed",
            "invalid-utf8",
            'state: the value of "k" is not valid UTF-8 (store "counts")',
        ),
        (
            "http.get('none', '/')",
            "failed",
            "http-not-granted",
            'http: not-granted (connection "none")',
        ),
        (
            "http.send(http.Request('echo', 'GET', '/', timeout_ms=1))",
            "unavailable",
            "http-timeout",
            'http: timeout (connection "echo")',
        ),
    ],
)
def test_uncaught_errors(tmp_path: Path, body: str, kind: str, code: str, message: str) -> None:
    found = failure(tmp_path, body)
    assert (found["kind"], found["code"], found["message"]) == (kind, code, message)
    assert '  File "plugin.py", line 5, in handle\n' in found["trace"]
    assert "guesthouse_sdk/" not in found["trace"]


def test_a_crash_has_the_authors_stack(tmp_path: Path) -> None:
    (tmp_path / "helper.py").write_text("def deep(call):\n    return call()\n")
    found = failure(tmp_path, "import helper\nhelper.deep(lambda: 1 / 0)")
    assert (found["kind"], found["code"]) == ("crashed", "exception")
    assert found["message"] == "plugin.py:6: ZeroDivisionError: division by zero"
    lines = [line for line in found["trace"].splitlines() if line.strip(" ~^")]
    assert lines == [
        "Traceback (most recent call last):",
        '  File "plugin.py", line 6, in handle',
        "    helper.deep(lambda: 1 / 0)",
        '  File "helper.py", line 2, in deep',
        "    return call()",
        '  File "plugin.py", line 6, in <lambda>',
        "    helper.deep(lambda: 1 / 0)",
        "ZeroDivisionError: division by zero",
    ]


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("import sys; sys.exit(3)", "plugin.py:5: SystemExit: 3: a plugin cannot exit"),
        ("raise KeyboardInterrupt", "plugin.py:5: KeyboardInterrupt"),
        ("def f(): f()\nf()", "plugin.py:5: RecursionError: maximum recursion depth exceeded"),
        ("raise ValueError('two\\nlines')", "plugin.py:5: ValueError: two"),
        ("state.open(1)", "plugin.py:5: TypeError: the name of a store must be a str, not int"),
        ("log.info('a', b=1); raise ValueError('\\ud800')", "plugin.py:5: ValueError: \\ud800"),
        ("http.send(http.Request('echo', 'GET', '/', headers={'a': 1}))", "plugin.py:5: TypeErr"),
        ("http.send(http.Request('echo', 'GET', '/', timeout_ms=-1))", "plugin.py:5: ValueError"),
    ],
)
def test_any_other_exception_is_a_crash(tmp_path: Path, body: str, message: str) -> None:
    found = failure(tmp_path, body)
    assert (found["kind"], found["code"]) == ("crashed", "exception")
    assert found["message"].startswith(message)
    assert "guesthouse_sdk" not in found["trace"]
    assert len(found["trace"]) < 10_000


@pytest.mark.parametrize(
    ("module", "hint"),
    [
        (
            "no_such_module",
            "add `no_such_module` to requirements.txt, or put the module beside plugin.py",
        ),
        ("guesthouse_skd", "did you mean `guesthouse_sdk`?"),
        (
            "guesthouse_sdk.htp",
            "the SDK has no module `guesthouse_sdk.htp`: did you mean `guesthouse_sdk.http`?",
        ),
    ],
)
def test_a_missing_module_has_a_hint(tmp_path: Path, module: str, hint: str) -> None:
    found = failure(tmp_path, f"import {module}")
    message = f"plugin.py:5: ModuleNotFoundError: No module named '{module}': {hint}"
    assert found["message"] == message
    assert found["trace"].endswith(f"\nhint: {hint}")


def test_what_needs_tls_has_a_hint(tmp_path: Path) -> None:
    for source in ("raise ModuleNotFoundError(name='_ssl')", "raise ImportError('no SSL module')"):
        found = failure(tmp_path, source)
        assert found["trace"].endswith("send requests with `guesthouse_sdk.http`")


def test_state(tmp_path: Path) -> None:
    body = """
store = state.open("counts")
store.set("text", "é")
store.set("bytes", b"")
for name in ("k1", "k2", "k3", "k4", "gone"):
    store.set(name, name)
store.delete("gone")
store.delete("gone")
assert store.get("missing") is None and store.get_text("missing") is None
assert store.get("bytes") == b"" and store.get_text("text") == "é"
try:
    state.open("other")
except state.NotGranted as error:
    assert (error.code, error.name) == ("not-granted", "other")
    assert isinstance(error, state.StateError)
return [Output.text("keys", ",".join(store.keys("k")) + ";" + ",".join(store.keys()))]
"""
    (output,) = handle(tmp_path, body)["outputs"]
    assert output["data"] == "k1,k2,k3,k4;bytes,k1,k2,k3,k4,text"


def test_http(tmp_path: Path) -> None:
    body = """
assert http.get("echo", "/a?b").text() == "GET /a?b"
pairs = [("X-A", "1"), ("X-A", "2")]
answer = http.send(http.Request("echo", "POST", "/", pairs, json.write({"a": 1}), 1000))
assert (answer.status, answer.header("x-a"), answer.json()) == (200, "1", {"a": 1})
assert answer.headers == (("x-a", "1"), ("x-a", "2"))
"""
    assert handle(tmp_path, body)["outputs"] == []


def test_log_config_and_printed_text(tmp_path: Path) -> None:
    body = """
log.info("to read", key="value", half="\\udfff")
log.error(42)
assert config.get("greeting") == "Hello" and config.get("empty") == ""
assert config.get("missing") is None
print("a line")
print("no end", end="")
"""
    found = handle(tmp_path, body)
    assert found["lines"] == [
        ["INFO", "to read", {"key": "value", "half": "\\udfff"}],
        ["ERROR", "42", {}],
    ]
    assert found["printed"] == "a line\nno end"


def test_closing_the_output_does_not_crash(tmp_path: Path) -> None:
    body = "import sys\nsys.stderr.close()\nsys.stderr = None"
    assert handle(tmp_path, body)["outputs"] == []


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("", f"plugin.py has no function `handle`: write {WRITE}"),
        ("handle = 1", f"`handle` is of type int, but it must be a function: write {WRITE}"),
        ("class handle: ...", f"`handle` is a class, but it must be a function: write {WRITE}"),
    ],
)
def test_a_module_without_handle(tmp_path: Path, source: str, message: str) -> None:
    done = run(tmp_path, source)
    assert built_error(done) == [f"TypeError: {message}"]


GENERATOR = "`handle` is a generator, because it contains `yield`, but it must return a list"


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("async def handle(event): ...", "`handle` is `async`, but plugins are synchronous"),
        ("def handle(event): yield 1", GENERATOR),
        ("async def handle(event): yield 1", GENERATOR),
        ("def handle(): ...", "`handle` must accept one argument, the event"),
        ("def handle(event, context): ...", "`handle` must accept one argument, the event"),
    ],
)
def test_a_wrong_handle(tmp_path: Path, source: str, message: str) -> None:
    first, place, line, error = built_error(run(tmp_path, source))
    assert first == "Traceback (most recent call last):"
    assert place == '  File "plugin.py", line 1, in handle'
    assert line.strip() == source
    assert error == f"TypeError: {message}: write {WRITE}"


@pytest.mark.parametrize("interface", ["state", "http"])
def test_a_transform_has_no_state_and_no_http(tmp_path: Path, interface: str) -> None:
    imports = tmp_path / "wit_world/imports"
    imports.mkdir(parents=True)
    (tmp_path / "wit_world/__init__.py").touch()
    for file in (INSIDE / "wit_world/imports").glob("*.py"):
        if file.stem not in ("state", "http"):
            (imports / file.name).write_text(file.read_text())
    done = run(tmp_path, f"from guesthouse_sdk import {interface}", world=tmp_path)
    expected = f'`guesthouse_sdk.{interface}` needs `world = "plugin"` in plugin.toml'
    assert built_error(done) == [
        "Traceback (most recent call last):",
        '  File "plugin.py", line 1, in <module>',
        f"    from guesthouse_sdk import {interface}",
        f"ImportError: {expected}",
    ]


@pytest.mark.parametrize("source", ["1 / 0", "def handle(event:", "raise SystemExit(3)"])
def test_a_failing_import_ends_the_build(tmp_path: Path, source: str) -> None:
    lines = built_error(run(tmp_path, source))
    assert any(line.startswith('  File "plugin.py", line 1') for line in lines)
    assert "guesthouse_sdk" not in "".join(lines)


def test_a_message_that_is_too_long_is_truncated(tmp_path: Path) -> None:
    for body in ('raise Failed("long", "é" * 100_000)', 'raise ValueError("é" * 100_000)'):
        assert len(failure(tmp_path, body)["message"]) == 20_000


@pytest.mark.parametrize(
    ("call", "function"),
    [
        ("config.get('a')", "config.get"),
        ("log.info('a')", "log"),
        ("state.open('counts')", "state.open"),
        ("http.get('echo', '/')", "http.send"),
    ],
)
def test_a_module_cannot_ask_the_host(tmp_path: Path, call: str, function: str) -> None:
    source = f"from guesthouse_sdk import *\nfrom guesthouse_sdk import http, state\n{call}\n"
    lines = built_error(run(tmp_path, source))
    assert '  File "plugin.py", line 3, in <module>' in lines
    absent = f"`{function}` asks the host, which is absent while the plugin is built"
    assert lines[-1] == f"RuntimeError: {absent}: ask the host in `handle`"


NEEDS = "the package `fast` needs its native modules, but a plugin runs only pure Python"
CAUSED = "try: import fast._core\nexcept ImportError as error: raise ImportError() from error"
NATIVE = [
    ("fast", "from . import _core"),
    ("fast", CAUSED),
    ("fast", "import other_runtime"),
    ("fast", "from ctypes import no_such"),
    ("fast", "import ctypes; ctypes.no_such"),
    ("fast._core", ""),
]


def packages(folder: Path, source: str) -> str:
    """Installs a package, and returns the line that adds its folder to the path."""
    (folder / "site/fast").mkdir(parents=True)
    (folder / "site/fast/__init__.py").write_text(f"import colorsys\n{source}\n")
    (folder / "site/.native").write_text("fast._core\nother_runtime\n")
    return f"import sys; sys.path.append({str(folder / 'site')!r})"


@pytest.mark.parametrize(("name", "source"), NATIVE)
def test_a_package_without_its_native_modules(tmp_path: Path, name: str, source: str) -> None:
    top = packages(tmp_path, source)
    message, hint = built_error(run(tmp_path, f"{top}\nimport {name}"))
    assert message == f"plugin.py:2: {NEEDS}"
    assert hint == "hint: use a package in pure Python instead"


@pytest.mark.parametrize(("name", "source"), NATIVE)
def test_a_late_import_of_such_a_package_fails_at_once(
    tmp_path: Path, name: str, source: str
) -> None:
    top = packages(tmp_path, source)
    found = failure(tmp_path, f"import importlib\nimport {name}", top=top)
    assert found["message"] == f"plugin.py:6: ImportError: {NEEDS}: use a package in pure Python"
    assert "fast/__init__.py" not in found["trace"]


def test_a_package_that_fails_at_once_can_be_found(tmp_path: Path) -> None:
    top = packages(tmp_path, "import other_runtime")
    body = """
from importlib.util import find_spec
assert find_spec("fast") and not find_spec("slow")
try: import fast
except ImportError as error: assert error.name == "fast"
"""
    assert handle(tmp_path, body, top=top)["outputs"] == []


def test_another_import_error_of_such_a_package_is_its_own(tmp_path: Path) -> None:
    top = packages(tmp_path, "from json import no_such")
    lines = built_error(run(tmp_path, f"{top}\nimport fast"))
    assert lines[0] == "Traceback (most recent call last):"
    assert "ImportError: cannot import name 'no_such' from 'json'" in "\n".join(lines)


def test_an_open_file_is_a_build_error(tmp_path: Path) -> None:
    source = "file = open('/etc/hostname')\ndef handle(event): ..."
    message, hint = built_error(run(tmp_path, source))
    assert message == "the file `/etc/hostname` is still open at the end of the build"
    assert hint.startswith("hint: read it at the top of a module and close it")
