"""Writing a file whole or not at all: what was there stands until the new one is complete."""

from __future__ import annotations

import os
import tempfile
from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice
from PySide6.QtGui import QImage, QImageWriter


class Unwritable(Exception):
    """A file can't be written; the text says why and what to do."""


def write_whole(path: Path, content: bytes) -> None:
    """Write a file, replacing the one there when all of it is on the disk.

    Raises:
        Unwritable: the folder or the disk does not take it.
    """
    temporary: str | None = None
    try:
        handle, temporary = tempfile.mkstemp(
            prefix=f".{path.stem[:40]}-", suffix=".part", dir=path.parent
        )
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        if path.exists():
            Path(temporary).chmod(path.stat().st_mode & 0o777)
        else:
            mask = os.umask(0)
            os.umask(mask)
            Path(temporary).chmod(0o666 & ~mask)
        Path(temporary).replace(path)
    except OSError as error:
        if temporary is not None:
            with suppress(OSError):
                Path(temporary).unlink()
        reason = error.strerror or "the folder does not take it"
        raise Unwritable(
            f"{path.name} can't be written: {reason}. Choose another folder or name."
        ) from None


def png_of(image: QImage) -> bytes:
    """A picture as the bytes of a PNG file."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, b"PNG").write(image)
    return bytes(buffer.data().data())
