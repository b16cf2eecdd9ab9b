"""Packages that the build has installed without their native modules."""

from __future__ import annotations

import sys
from pathlib import Path
from traceback import walk_tb

from ._hints import chain

# The build lists them here, beside the packages.
_LIST = ".native"


def native_package(error: BaseException) -> str | None:
    """Returns the package that failed to be imported because it has no native modules."""
    packages = {
        f"{folder}/{name}/": name for folder in sys.path for name in _listed(Path(folder) / _LIST)
    }
    for failed in chain(error):
        if not isinstance(failed, ImportError):
            continue
        for frame, _ in walk_tb(failed.__traceback__):
            for folder, name in packages.items():
                if frame.f_code.co_filename.startswith(folder):
                    return name
    return None


def _listed(file: Path) -> list[str]:
    try:
        return file.read_text().split()
    except OSError:
        return []
