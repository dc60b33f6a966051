"""The longer report: the brief, then what it rests on.

The board, every team's curve beside Today's, every measure of every scenario, what each option
changes, and every assumption with its source.
"""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from math import isinf

from PySide6.QtCore import QSizeF

from teamtide.advise.briefing import Brief, Known
from teamtide.advise.proposing import outdone_among, percent
from teamtide.capacity.assumptions import ASSUMPTIONS
from teamtide.capacity.engine import compute
from teamtide.capacity.measures.paired import Spread
from teamtide.plan.differences import differences
from teamtide.plan.inputs import inputs_of
from teamtide.plan.rows import Scenario, ScenarioId, Team
from teamtide.plan.state import State
from teamtide.plan.summary import MEASURES, Measure, best
from teamtide.ui import theme
from teamtide.ui.assumptions.words import value_text as setting_text
from teamtide.ui.board.states import chart_of
from teamtide.ui.brief.flow import Flow, bold
from teamtide.ui.brief.output import pdf_of
from teamtide.ui.brief.page import INNER
from teamtide.ui.brief.words import name
from teamtide.ui.charts.localised import LocaleWords
from teamtide.ui.compare.surety import range_text
from teamtide.ui.compare.texts import plain_text
from teamtide.ui.pictures.board import Board
from teamtide.ui.pictures.curve import SIZE, CurvePicture, paint_curve
from teamtide.ui.pictures.making import board_of

_BOARD = 1000.0
"""Pixels of the board's width: four columns beside each other, and letters of 7 points."""
_BESIDE = 3
"""Options beside Today in one table."""
_LABEL = 150.0
_LINE = 400
"""Letters of a line before it is cut."""


@dataclass(frozen=True, slots=True)
class Rest:
    """What the report is made of beside the brief.

    Args:
        state: The plan.
        known: What was measured of it.
        scenario: What is recommended.
    """

    state: State
    known: Known
    scenario: ScenarioId


def report_pdf(brief: Brief, rest: Rest, made: str = "") -> bytes:
    """The report as a PDF; its first page is the brief."""

    def more(flow: Flow) -> None:
        if brief.empty:
            return
        _board(flow, rest)
        _curves(flow, rest)
        _measures(flow, rest)
        _differences(flow, rest)
        _assumptions(flow, rest)

    with theme.painted_as("light"):
        return pdf_of(brief, made, more)


def _name(rest: Rest, scenario: ScenarioId) -> str:
    return rest.state.get(Scenario, scenario).name


def _board(flow: Flow, rest: Rest) -> None:
    """The board on the plan's first day, its rows of columns one below the other."""
    board = Board(board_of(rest.state, rest.scenario, rest.state.plan.start), _BOARD)
    _, *rows = board.parts
    flow.title(f"The board: {_name(rest, rest.scenario)}", 30 + INNER * rows[0].height / _BOARD)
    flow.text(escape(board.below))
    for number, part in enumerate(rows):
        painter = flow.place(_BOARD, part.height, gap=0.0, here=not number)
        painter.translate(0.0, -part.top)
        board.paint(painter, part)
        painter.restore()


def _curves(flow: Flow, rest: Rest) -> None:
    state, today = rest.state, rest.state.today
    teams = state.rows(Team)
    if not teams:
        return
    flow.title("Load of each team", 240)
    load = compute(inputs_of(state, rest.scenario))
    other = compute(inputs_of(state, today)) if rest.scenario != today else None
    words = LocaleWords()
    for place, row in enumerate(teams):
        ghost = None if other is None else other.teams[place]
        picture = CurvePicture(
            title=row.name,
            below=f"{_name(rest, rest.scenario)} · expected days a week",
            data=chart_of(load.teams[place], state.plan.start, ghost),
            words=words,
            ghost=_name(rest, today),
        )
        painter = flow.place(SIZE.width(), SIZE.height())
        paint_curve(painter, QSizeF(SIZE), picture)
        painter.restore()


def _measures(flow: Flow, rest: Rest) -> None:
    state, found = rest.state, rest.known.measured
    today = state.today
    options = [one for one in found if one != today]
    flow.turn()
    flow.title("Every measure of every scenario")
    flow.text(
        "▸ and bold: the best of all scenarios. Below a figure, where it is sampled: where "
        "eight of ten samples have its difference from Today, with the middle one."
    )
    groups = [options[n : n + _BESIDE] for n in range(0, len(options), _BESIDE)] or [[]]
    won = {
        one.key: best(one, {s: each.readings[one.key] for s, each in found.items()}, today)
        for one in MEASURES
    }
    for number, group in enumerate(groups):
        if number:
            flow.turn()
        shown = [today, *group]
        widths = [_LABEL, *([(INNER - _LABEL) / len(shown)] * len(shown))]
        head = ["", *(bold(name(_name(rest, one), 60)) for one in shown)]
        flow.cells(head, widths, head=True)
        for measure in MEASURES:
            row = [escape(measure.label)]
            for one in shown:
                value = escape(plain_text(measure, found[one].readings[measure.key]))
                text = f"<b>▸ {value}</b>" if one in won[measure.key] else value
                before = found[one].readings[measure.key].before
                text += f", {before:.0f} {escape(measure.beside)}" if before else ""
                apart = found[one].paired.get(measure.key)
                row.append(text if apart is None else f"{text}<br>{_range(measure, apart)}")
            if flow.need(26):
                flow.cells(head, widths, head=True)
            flow.cells(row, widths)
    for one, (_, why) in outdone_among(state, found).items():
        flow.text(f"{bold(name(_name(rest, one), 60))} is outdone: {escape(why)}")


def _range(measure: Measure, apart: Spread) -> str:
    if isinf(apart.p10) or isinf(apart.p90):
        return f"less in {percent(apart.less)}, more in {percent(apart.more)}"
    return escape(range_text(measure, apart))


def _differences(flow: Flow, rest: Rest) -> None:
    state = rest.state
    options = [row for row in state.rows(Scenario) if row.id != state.today]
    if not options:
        return
    flow.turn()
    flow.title("What each option changes")
    for row in options:
        flow.need(60)
        flow.y += 6
        flow.text(bold(name(row.name, 120)), 11)
        if row.description:
            flow.text(escape(name(row.description, _LINE)))
        lines = differences(state, state.today, row.id)
        for line in lines:
            flow.text(f"• {escape(name(line.text, _LINE))}", indent=8)
        if not lines:
            flow.text("Nothing differs from Today.", indent=8)


def _assumptions(flow: Flow, rest: Rest) -> None:
    plan = rest.state.plan
    flow.turn()
    flow.title("Assumptions and where they come from")
    widths = [150.0, 58.0, 58.0, INNER - 266.0]
    head = ["", bold("Here"), bold("Default"), bold("Source of the default")]
    flow.cells(head, widths, head=True)
    for one in ASSUMPTIONS:
        value = float(getattr(plan, one.key))
        here = escape(setting_text(one, value))
        row = [
            f"{bold(one.label)}<br>{escape(one.meaning)}",
            here if value == one.default else f"<b>{here}</b>, set by hand",
            escape(setting_text(one, one.default)),
            escape(one.source),
        ]
        if flow.need(48):
            flow.cells(head, widths, head=True)
        flow.cells(row, widths)
