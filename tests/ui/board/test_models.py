"""The list model behind a column, held to Qt's own rules."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester

from teamtide.plan.rows import TeamId
from teamtide.ui.board.cards import Face, Figures, PersonCard, Ref, WorkCard
from teamtide.ui.board.models import CARD_ROLE, CardModel
from teamtide.ui.charts.words import Words

TEAM = TeamId(1)


def person(number: int, text: str = "80 %") -> PersonCard:
    face = Face(Ref("person", number, TEAM), f"P{number}", "Engineer", "50 %", "circle", 1.0, 1.0)
    return PersonCard(face, Figures(text, "good"))


@pytest.fixture
def model(qtbot: Any) -> CardModel:
    made = CardModel(Words())
    made.tester = QAbstractItemModelTester(  # type: ignore[attr-defined]
        made, QAbstractItemModelTester.FailureReportingMode.Warning, made
    )
    return made


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ([], [1, 2, 3]),
        ([1, 2, 3], []),
        ([1, 2, 3], [1, 3]),
        ([1, 3], [1, 2, 3]),
        ([1, 2, 3, 4], [2, 5, 4, 6]),
        ([1, 2, 3], [3, 2, 1]),
        (list(range(100)), list(range(50, 170))),
    ],
)
def test_that_the_model_holds_what_it_was_given(
    model: CardModel, before: list[int], after: list[int]
) -> None:
    model.set_cards(tuple(person(n) for n in before))
    cards = tuple(person(n, "90 %") for n in after)
    model.set_cards(cards)
    assert model.cards == cards
    assert [model.data(model.index(row), CARD_ROLE) for row in range(model.rowCount())] == [*cards]


def test_that_only_changed_rows_are_reported(model: CardModel, qtbot: Any) -> None:
    cards = tuple(person(n) for n in range(6))
    model.set_cards(cards)
    reported: list[tuple[int, int]] = []
    model.dataChanged.connect(lambda first, last: reported.append((first.row(), last.row())))
    model.set_cards((*cards[:2], person(2, "95 %"), *cards[3:]))
    assert reported == [(2, 2)]
    model.set_cards(model.cards)
    assert reported == [(2, 2)]


def test_that_one_card_more_is_one_row_inserted(model: CardModel) -> None:
    model.set_cards(tuple(person(n) for n in (1, 3)))
    inserted: list[int] = []
    model.rowsInserted.connect(lambda _parent, first, _last: inserted.append(first))
    resets: list[int] = []
    model.modelReset.connect(lambda: resets.append(1))
    model.set_cards(tuple(person(n) for n in (1, 2, 3)))
    assert (inserted, resets) == ([1], [])


def test_that_cards_speak(model: CardModel) -> None:
    work = WorkCard(Ref("service", 1, TEAM), "EKS", "service · 4 d/wk", (("support", 1.0),))
    model.set_cards((person(1), work))
    role = Qt.ItemDataRole.AccessibleTextRole
    assert model.data(model.index(0), role) == "P1, Engineer, 50 %, load 80 %"
    assert model.data(model.index(1), role) == "EKS, service · 4 d/wk"


def test_that_rows_can_be_dragged_and_never_removed_by_a_drag(model: CardModel) -> None:
    model.set_cards((person(1),))
    assert model.flags(model.index(0)) & Qt.ItemFlag.ItemIsDragEnabled
    assert not model.removeRows(0, 1)
