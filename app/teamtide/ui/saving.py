"""Writing what the window makes, pictures and pages: whole or not at all, like any export."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice
from PySide6.QtGui import QImage, QImageWriter

from teamtide.exchange.books.findings import Unwritable
from teamtide.exchange.replacing import replacing

__all__ = ["Unwritable", "png_of", "write_whole"]


def write_whole(path: Path, content: bytes) -> None:
    """Write a file, replacing the one there when all of it is on the disk.

    Raises:
        Unwritable: the folder or the disk does not take it.
    """
    with replacing(path) as file:
        file.write(content)


def png_of(image: QImage) -> bytes:
    """A picture as the bytes of a PNG file."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, b"PNG").write(image)
    return bytes(buffer.data().data())
