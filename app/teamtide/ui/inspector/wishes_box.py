"""What is asked for somebody: where they are pinned, with whom they go, and why."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from teamtide.plan.changes import ChangeSet
from teamtide.plan.commands import edit
from teamtide.plan.overlay import shares_at
from teamtide.plan.rows import WISHES, PersonId, Pin, TeamId
from teamtide.plan.state import State
from teamtide.plan.wishes import (
    Wish,
    forget_pair,
    keep,
    pin,
    unpin,
    violation_of,
    wish_text,
    wishes_of,
)
from teamtide.ui.fields.attempts import attempt, labelled
from teamtide.ui.fields.people import person_labels, person_named
from teamtide.ui.fields.style import label
from teamtide.ui.fields.widgets import ChoiceField, LineField, text_field
from teamtide.ui.inspector.form import small_button
from teamtide.ui.session import Session

WORDS = {"together": "together with", "apart": "apart from"}


class WishesBox(QWidget):
    """A line a wish, with its reason; below, a line to ask for another pair."""

    def __init__(self, session: Session, person: PersonId) -> None:
        """The wishes of `person`."""
        super().__init__()
        self._session, self._person = session, person
        self._shown: Any = None
        self.lines: list[tuple[Wish, LineField, QToolButton]] = []
        self._nothing = label("none", "muted")
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(4)
        self._grid.setVerticalSpacing(2)
        self._grid.setColumnStretch(0, 1)
        self.pin_button = small_button("pin", "Pin to where this person is on the As of date")
        self.pin_button.clicked.connect(self._pin)
        self.pair_button = small_button("+ pair", "Keep this person together with or apart from…")
        self.pair_button.clicked.connect(self._ask)
        self.wish = ChoiceField("Together or apart", [(WORDS[one], one) for one in WISHES])
        self.wish.show_value(WISHES[0])
        self.wish.commit = lambda _: ""
        self.other = LineField(
            "Who", read=lambda text: person_named(session.state, text), placeholder="who"
        )
        self.other.commit = self._keep
        self._asking = QWidget()
        row = QHBoxLayout(self._asking)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        row.addWidget(self.wish, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.other, 1, Qt.AlignmentFlag.AlignTop)
        self._asking.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self._nothing)
        column.addLayout(self._grid)
        column.addWidget(self._asking)

    def buttons(self) -> tuple[QToolButton, QToolButton]:
        """The buttons for the heading above."""
        return self.pin_button, self.pair_button

    def refresh(self) -> None:
        """Show the wishes again where they, or whether they are kept, changed."""
        session, state = self._session, self._session.state
        wishes = wishes_of(state, self._person)
        pinned = {wish.team for wish in wishes if isinstance(wish, Pin)}
        self.pin_button.setEnabled(not pinned.issuperset(self._columns()))
        found = [violation_of(state, session.scenario, wish) for wish in wishes]
        told = [
            f"▲ {broken.sentence}" if broken is not None else f"{wish_text(state, wish)}."
            for wish, broken in zip(wishes, found, strict=True)
        ]
        shown = (wishes, told)
        if shown == self._shown:
            return
        self._shown = shown
        self._clear()
        for number, (wish, words) in enumerate(zip(wishes, told, strict=True)):
            self._line(2 * number, wish, words)
        self._nothing.setVisible(not wishes)

    def _clear(self) -> None:
        self.lines = []
        while self._grid.count():
            item = self._grid.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()

    def _line(self, at: int, wish: Wish, words: str) -> None:
        said = label(words, "warn" if words.startswith("▲") else "", wrap=True)
        about = wish_text(self._session.state, wish)
        remove = small_button("×", f"Forget that {about}")
        remove.clicked.connect(self._removing(wish))
        reason = text_field(f"Why {about}", placeholder="why?")
        reason.show_value(wish.reason)
        reason.commit = lambda text: attempt(
            self._session, lambda state: labelled(edit(state, wish, reason=text), "Said why")
        )
        self._grid.addWidget(said, at, 0)
        self._grid.addWidget(remove, at, 1, Qt.AlignmentFlag.AlignTop)
        self._grid.addWidget(reason, at + 1, 0, 1, 2)
        self.lines.append((wish, reason, remove))

    def _removing(self, wish: Wish) -> Callable[[], None]:
        def act() -> None:
            self._session.run(
                lambda state: (
                    unpin(state, [wish]) if isinstance(wish, Pin) else forget_pair(state, wish)
                )
            )

        return act

    # --- asking for more ------------------------------------------------------------------

    def _pin(self) -> None:
        """Pin them to every column they are in on the As of date."""
        places = [(self._person, team) for team in self._columns()]
        self._session.run(lambda state: pin(state, places))

    def _columns(self) -> list[TeamId | None]:
        """The columns they are in on the As of date."""
        session = self._session
        shares = shares_at(session.state, session.scenario, self._person, session.as_of)
        return [team for team, share in shares.items() if share > 0] or [None]

    def _ask(self) -> None:
        """Show the line that asks for a pair, and put the keyboard there."""
        labels = person_labels(self._session.state)
        self.other.suggest([name for one, name in labels.items() if one != self._person])
        self._asking.show()
        self.wish.box.setFocus(Qt.FocusReason.OtherFocusReason)

    def _keep(self, other: PersonId) -> str:
        wish, people = self.wish.box.currentIndex(), [self._person, other]

        def command(state: State) -> ChangeSet:
            return keep(state, wish=WISHES[wish], people=people)

        problem = attempt(self._session, command)
        if not problem:
            self.other.show_value("")
            self._asking.hide()
        return problem
