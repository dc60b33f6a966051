"""Commands that draw: the board, a team's curve, the brief. Qt is reached when they run."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from teamtide.answers import CouldNot, opened, refuse_the_plan, say, scenario_of, team_of
from teamtide.cli_options import (
    AsJson,
    Discreet,
    InScenario,
    PlanFile,
    Progress,
    day_of,
    expect_ending,
)

if TYPE_CHECKING:
    from teamtide.capacity.bands import Bands
    from teamtide.plan.document import Document
    from teamtide.plan.rows import ScenarioId
    from teamtide.plan.state import State


def brief(
    file: PlanFile,
    out: Annotated[Path, typer.Argument(metavar="OUT.pdf", help="Or OUT.png.")],
    recommend: Annotated[
        str | None, typer.Option("--recommend", metavar="NAME", help="What to recommend.")
    ] = None,
    measure: Annotated[
        list[str] | None,
        typer.Option("--measure", metavar="KEY", help="What carries a reason; up to three."),
    ] = None,
    words: Annotated[
        str, typer.Option("--words", metavar="TEXT", help="A sentence of your own.")
    ] = "",
    samples: Annotated[
        int | None,
        typer.Option("--samples", metavar="N", min=1, max=10_000, help="The plan's unless given."),
    ] = None,
    hinges: Annotated[
        float, typer.Option("--hinges", metavar="SECONDS", min=0, help="Search time; 0: none.")
    ] = 15.0,
    report: Annotated[
        bool, typer.Option("--report", help="With board, curves, measures and assumptions.")
    ] = False,
    discreet: Discreet = False,
    as_json: AsJson = False,
    progress: Progress = False,
) -> None:
    """One page that recommends a scenario, with reasons and doubts."""
    from teamtide.brief_report import (
        brief_json,
        brief_lines,
        known_of,
        searched,
        tellers,
        wish_of,
    )

    refuse_the_plan(out, file)
    expect_ending(out, ".pdf", ".png")
    if report and out.suffix.lower() == ".png":
        raise CouldNot("A report has several pages; write it to a .pdf.")
    told = tellers("Figures", "What it hinges on", lines=progress)
    with _plan(file, out, discreet=discreet) as sent:
        own, shown = sent.own, sent.document.state
        wish = wish_of(
            None if recommend is None else scenario_of(own, recommend).id,
            measure or [],
            sent.hide(words),
        )
        count = own.plan.samples if samples is None else samples
        named = shown if discreet else None
        known = known_of(own, count, wish, told[0], shown=named)
        search = searched(own, known, wish, hinges, told[1])
        room = _offscreen("brief.command")
        page = room.make_brief(shown, known, wish, search)
        if report:
            room.write_report(shown, page, known, wish, out)
        else:
            room.write_brief(page, out)
    say(
        brief_json(page, out) if as_json else {},
        as_json,
        lambda: brief_lines(page, out),
    )


def picture(
    file: PlanFile,
    out: Annotated[Path, typer.Argument(metavar="OUT.png", help="Or OUT.svg, or OUT.pdf.")],
    scenario: InScenario = None,
    team: Annotated[
        str | None,
        typer.Option(
            "--team", metavar="NAME", help="Only this team's curve; the board unless given."
        ),
    ] = None,
    paper: Annotated[
        bool,
        typer.Option(
            "--paper", help="The board with everybody on it, as tall as it needs; of a PNG."
        ),
    ] = False,
    size: Annotated[
        str | None,
        typer.Option(
            "--size",
            metavar="WxH",
            help="1440x900; of a curve 960x420. Of a board on paper only the width.",
        ),
    ] = None,
    scale: Annotated[
        int, typer.Option("--scale", metavar="N", min=1, max=4, help="Pixels for each of the size.")
    ] = 1,
    dark: Annotated[bool, typer.Option("--dark", help="In dark colours.")] = False,
    as_of: Annotated[
        str | None,
        typer.Option("--as-of", metavar="DATE", help="The board on a day; else the plan's first."),
    ] = None,
    projected: Annotated[bool, typer.Option("--projected", help="With carry-over.")] = False,
    samples: Annotated[
        int | None,
        typer.Option(
            "--samples",
            metavar="N",
            min=0,
            max=10_000,
            help="Of the band of projected curves; 0: no band.",
        ),
    ] = None,
    discreet: Discreet = False,
    as_json: AsJson = False,
    progress: Progress = False,
) -> None:
    """Draw the board, for a screen or for paper, or a team's curve.

    A PNG of the board is the window of that size. As SVG or PDF, and with --paper, it is drawn with
    everybody on it, however many there are.
    """
    wide = None if size is None else _size(size)
    day = None if as_of is None else day_of(as_of, "--as-of")
    refuse_the_plan(out, file)
    expect_ending(out, ".png", ".svg", ".pdf")
    window = team is None and not paper and out.suffix.lower() == ".png"
    with _plan(file, out, discreet=discreet) as sent:
        chosen, plan = scenario_of(sent.own, scenario).id, sent.own.plan
        on = plan.start if day is None else min(max(day, plan.start), plan.end)
        if window:
            draw_board(
                *(sent.document, out, chosen, wide or (1440, 900), dark),
                projected=projected,
                scale=scale,
                as_of=on,
            )
        else:
            place = None if team is None else team_of(sent.own, team)
            count = plan.samples if samples is None else samples
            bands = _bands(sent.own, chosen, count, progress) if projected and count else None
            room, state = _offscreen("pictures.command"), sent.document.state
            how = {"scale": scale, "dark": dark, "projected": projected, "bands": bands}
            if place is None:
                width = None if wide is None else wide[0]
                room.write_board(state, chosen, on, out, width=width, **how)
            else:
                room.write_curve(state, chosen, place, out, size=wide or (960, 420), **how)
    say({"file": str(out)}, as_json, lambda: iter([f"Drew {out}"]))


def _size(text: str) -> tuple[int, int]:
    """Width and height.

    Raises:
        typer.BadParameter: they are none, or out of bounds.
    """
    width, cross, height = text.partition("x")
    if not (cross and width.isdigit() and height.isdigit()) or not (
        200 <= int(width) <= 10_000 and 200 <= int(height) <= 10_000
    ):
        raise typer.BadParameter(f"“{text}” is not a size like 1440x900", param_hint="--size")
    return int(width), int(height)


def _bands(state: State, scenario: ScenarioId, samples: int, progress: bool) -> Bands:
    """How sure a projected curve is: what the window's forecast works out, done here."""
    from teamtide.brief_report import tellers
    from teamtide.load_report import sampled_bands
    from teamtide.plan.inputs import inputs_of

    (tell,) = tellers("Samples", lines=progress)
    return sampled_bands(
        inputs_of(state, scenario), samples, lambda done, total: tell(done / max(1, total))
    )


