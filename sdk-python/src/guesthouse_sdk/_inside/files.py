"""A read-only copy in memory of the folders that modules are imported from.

A plugin has no files. Python's own import system, `importlib.resources`, `pkgutil` and `open` use
the functions that are replaced here, so they find modules and data as on disk. What is not in the
copy is asked from the real functions, which find nothing.
"""

from __future__ import annotations

import _io
import io
import os
import posix
import stat
import zlib
from collections.abc import Iterator
from posixpath import join, normpath
from types import TracebackType
from typing import Any

from .replace import replace

_FILE_MODE = stat.S_IFREG | 0o444
_FOLDER_MODE = stat.S_IFDIR | 0o555
_READ_MODES = {"r", "rt", "tr", "rb", "br"}


class Files:
    """Files by their absolute path, compressed, and the names in each folder."""

    def __init__(self, working_folder: str) -> None:
        self.working_folder = working_folder
        self.contents: dict[str, tuple[int, bytes]] = {}
        self.folders: dict[str, list[str]] = {}

    def add(self, root: str, leave_out: frozenset[str] = frozenset()) -> None:
        """Copies a folder, without the names in `leave_out` and without compiled modules."""
        names = sorted(set(os.listdir(root)) - leave_out - {"__pycache__"})
        self.folders[root] = names
        for name in names:
            path = join(root, name)
            if os.path.isdir(path):
                self.add(path)
            else:
                self.contents[path] = _compressed(path)

    def find(self, path: object) -> str | None:
        """Returns the path of a file or folder of the copy, or None if it is not there."""
        if not isinstance(path, (str, bytes, os.PathLike)):
            return None
        full = normpath(join(self.working_folder, os.fsdecode(path)))
        return full if full in self.contents or full in self.folders else None

    def read(self, path: str) -> bytes:
        """Returns the bytes of a file of the copy."""
        return zlib.decompress(self.contents[path][1])

    def status(self, path: str) -> os.stat_result:
        """Returns what `os.stat` says about a file or folder of the copy."""
        size = self.contents[path][0] if path in self.contents else 0
        mode = _FILE_MODE if path in self.contents else _FOLDER_MODE
        inode = zlib.crc32(path.encode("utf-8", "surrogateescape"))
        times = {"st_atime_ns": 0, "st_mtime_ns": 0, "st_ctime_ns": 0}
        return os.stat_result((mode, inode, 0, 1, 0, 0, size, 0, 0, 0), times)


def _compressed(path: str) -> tuple[int, bytes]:
    with open(path, "rb") as file:
        data = file.read()
    return len(data), zlib.compress(data)


class _Entry:
    """An entry of `os.scandir`."""

    def __init__(self, files: Files, folder: str, name: str) -> None:
        self._files = files
        self._path = normpath(join(files.working_folder, folder, name))
        self.name = name
        self.path = join(folder, name)

    def __fspath__(self) -> str:
        return self.path

    def inode(self) -> int:
        return self.stat().st_ino

    def is_dir(self, *, follow_symlinks: bool = True) -> bool:
        return self._path in self._files.folders

    def is_file(self, *, follow_symlinks: bool = True) -> bool:
        return self._path in self._files.contents

    def is_symlink(self) -> bool:
        return False

    def is_junction(self) -> bool:
        return False

    def stat(self, *, follow_symlinks: bool = True) -> os.stat_result:
        return self._files.status(self._path)


class _Entries:
    """The iterator of `os.scandir`."""

    def __init__(self, entries: list[_Entry]) -> None:
        self._entries = iter(entries)

    def __iter__(self) -> Iterator[_Entry]:
        return self._entries

    def __next__(self) -> _Entry:
        return next(self._entries)

    def __enter__(self) -> _Entries:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        self._entries = iter(())


class _Opened(io.BytesIO):
    """An open file of the copy."""

    def __init__(self, data: bytes, name: object) -> None:
        super().__init__(data)
        self.name = name

    def writable(self) -> bool:
        return False

    def write(self, data: object, /) -> int:
        raise io.UnsupportedOperation("not writable")


# The replaced functions have the parameters of Python's own.
# ruff: noqa: ANN401
def install(files: Files) -> None:
    """Makes Python read `files`."""
    real_open, real_open_code = io.open, _io.open_code
    real_stat, real_lstat, real_access = posix.stat, posix.lstat, posix.access
    real_listdir, real_scandir = posix.listdir, posix.scandir

    def open_(file: Any, mode: str = "r", buffering: int = -1, *args: Any, **options: Any) -> Any:
        found = files.find(file)
        if found not in files.contents or mode not in _READ_MODES:
            return real_open(file, mode, buffering, *args, **options)
        opened = _Opened(files.read(found), file)
        if "b" in mode:
            return opened
        names = ("encoding", "errors", "newline")
        chosen = {**dict(zip(names, args, strict=False)), **options}
        text: list[Any] = [chosen.get(name) for name in names]
        return io.TextIOWrapper(opened, *text)

    def open_code(path: str) -> Any:
        found = files.find(path)
        return _Opened(files.read(found), path) if found in files.contents else real_open_code(path)

    def stat_(path: Any, **options: Any) -> os.stat_result:
        found = files.find(path)
        return files.status(found) if found else real_stat(path, **options)

    def lstat(path: Any, **options: Any) -> os.stat_result:
        found = files.find(path)
        return files.status(found) if found else real_lstat(path, **options)

    def access(path: Any, mode: int, **options: Any) -> bool:
        found = files.find(path)
        return not mode & os.W_OK if found else real_access(path, mode, **options)

    def listdir(path: Any = ".") -> Any:
        found = files.find(path)
        if found not in files.folders:
            return real_listdir(path)
        names = files.folders[found]
        return [os.fsencode(name) for name in names] if isinstance(path, bytes) else list(names)

    def scandir(path: Any = ".") -> Any:
        found = files.find(path)
        if found not in files.folders or isinstance(path, bytes):
            return real_scandir(path)
        folder = os.fspath(path)
        return _Entries([_Entry(files, folder, name) for name in files.folders[found]])

    pairs = [
        (real_open, open_),
        (real_open_code, open_code),
        (real_stat, stat_),
        (real_lstat, lstat),
        (real_access, access),
        (real_listdir, listdir),
        (real_scandir, scandir),
    ]
    for original, substitute in pairs:
        replace(original, substitute)
