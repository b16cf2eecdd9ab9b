"""The stand-ins for modules in C fit Python's modules around them."""

import subprocess
import sys
from pathlib import Path

SDK = Path(__file__).parents[1] / "src"

# Runs without the real modules, as in a plugin.
SCRIPT = """
import sys
sys.platform = "wasi"
for name in ("bz2", "lzma", "ctypes", "_bz2", "_lzma"):
    sys.modules.pop(name, None)
from guesthouse_sdk._inside import stand_in
stand_in.find_spec = lambda name: None
stand_in.supply()
import bz2, ctypes, io, lzma, tarfile

for call in (bz2.compress, bz2.decompress, lzma.compress, lzma.decompress):
    try:
        call(b"a")
    except (OSError, lzma.LZMAError) as error:
        print(error)
for start in (b"BZh91AY&SY", b"\\xfd7zXZ\\0"):
    try:
        tarfile.open(fileobj=io.BytesIO(start * 9))
    except tarfile.ReadError:
        print("no archive")
print(ctypes.sizeof(ctypes.c_long), hasattr(ctypes, "CDLL"))
"""


def test_stand_ins_can_be_imported_and_refuse_their_use() -> None:
    command = [sys.executable, "-c", SCRIPT]
    path = {"PYTHONPATH": str(SDK)}
    ran = subprocess.run(command, env=path, capture_output=True, text=True, check=True)
    bz2, lzma = (f"a plugin has no `{name}`: use `zlib` or `gzip`" for name in ("bz2", "lzma"))
    expected = [bz2, bz2, lzma, lzma, "no archive", "no archive", "4 False"]
    assert ran.stdout.splitlines() == expected
