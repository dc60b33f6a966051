"""Pictures without a window: what the command line calls."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize

from teamtide.answers import CouldNot
from teamtide.plan.rows import ScenarioId
from teamtide.plan.state import State
from teamtide.ui.application import make_application
from teamtide.ui.pictures.board import Board
from teamtide.ui.pictures.making import board_of, curve_of
from teamtide.ui.pictures.output import CurveDrawing, Drawing, maker_of
from teamtide.ui.saving import Unwritable, write_whole

if TYPE_CHECKING:
    from teamtide.capacity.bands import Bands


def write_curve(
    state: State,
    scenario: ScenarioId,
    team: int,
    out: Path,
    *,
    size: tuple[int, int],
    scale: int,
    dark: bool,
    projected: bool,
    bands: Bands | None = None,
) -> None:
    """Write a team's curve to a PNG, SVG or PDF file, by the file's ending; see `curve_of`.

    Raises:
        CouldNot: the file can't be written.
    """
    make_application(["teamtide"])
    picture = curve_of(state, scenario, team, projected=projected, bands=bands)
    _write(CurveDrawing(picture, QSize(*size)), out, scale=scale, dark=dark)


def write_board(
    state: State,
    scenario: ScenarioId,
    as_of: date,
    out: Path,
    *,
    width: int | None,
    scale: int,
    dark: bool,
    projected: bool,
    bands: Bands | None = None,
) -> None:
    """Write the board, with everybody on it, likewise; see `board_of`.

    Raises:
        CouldNot: the file can't be written, or would be too large.
    """
    make_application(["teamtide"])
    picture = board_of(state, scenario, as_of, projected=projected, bands=bands)
    board = Board(picture, None if width is None else float(width))
    _write(board, out, scale=scale, dark=dark)


def _write(drawing: Drawing, out: Path, *, scale: int, dark: bool) -> None:
    try:
        write_whole(out, maker_of(out.suffix)(drawing, scale=scale, dark=dark))
    except Unwritable as error:
        raise CouldNot(str(error)) from error
