"""The board on paper: it says what the board says, of everybody, in lines and letters."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from teamtide.exchange.sample import sample_state
from teamtide.load_report import sampled_bands
from teamtide.plan.commands import edit
from teamtide.plan.document import Document
from teamtide.plan.fresh import blank
from teamtide.plan.inputs import inputs_of
from teamtide.plan.notes import set_note
from teamtide.plan.pausing import rest
from teamtide.plan.rows import (
    Person,
    PersonId,
    Scenario,
    ScenarioId,
    Team,
)
from teamtide.plan.state import State
from teamtide.ui import theme
from teamtide.ui.application import make_application
from teamtide.ui.board.board_view import BoardView
from teamtide.ui.board.cards import WorkCard
from teamtide.ui.charts.localised import LocaleWords
from teamtide.ui.main_window import MainWindow
from teamtide.ui.pictures.board import NOTHING, WIDTH, Board
from teamtide.ui.pictures.column import MOST_PEOPLE
from teamtide.ui.pictures.dialog import PictureDialog
from teamtide.ui.pictures.letters import portable
from teamtide.ui.pictures.making import board_of
from teamtide.ui.pictures.output import drawn_pdf, drawn_png, drawn_svg, image_of
from teamtide.ui.saving import Unwritable
from teamtide.ui.session import Session
from tests.bench.plans import seeded_state
from tests.drawings import apart, drawn, words_of
from tests.examples import ANA, CHURN, OPTION, SQUAD, START, TODAY
from tests.pdf_text import pages_of, text_of

PATIENCE_MS = 60_000


@pytest.fixture(autouse=True)
def light(qapp: object) -> None:
    theme.apply(make_application(["teamtide"]), "light")


def board(state: State, scenario: ScenarioId = TODAY, width: float | None = None) -> Board:
    return Board(board_of(state, scenario, state.plan.start), width)


def option_of(state: State) -> ScenarioId:
    return next(row.id for row in state.rows(Scenario) if row.id != state.today)


def crowd(people: int) -> State:
    """People whom nobody has put into a team yet."""
    rows = list(blank(name="Crowd", start=START, weeks=8).all_rows())
    found = [Person(PersonId(n), n, f"Somebody {n}", "software") for n in range(1, people + 1)]
    return State.of([*rows, *found])


def overlapping(places: Iterable[QRectF]) -> int:
    """How many pairs of rectangles lie on each other."""
    left, top, right, bottom = np.array(
        [(one.left(), one.top(), one.right(), one.bottom()) for one in places]
    ).T
    across = (left[:, None] < right) & (left < right[:, None])
    down = (top[:, None] < bottom) & (top < bottom[:, None])
    return int(np.count_nonzero(across & down) - len(left)) // 2


# --- what it says ---------------------------------------------------------------------------


def test_that_it_says_what_the_board_says(qtbot: QtBot, document: Document) -> None:
    session = Session(document)
    session.set_scenario(OPTION)
    words = LocaleWords()
    view = BoardView(session, words=words)
    qtbot.addWidget(view)
    shown = board_of(session.state, OPTION, session.as_of).columns
    for here, there in zip(shown, view.states(), strict=True):
        # When projects finish comes to the window later, from another process.
        work = tuple(replace(one, finish="", severity="neutral", tip="") for one in here.work)
        assert work == tuple(replace(one, tip="") for one in there.work)
        assert replace(here, work=()) == replace(there, work=())


@pytest.mark.parametrize("dark", [False, True])
def test_that_everybody_and_all_work_stands_in_it_as_letters(dark: bool) -> None:
    state = sample_state()
    for scenario in (row.id for row in state.rows(Scenario)):
        shown = board(state, scenario)
        svg = drawn_svg(shown, dark=dark)
        tags = {one.tag.rpartition("}")[2] for one in ET.fromstring(svg).iter()}
        assert not tags & {"image", "pattern", "mask", "clipPath"}
        words = words_of(svg)
        assert {row.name for row in state.rows(Person)} <= set(words)
        assert {row.name for row in state.rows(Team)} <= set(words)
        for _, card in shown.cards():
            assert card.name in words
            if isinstance(card, WorkCard):
                assert card.finish in ("", *words)
            elif card.figures.text:
                assert card.figures.text in words
        assert shown.left_out == 0


def test_that_the_title_says_which_plan_which_day_and_whether_it_is_projected() -> None:
    state = sample_state()
    one, day = option_of(state), state.plan.start + timedelta(weeks=8)
    bands = sampled_bands(inputs_of(state, one), 8)
    for projected, sure, told in (
        (False, None, "expected load"),
        (True, None, "projected load, without a band"),
        (True, bands, "projected load"),
    ):
        made = Board(board_of(state, one, day, projected=projected, bands=sure))
        words = words_of(drawn_svg(made))
        assert words[0] == state.get(Scenario, one).name
        assert words[1] == f"Spring reorganisation · as of 2 Mar 2026 · {told}"
        assert ("left over" in words) == projected
        assert ("finds nobody" in words) != projected
        assert ("8 of 10 runs" in words) == (sure is not None)


def test_that_one_legend_explains_all_that_is_drawn_and_nothing_else(state: State) -> None:
    bare = words_of(drawn_svg(board(state)))
    for said in ("software", "data science", "infrastructure", "capacity", "exploratory"):
        assert bare.count(said) >= 1
    assert "has a note" not in bare
    assert "support" not in bare
    noted = state.apply(set_note(state, kind="team", item=SQUAD, text="Ask Bo first"))
    assert words_of(drawn_svg(board(noted))).count("has a note") == 1


def test_that_the_peak_and_its_week_are_said_beside_names_of_any_length() -> None:
    state = sample_state()
    rows = [replace(one, name=one.name + " of the North" * 9) for one in state.rows(Team)]
    for one in rows:
        state = state.apply(edit(state, state.get(Team, one.id), name=one.name))
    for width in (WIDTH, 700.0):
        picture = board_of(state, option_of(state), state.plan.start)
        words = words_of(drawn_svg(Board(picture, width)))
        badges = [one.badge for one in picture.columns if one.badge is not None]
        assert any(" · " in one.text for one in badges)
        for badge in badges:
            for part in badge.text.split(" · "):
                assert part in words or part.removeprefix("peak ") in words


def test_that_what_is_paused_lies_in_its_tray(state: State) -> None:
    paused = state.apply(rest(state, scenario=TODAY, projects=(CHURN,)))
    words = words_of(drawn_svg(board(paused)))
    assert "PAUSED · 1" in words
    assert any("freed" in word for word in words)
    assert not [word for word in words_of(drawn_svg(board(state))) if "PAUSED" in word]


def test_that_an_empty_plan_says_so() -> None:
    empty = blank(name="Empty", start=START, weeks=12)
    for dark in (False, True):
        shown = board(empty, empty.today)
        assert NOTHING in words_of(drawn_svg(shown, dark=dark))
        assert image_of(shown, scale=2, dark=dark).width() == 2 * WIDTH


def test_that_names_with_signs_of_a_markup_stand_as_they_are(state: State) -> None:
    name = 'Ana <"Ace"> & Co'
    named = state.apply(edit(state, state.get(Person, ANA), name=name))
    named = named.apply(edit(named, named.get(Scenario, TODAY), name=name))
    svg = drawn_svg(board(named))
    assert words_of(svg).count(name) == 2
    assert b'font-family="Ace' not in svg


# --- where it says it -----------------------------------------------------------------------


@pytest.mark.parametrize("width", [None, 200.0, 640.0, 1000.0, 3000.0])
@pytest.mark.parametrize("size", [(40, 3), (90, 4), (700, 9)])
def test_that_no_card_lies_on_another_or_out_of_the_picture(
    size: tuple[int, int], width: float | None
) -> None:
    people, teams = size
    state = seeded_state(
        people=people, teams=teams, groups=2, projects=40, chunks=90, services=5, weeks=8
    )
    shown = board(state, TODAY, width)
    places = [place for place, _ in shown.cards()]
    assert shown.compact == (people > 90)
    assert {row.id for row in state.rows(Person)} <= {
        card.ref.key for _, card in shown.cards() if card.ref.type == "person"
    }
    whole = QRectF(0, 0, shown.size.width(), shown.size.height())
    assert all(whole.contains(place) for place in places)
    assert overlapping(places) == 0
    edges = [part.top for part in shown.parts] + [shown.size.height()]
    assert edges == sorted(edges)
    for place in places:
        assert any(
            part.top <= place.top() and place.bottom() <= part.top + part.height
            for part in shown.parts[1:-1]
        )


def test_that_overlaps_are_found_where_there_are_some() -> None:
    one = QRectF(0, 0, 10, 10)
    assert overlapping([one, QRectF(0, 9, 10, 10)]) == 1
    assert overlapping([one, QRectF(9, 5, 10, 10), one]) == 3
    assert overlapping([one, QRectF(10, 0, 10, 10), QRectF(0, 10, 10, 10)]) == 0


def test_that_parts_side_by_side_are_the_whole() -> None:
    state = sample_state()
    shown = board(state, option_of(state), 700.0)
    assert len(shown.parts) > 3
    whole = QImage(700, round(shown.size.height()), QImage.Format.Format_RGB32)
    parts = whole.copy()
    for image, wanted in ((whole, (None,)), (parts, shown.parts)):
        painter = QPainter(image)
        for part in wanted:
            shown.paint(painter, part)
        painter.end()
    assert apart(whole, parts) == 0.0


def test_that_beyond_the_most_people_of_a_column_it_says_how_many_more() -> None:
    shown = board(crowd(MOST_PEOPLE + 50))
    assert shown.compact
    assert shown.left_out == 50
    words = set(words_of(drawn_svg(shown)))
    assert "and 50 more" in words
    assert {f"Somebody {n}" for n in range(1, MOST_PEOPLE + 1)} <= words
    assert shown.size.height() < 2.5 * shown.size.width()


def test_that_a_png_larger_than_can_be_drawn_is_a_sentence(state: State) -> None:
    shown = board(state, TODAY, 9000.0)
    with pytest.raises(Unwritable, match="Choose 1x, or an SVG or PDF"):
        drawn_png(shown, scale=4)
    assert len(drawn_svg(shown, scale=4)) > 1000


# --- as files -------------------------------------------------------------------------------


@pytest.mark.parametrize("dark", [False, True])
def test_that_an_svg_of_the_board_drawn_back_is_the_png(dark: bool) -> None:
    state = sample_state()
    shown = board(state, option_of(state))
    image = image_of(shown, dark=dark)
    assert apart(image, drawn(drawn_svg(shown, dark=dark), image.size())) < 0.02
    assert apart(image, image_of(shown, dark=not dark)) > 0.5
    assert image_of(shown, scale=2).size() == image.size() * 2


def test_that_every_text_of_an_svg_has_its_length_and_a_font_to_fall_back_on(state: State) -> None:
    svg = drawn_svg(board(state))
    texts = [one for one in ET.fromstring(svg).iter() if one.tag.endswith("}text")]
    assert len(texts) > 40
    for one in texts:
        assert float(one.attrib["textLength"]) > 0
        assert one.attrib["font-family"].endswith(", Helvetica, Arial, sans-serif")
    strange = b'<svg><text x="1" font-size="large">a</text><text font-size="9"></text></svg>'
    assert portable(strange) == strange


def test_that_a_pdf_is_one_page_with_everybody_on_it() -> None:
    state = sample_state()
    shown = board(state, option_of(state))
    for scale in (1, 2):
        pdf = drawn_pdf(shown, scale=scale)
        assert pages_of(pdf) == 1
        assert b"/Subtype /Image" not in pdf
        text = text_of(pdf)
        for row in state.rows(Person):
            assert row.name in text


# --- from the window ------------------------------------------------------------------------


def test_that_the_dialog_saves_the_board_of_the_day_that_is_looked_at(
    qtbot: QtBot, document: Document, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = MainWindow()
    qtbot.addWidget(window)
    window.show_document(document)
    window.show()
    session = window.session
    assert session is not None
    session.set_scenario(OPTION)
    session.set_projected(True)
    session.set_as_of(date(2026, 1, 26))
    dialog = PictureDialog(window, session)
    qtbot.addWidget(dialog)
    dialog.codes.setChecked(True)
    dialog.colours.setCurrentIndex(1)
    out = tmp_path / "board"
    monkeypatch.setattr(
        QFileDialog, "getSaveFileName", lambda *_: (str(out), "SVG drawing (*.svg)")
    )
    dialog.choose()
    svg = tmp_path / "board.svg"
    qtbot.waitUntil(
        lambda: f"Saved {svg}" in window.statusBar().currentMessage(), timeout=PATIENCE_MS
    )
    words = words_of(svg.read_bytes())
    assert words[:2] == ["Split", "Small · as of 26 Jan 2026 · projected load"]
    assert {"Person 01", "Person 02", "8 of 10 runs"} <= set(words)
    told = svg.read_text()
    for name in ("Ana", "Silva", "Bo Chen", "Cy Young", "Di Marsh"):
        assert name not in told
    assert theme.DARK.board.name().encode() in svg.read_bytes()
    window.close()
