"""Ways to damage a plan file, and where its tables are in it, read by hand."""

from __future__ import annotations

import random
import sqlite3
from pathlib import Path

PAGE = 4096


def pages_of(path: Path) -> dict[str, list[int]]:
    """The pages of each table's rows (not its indexes), by walking from its root."""
    whole = path.read_bytes()
    raw = sqlite3.connect(path)
    roots = raw.execute("SELECT name, rootpage FROM sqlite_master WHERE type = 'table'").fetchall()
    raw.close()
    return {name: sorted(_below(whole, root)) for name, root in roots}


def _below(whole: bytes, number: int) -> set[int]:
    start = (number - 1) * PAGE
    page = whole[start : start + PAGE]
    found = {number}
    if page[0] == 5:
        count = int.from_bytes(page[3:5], "big")
        found |= _below(whole, int.from_bytes(page[8:12], "big"))
        for place in range(count):
            cell = int.from_bytes(page[12 + 2 * place : 14 + 2 * place], "big")
            found |= _below(whole, int.from_bytes(page[cell : cell + 4], "big"))
    return found


def wiped(whole: bytes, pages: list[int], chance: random.Random) -> bytes:
    """A file with pages overwritten: with nothing, with noise, or with another program's."""
    damaged = bytearray(whole)
    for number in pages:
        start = (number - 1) * PAGE
        filling = chance.choice([bytes(PAGE), chance.randbytes(PAGE), b"<html>" * 683])
        damaged[start : start + PAGE] = filling[:PAGE]
    return bytes(damaged)


def flipped(whole: bytes, count: int, chance: random.Random) -> bytes:
    """A file with single bytes changed."""
    damaged = bytearray(whole)
    for _ in range(count):
        damaged[chance.randrange(len(whole))] = chance.randrange(256)
    return bytes(damaged)