@dataclass(frozen=True, slots=True)
class _Sent:
    """A plan to draw from.

    Args:
        document: With the names that are shown.
        own: The plan under its own names, in which the user names scenarios and teams.
        hide: Puts into a text the names that are shown.
    """

    document: Document
    own: State
    hide: Callable[[str], str]


@contextmanager
def _plan(file: Path, out: Path, *, discreet: bool) -> Iterator[_Sent]:
    """A plan to draw `out` from, with codes for people where that is asked for."""
    with opened(file) as document:
        own = document.state
        if not discreet:
            yield _Sent(document, own, str)
            return
        from teamtide.exchange.discreet.plans import discreet as hidden
        from teamtide.export_report import without_names_opened

        with without_names_opened(own, out) as coded:
            yield _Sent(coded, own, hidden(own).hide)


def draw_board(
    document: Document,
    out: Path,
    scenario: ScenarioId,
    size: tuple[int, int],
    dark: bool,
    *,
    projected: bool = False,
    scale: int = 1,
    as_of: date | None = None,
) -> None:
    """Draw the board into a PNG file, as the window shows it."""
    render = _offscreen("picture", scale=scale).render
    how = {"size": size, "dark": dark, "projected": projected, "as_of": as_of}
    if not render(document, scenario=scenario, out=out, **how):
        raise CouldNot(f"{out.name} can't be written in {out.parent}; choose another folder.")


def _offscreen(room: str, *, scale: int = 1) -> Any:
    """A room of the window, where there is no screen, with so many pixels for each of a size."""
    import os
    from importlib import import_module

    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    # What is painted once and kept is then as sharp as the rest, whatever the desktop's scale.
    os.environ["QT_SCALE_FACTOR"] = str(scale)
    return import_module(f"teamtide.ui.{room}")
