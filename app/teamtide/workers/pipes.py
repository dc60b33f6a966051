"""How this program starts itself as a helper, and how both ends hold the pipes between them.

A helper is the same program with another first argument, whether it runs from a folder of sources
or as a bundle. Messages are bytes with their length in front.
"""

from __future__ import annotations

import os
import struct
import sys
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

import teamtide

LENGTH = struct.Struct("<Q")
_AT_ONCE = 1 << 20


class PipeClosed(EOFError):
    """The process at the other end is gone."""


def helper_command(flag: str) -> tuple[str, list[str]]:
    """The program and the arguments that make it a helper: `--worker` or `--reader`."""
    if not getattr(sys, "frozen", False):
        # Nothing that happens to lie in the folder the app was started from is imported.
        return sys.executable, ["-P", "-m", "teamtide", flag]
    # A window program of Windows has no pipes of its own; its command line has (untried).
    beside = Path(sys.executable).with_name("teamtide-cli.exe")
    return str(beside) if beside.exists() else sys.executable, [flag]


def helper_environment() -> Mapping[str, str]:
    """The environment in which a helper finds this program's own modules."""
    home = str(Path(teamtide.__file__).resolve().parent.parent)
    others = os.environ.get("PYTHONPATH", "")
    # Sums in a helper are small; threads of a linear algebra library would be idle memory.
    return {
        **os.environ,
        "PYTHONPATH": os.pathsep.join(filter(None, (home, others))),
        "OPENBLAS_NUM_THREADS": "1",
        "OMP_NUM_THREADS": "1",
    }


def take_pipes() -> tuple[int, int]:
    """The ends of a helper's pipes, kept from anything that reads or prints by itself."""
    source, sink = os.dup(0), os.dup(1)
    if sys.platform == "win32":
        import msvcrt

        for end in (source, sink):
            msvcrt.setmode(end, os.O_BINARY)
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 0)
    os.close(nothing)
    with suppress(OSError):  # a window program of Windows may have no place for errors
        os.dup2(2, 1)
    return source, sink


def send(sink: int, body: bytes) -> None:
    """Write a message, and wait until the pipe has taken it.

    Raises:
        PipeClosed: nobody reads any more.
    """
    try:
        for part in (LENGTH.pack(len(body)), body):
            left = memoryview(part)
            while left:
                left = left[os.write(sink, left) :]
    except OSError as error:
        raise PipeClosed from error


def receive(source: int, largest: int) -> bytes:
    """Wait for the next message.

    Raises:
        PipeClosed: nobody writes any more, or what is written is no message of at most `largest`
            bytes.
    """
    (length,) = LENGTH.unpack(_exactly(source, LENGTH.size))
    if length > largest:
        raise PipeClosed
    return _exactly(source, length)


def _exactly(source: int, length: int) -> bytes:
    held = bytearray()
    while len(held) < length:
        try:
            data = os.read(source, min(_AT_ONCE, length - len(held)))
        except OSError as error:
            raise PipeClosed from error
        if not data:
            raise PipeClosed
        held += data
    return bytes(held)
