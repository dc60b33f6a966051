"""The page as what leaves the app: a PDF file, or a picture."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QBuffer, QIODevice, QMarginsF, QSizeF
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter, QPdfWriter

from teamtide.advise.briefing import Brief
from teamtide.ui.brief.flow import Flow
from teamtide.ui.brief.ink import UNIT
from teamtide.ui.brief.page import HEIGHT, WIDTH, paint_brief, scale_to

_INCH = 72.0


def brief_pdf(brief: Brief, made: str = "") -> bytes:
    """The brief as a PDF of one A4 page; its properties hold the plan's name and nothing else."""
    return pdf_of(brief, made)


def pdf_of(brief: Brief, made: str = "", more: Callable[[Flow], None] | None = None) -> bytes:
    """A PDF whose first page is the brief; `more` draws what comes after."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setTitle(f"{brief.plan}: {brief.scenario}")
    writer.setCreator("Teamtide")
    writer.setResolution(round(_INCH * UNIT))
    writer.setPageLayout(
        QPageLayout(
            QPageSize(QSizeF(WIDTH, HEIGHT), QPageSize.Unit.Point),
            QPageLayout.Orientation.Portrait,
            QMarginsF(0, 0, 0, 0),
        )
    )
    painter = QPainter(writer)
    paint_brief(painter, brief, made)
    if more is not None:
        more(Flow(painter, writer.newPage, f"{brief.plan} · {brief.scenario}", made))
    painter.end()
    del writer
    return bytes(buffer.data().data())


def brief_picture(brief: Brief, scale: float = 2.0, made: str = "") -> QImage:
    """The brief as a picture, `scale` pixels a point."""
    image = QImage(round(WIDTH * scale), round(HEIGHT * scale), QImage.Format.Format_RGB32)
    painter = QPainter(image)
    scale_to(painter, image.width())
    paint_brief(painter, brief, made)
    painter.end()
    return image
