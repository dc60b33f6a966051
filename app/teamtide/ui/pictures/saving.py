"""Copying and saving the picture of a curve, wherever in the window the curve is."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QWidget

from teamtide.ui.pictures.curve import CurvePicture
from teamtide.ui.pictures.output import CurveDrawing, curve_image, maker_of
from teamtide.ui.saving import Unwritable, write_whole

PNG, SVG, PDF = "PNG picture (*.png)", "SVG drawing (*.svg)", "PDF page (*.pdf)"
_ENDINGS = {PNG: ".png", SVG: ".svg", PDF: ".pdf"}


def copy_curve(picture: CurvePicture, *, scale: int, dark: bool) -> None:
    """Put the picture on the clipboard."""
    QGuiApplication.clipboard().setImage(curve_image(picture, scale=scale, dark=dark))


def save_curve(path: Path, picture: CurvePicture, *, scale: int, dark: bool) -> None:
    """Write the picture, as the file's ending says.

    Raises:
        Unwritable: the file can't be written.
    """
    make = maker_of(path.suffix)
    write_whole(path, make(CurveDrawing(picture), scale=scale, dark=dark))


def ask_path(parent: QWidget, folder: Path, name: str, *kinds: str) -> Path | None:
    """Where to save a picture, with the ending that was chosen; None where nowhere.

    Args:
        parent: Whose dialog it is.
        folder: Where to begin.
        name: What the file would be called, without its ending.
        kinds: Some of `PNG`, `SVG` and `PDF`.
    """
    plain = "".join(" " if sign in '/\\:*?"<>|' else sign for sign in name).strip() or "picture"
    chosen, kind = QFileDialog.getSaveFileName(
        parent, "Save the picture", str(folder / f"{plain}.png"), ";;".join(kinds)
    )
    if not chosen:
        return None
    path = Path(chosen)
    allowed = {_ENDINGS[one] for one in kinds}
    ending = _ENDINGS.get(kind, ".png")
    return path if path.suffix.lower() in allowed else Path(f"{chosen}{ending}")


def try_saving(path: Path, picture: CurvePicture, *, scale: int, dark: bool) -> str:
    """Save a picture; blank where that is done, else a sentence."""
    try:
        save_curve(path, picture, scale=scale, dark=dark)
    except Unwritable as error:
        return str(error)
    return ""
