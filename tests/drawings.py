"""Drawings read back: their words, and how far two of them are apart."""

from __future__ import annotations

import xml.etree.ElementTree as ET

import numpy as np
from PySide6.QtCore import QByteArray, QSize, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

from teamtide.ui.pictures.curve import SIZE
from teamtide.ui.pictures.letters import LIKE_IT

SVG_TEXT = "{http://www.w3.org/2000/svg}text"


def drawn(svg: bytes, size: QSize = SIZE) -> QImage:
    """An SVG as the reader of Qt shows it."""
    image = QImage(size, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.magenta)
    painter = QPainter(image)
    # Its reader takes a list of fonts for one that is not there.
    renderer = QSvgRenderer(QByteArray(svg.replace(LIKE_IT.encode(), b"")))
    assert renderer.isValid()
    renderer.render(painter)
    painter.end()
    return image


def apart(one: QImage, other: QImage) -> float:
    """The part of the pixels that differ much."""
    first, second = (
        np.frombuffer(i.constBits(), np.uint8).reshape(i.height(), i.width(), 4)[..., :3]
        for i in (one, other)
    )
    far = np.abs(first.astype(np.int16) - second.astype(np.int16)).max(axis=2) > 60
    return float(far.mean())


def words_of(svg: bytes) -> list[str]:
    """Its texts, in the order in which they were drawn."""
    return [(one.text or "").strip() for one in ET.fromstring(svg).iter(SVG_TEXT)]
