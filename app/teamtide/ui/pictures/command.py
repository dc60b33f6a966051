"""A team's curve without a window: what the command line calls."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize

from teamtide.answers import CouldNot
from teamtide.plan.rows import ScenarioId
from teamtide.plan.state import State
from teamtide.ui.application import make_application
from teamtide.ui.pictures.making import curve_of
from teamtide.ui.pictures.output import curve_png, curve_svg
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
    """Write a team's curve to a PNG or SVG file, by the file's ending; see `curve_of`.

    Raises:
        CouldNot: the file can't be written.
    """
    make_application(["teamtide"])
    picture = curve_of(state, scenario, team, projected=projected, bands=bands)
    wide = QSize(*size)
    if out.suffix.lower() == ".svg":
        content = curve_svg(picture, scale=scale, dark=dark, size=wide)
    else:
        content = curve_png(picture, scale=scale, dark=dark, size=wide)
    try:
        write_whole(out, content)
    except Unwritable as error:
        raise CouldNot(str(error)) from error
