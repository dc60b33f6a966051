"""A drawing as an image, or as the bytes of a PNG, SVG or PDF file, light or dark."""

from __future__ import annotations

from collections.abc import Callable
from math import ceil
from typing import Protocol

from PySide6.QtCore import QBuffer, QIODevice, QMarginsF, QRect, QSize, QSizeF
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter, QPdfWriter
from PySide6.QtSvg import QSvgGenerator

from teamtide.ui import theme
from teamtide.ui.pictures.curve import SIZE, CurvePicture, paint_curve
from teamtide.ui.pictures.letters import portable
from teamtide.ui.saving import Unwritable, png_of

MOST_PIXELS = 150_000_000
MOST_SIDE = 32_000
"""What the painter of images takes, and what a computer bears."""
_POINT = 0.75
"""Points in a pixel of CSS."""
_LONGEST_PAGE = 14_400.0
"""Points of a side of a page, by the PDF standard."""
_FINE = 10


class Drawing(Protocol):
    """What can be made a picture: its size in pixels at 1x, and how to paint it."""

    @property
    def title(self) -> str:
        """What it is called."""

    @property
    def below(self) -> str:
        """What it is of."""

    @property
    def size(self) -> QSizeF:
        """How large it is."""

    def paint(self, painter: QPainter) -> None:
        """Draw it from the painter's origin, in the colours of the theme."""


class CurveDrawing:
    """A curve of some size as a drawing."""

    def __init__(self, picture: CurvePicture, size: QSize = SIZE) -> None:
        """A picture in a size."""
        self.title, self.below, self.size = picture.title, picture.below, QSizeF(size)
        self._picture = picture

    def paint(self, painter: QPainter) -> None:
        """Draw it from the painter's origin."""
        paint_curve(painter, self.size, self._picture)


def image_of(drawing: Drawing, *, scale: float = 1.0, dark: bool = False) -> QImage:
    """A drawing with `scale` pixels for each of its own.

    Raises:
        Unwritable: it would be more than an image can have.
    """
    pixels = _whole(drawing.size * scale)
    if (
        max(pixels.width(), pixels.height()) > MOST_SIDE
        or pixels.width() * pixels.height() > MOST_PIXELS
    ):
        raise Unwritable(
            f"The picture would have {pixels.width()} x {pixels.height()} pixels, more than it "
            "can. Choose 1x, or an SVG or PDF, which are sharp at any size."
        )
    image = QImage(pixels, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    with theme.painted_as("dark" if dark else "light"):
        painter.scale(scale, scale)
        drawing.paint(painter)
    painter.end()
    return image


def drawn_png(drawing: Drawing, *, scale: float = 1.0, dark: bool = False) -> bytes:
    """The same as a PNG file; see `image_of`."""
    return png_of(image_of(drawing, scale=scale, dark=dark))


def drawn_svg(drawing: Drawing, *, scale: float = 1.0, dark: bool = False) -> bytes:
    """A drawing, shown `scale` times as large; letters stay letters, see `letters`."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    generator = QSvgGenerator()
    generator.setOutputDevice(buffer)
    generator.setResolution(96)  # of CSS, so that it is as large as the PNG
    size = _whole(drawing.size)
    generator.setSize(size * scale)
    generator.setViewBox(QRect(0, 0, size.width(), size.height()))
    generator.setTitle(drawing.title)
    generator.setDescription(drawing.below)
    painter = QPainter(generator)
    with theme.painted_as("dark" if dark else "light"):
        drawing.paint(painter)
    painter.end()
    return portable(bytes(buffer.data().data()))


def drawn_pdf(drawing: Drawing, *, scale: float = 1.0, dark: bool = False) -> bytes:
    """A drawing as a PDF of one page of its size, `scale` times as large where a page may be."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setTitle(f"{drawing.title} · {drawing.below}")
    writer.setCreator("Teamtide")
    size = drawing.size
    points = min(_POINT * scale, _LONGEST_PAGE / max(size.width(), size.height()))
    writer.setResolution(72 * _FINE)
    writer.setPageLayout(
        QPageLayout(
            QPageSize(
                size * points, QPageSize.Unit.Point, "", QPageSize.SizeMatchPolicy.ExactMatch
            ),
            QPageLayout.Orientation.Portrait,
            QMarginsF(0, 0, 0, 0),
        )
    )
    painter = QPainter(writer)
    with theme.painted_as("dark" if dark else "light"):
        painter.fillRect(0, 0, writer.width(), writer.height(), theme.current().board)
        painter.scale(points * _FINE, points * _FINE)
        drawing.paint(painter)
    painter.end()
    del writer
    return bytes(buffer.data().data())


def maker_of(ending: str) -> Callable[..., bytes]:
    """What makes a file with that ending; a PNG unless it is .svg or .pdf."""
    return {".svg": drawn_svg, ".pdf": drawn_pdf}.get(ending.lower(), drawn_png)


def curve_image(
    picture: CurvePicture, *, scale: float = 1.0, dark: bool = False, size: QSize = SIZE
) -> QImage:
    """A picture of a curve, with `scale` pixels for each of `size`."""
    return image_of(CurveDrawing(picture, size), scale=scale, dark=dark)


def curve_png(
    picture: CurvePicture, *, scale: float = 1.0, dark: bool = False, size: QSize = SIZE
) -> bytes:
    """The same as a PNG file."""
    return drawn_png(CurveDrawing(picture, size), scale=scale, dark=dark)


def curve_svg(
    picture: CurvePicture, *, scale: float = 1.0, dark: bool = False, size: QSize = SIZE
) -> bytes:
    """The same as an SVG file."""
    return drawn_svg(CurveDrawing(picture, size), scale=scale, dark=dark)


def _whole(size: QSizeF) -> QSize:
    return QSize(ceil(size.width()), ceil(size.height()))
