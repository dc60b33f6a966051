"""Who is who, in a file of its own that only its writer reads."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from teamtide.exchange.discreet.plans import Entry
from teamtide.exchange.replacing import replacing
from teamtide.exchange.tables import csv_text


def write_key(entries: Iterable[Entry], path: Path) -> None:
    """Write the key of a plan's codes as CSV.

    Raises:
        Unwritable: the folder does not take it.
    """
    rows = [(entry.code, entry.name, entry.given, entry.email) for entry in entries]
    with replacing(path, private=True) as file:
        file.write(csv_text([("Code", "Name", "ID", "Email"), *rows]).encode("utf-8-sig"))
