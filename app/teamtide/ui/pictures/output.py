"""A curve as the bytes of a PNG or an SVG file, light or dark, at any scale."""

from __future__ import annotations

from PySide6.QtCore import QBuffer, QIODevice, QRect, QSize, QSizeF
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgGenerator

from teamtide.ui import theme
from teamtide.ui.pictures.curve import SIZE, CurvePicture, paint_curve
from teamtide.ui.saving import png_of


def curve_image(
    picture: CurvePicture, *, scale: float = 1.0, dark: bool = False, size: QSize = SIZE
) -> QImage:
    """A picture of `size`, with `scale` pixels each."""
    pixels = QSize(round(size.width() * scale), round(size.height() * scale))
    image = QImage(pixels, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    painter.scale(scale, scale)
    with theme.painted_as("dark" if dark else "light"):
        paint_curve(painter, QSizeF(size), picture)
    painter.end()
    return image


def curve_png(
    picture: CurvePicture, *, scale: float = 1.0, dark: bool = False, size: QSize = SIZE
) -> bytes:
    """The same as a PNG file."""
    return png_of(curve_image(picture, scale=scale, dark=dark, size=size))


def curve_svg(
    picture: CurvePicture, *, scale: float = 1.0, dark: bool = False, size: QSize = SIZE
) -> bytes:
    """A drawing of `size`, shown `scale` times as large; letters stay letters."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    generator = QSvgGenerator()
    generator.setOutputDevice(buffer)
    generator.setResolution(96)  # of CSS, so that it is as large as the PNG
    generator.setSize(size * scale)
    generator.setViewBox(QRect(0, 0, size.width(), size.height()))
    generator.setTitle(picture.title)
    generator.setDescription(picture.below)
    painter = QPainter(generator)
    with theme.painted_as("dark" if dark else "light"):
        paint_curve(painter, QSizeF(size), picture)
    painter.end()
    return bytes(buffer.data().data())
