"""A person: who they are, when they are away, and where they are in this scenario, over time."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from PySide6.QtWidgets import QGridLayout, QWidget

from teamtide.plan.changes import ChangeSet
from teamtide.plan.commands import edit, edit_all
from teamtide.plan.overlay import own_sets, set_at, timeline, today_changed_since
from teamtide.plan.placing import back_to_today, place_person, redate_move, remove_move
from teamtide.plan.rows import Person, PersonId, Scenario, Team
from teamtide.plan.state import State
from teamtide.plan.wishes import parted
from teamtide.ui.fields import texts
from teamtide.ui.fields.attempts import attempt, labelled
from teamtide.ui.fields.pickers import SharesField, shares_text
from teamtide.ui.fields.style import label
from teamtide.ui.fields.widgets import (
    ChoiceField,
    DateField,
    Field,
    LineField,
    fte_field,
    text_field,
)
from teamtide.ui.inspector.form import Form, Page, quiet_button, small_button
from teamtide.ui.inspector.rows_list import RowsList
from teamtide.ui.inspector.wishes_box import WishesBox
from teamtide.ui.session import Session
from teamtide.ui.tables import specs

_DATE_WIDTH = 104


def disciplines(state: State) -> list[tuple[str, Any]]:
    """The plan's disciplines as choices."""
    return [(name, name) for name in state.plan.disciplines]


def team_options(state: State) -> list[tuple[str, Any]]:
    """The plan's teams as choices."""
    return [(team.name, team.id) for team in state.rows(Team)]


class PersonPage(Page):
    """One person."""

    def __init__(self, session: Session, person: PersonId) -> None:
        """The page of `person`."""
        super().__init__(session)
        self.person = person
        heading = text_field("Name")
        heading.line.setProperty("role", "heading")
        heading.line.setTextMargins(-3, 0, 0, 0)
        self.name = heading
        heading.commit = lambda name: attempt(session, lambda s: self._edit(s, "name", name))
        font = heading.line.font()
        font.setPointSizeF(font.pointSizeF() * 1.2)
        heading.line.setFont(font)
        self.subtitle = label("", "muted", wrap=True)
        self.form = Form(session)
        self.column.addWidget(heading)
        self.column.addWidget(self.subtitle)
        self._add_fields()
        self.column.addWidget(self.form)
        self.places = Places(session, person)
        add = small_button("+ move", "Change where this person is from the As of date on")
        add.clicked.connect(self.places.add_move)
        self.section("Where, in this scenario", add)
        self.column.addWidget(self.places)
        self.leave = RowsList(
            session,
            specs.LEAVE,
            ("From", "To", "Fraction"),
            widths=(84, 84, 60),
            keep=lambda row: row.person == person,
            hidden={"person": person},
        )
        self.section("Leave", *self.leave.buttons())
        self.column.addWidget(self.leave)
        self.wishes = WishesBox(session, person)
        self.section("Wishes", *self.wishes.buttons())
        self.column.addWidget(self.wishes)
        self.add_note("person", person)
        self.finish()

    @property
    def row(self) -> Person:
        """The person as they are now."""
        return self.session.state.get(Person, self.person)

    def alive(self) -> bool:
        """Whether they are still in the plan."""
        return self.session.state.find(Person, self.person) is not None

    def _edit(self, state: State, field: str, value: Any, words: str = "name") -> ChangeSet:
        row = state.get(Person, self.person)
        return labelled(edit(state, row, **{field: value}), f"Changed {words} of {row.name}")

    def _add(self, words: str, key: str, field: Field, *, tip: str = "") -> None:
        named = words if words.isupper() else words.lower()
        self.form.add(
            words,
            field,
            get=lambda: getattr(self.row, key),
            change=lambda state, value: self._edit(state, key, value, named),
            tip=tip,
        )

    def _add_fields(self) -> None:
        state = self.session.state
        near = state.plan.start
        people = state.rows(Person)
        self._add("Title", "title", text_field("Title", suggestions=_used(people, "title")))
        self._add("Discipline", "discipline", ChoiceField("Discipline", disciplines(state)))
        skills = SharesField("Other skills")
        skills.set_options(disciplines(state))
        self.form.add(
            "Other skills",
            skills,
            get=lambda: self.row.skills,
            change=lambda s, value: self._edit(s, "skills", tuple(value.items()), "skills"),
            tip="What they can do beside their discipline, and how well (100 % is as a specialist)",
        )
        self._add("FTE", "fte", fte_field("FTE"), tip="0.8, 80 % or 32 h")
        self._add("Manager", "manager", text_field("Manager"))
        places = text_field("Location", suggestions=_used(people, "location"))
        self._add("Location", "location", places, tip="Decides which public holidays apply")
        self._add("ID", "code", text_field("ID"))
        self._add("E-mail", "email", text_field("E-mail"))
        self._add("Starts", "start", DateField("Starts", near=near, blank="long ago"))
        self._add("Ends", "end", DateField("Ends", near=near, blank="open"))

    def refresh(self) -> None:
        """Show the person as they are now."""
        row, state = self.row, self.session.state
        self.name.show_value(row.name)
        here = set_at(
            timeline(state, self.session.scenario, self.person), self.session.as_of, state.plan
        )
        where = shares_text(dict(here.shares), team_options(state)) or "on the bench"
        self.subtitle.setText(f"{row.title or row.discipline} · {where}")
        self.form.refresh()
        self.places.refresh()
        self.leave.refresh()
        self.wishes.refresh()


def _used(rows: tuple[Person, ...], field: str) -> list[str]:
    return sorted({str(getattr(row, field)) for row in rows} - {""})


class Places(QWidget):
    """Where someone is over time: a line a set, those of this scenario editable."""

    def __init__(self, session: Session, person: PersonId) -> None:
        """The places of `person` in the scenario on screen."""
        super().__init__()
        self._session, self._person = session, person
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(4)
        self._grid.setColumnMinimumWidth(0, 84)
        self._grid.setColumnStretch(1, 1)
        self._shown: Any = None
        self.fields: list[SharesField] = []
        self.dates: list[DateField] = []
        self.notes = label("", "said", wrap=True)
        self.back = quiet_button("As in Today", "Forget what this scenario says of this person")
        self.back.clicked.connect(self._back)

    def refresh(self) -> None:
        """Show the sets again where they changed."""
        session, state = self._session, self._session.state
        scenario = session.scenario
        sets = timeline(state, scenario, self._person)
        own = own_sets(state, scenario, self._person)
        since = today_changed_since(state, scenario, self._person)
        options = team_options(state)
        shown = (sets, own, since, options, scenario)
        if shown == self._shown:
            return
        self._shown = shown
        self._clear()
        today = scenario == state.today
        if not any(placed.start is None or placed.start <= state.plan.start for placed in sets):
            self._line(0, None, {}, mine=today, from_today=False, empty=True)
        for number, placed in enumerate(sets, 1):
            mine = today or placed in own
            self._line(number, placed.start, dict(placed.shares), mine=mine, from_today=not mine)
        at = len(sets) + 1
        words = "Today changed since: it has placed them anew, and this scenario keeps its own."
        self.notes.setText(words if since else "")
        self.back.setText("Take it" if since else "As in Today")
        self.notes.setVisible(since)
        self.back.setVisible(bool(own) and not today)
        self._grid.addWidget(self.notes, at, 0, 1, 3)
        self._grid.addWidget(self.back, at + 1, 1, 1, 2)

    def _clear(self) -> None:
        self.fields, self.dates = [], []
        while self._grid.count():
            item = self._grid.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None and widget not in (self.notes, self.back):
                widget.hide()
                widget.deleteLater()

    def _line(
        self,
        at: int,
        start: date | None,
        shares: dict[Any, float],
        *,
        mine: bool,
        from_today: bool,
        empty: bool = False,
    ) -> None:
        state = self._session.state
        words = texts.date_text(start) if start else "Beginning"
        when: QWidget = label(words, "muted" if from_today else "")
        if start is not None and mine:
            when = self._date(start, words)
        else:
            when.setFixedHeight(24)
            when.setToolTip("From Today" if from_today else "")
        field = SharesField(f"Where from {words.lower()}", nothing="on the bench", limit=1.0)
        field.set_options(team_options(state))
        field.show_value(shares)
        field.button.setToolTip(
            "As in Today; edit to change it in this scenario" if from_today else "Edit the shares"
        )
        field.commit = lambda value: self._place(value, start)
        self.fields.append(field)
        self._grid.addWidget(when, at, 0)
        self._grid.addWidget(field, at, 1)
        if mine and not empty:
            undo = small_button("×", f"Take back what is said from {words.lower()} on")
            undo.clicked.connect(lambda: self._remove(start))
            self._grid.addWidget(undo, at, 2)

    def _date(self, start: date, words: str) -> DateField:
        """The day of one of the scenario's own moves, to be changed."""
        field = DateField(f"Moves on {words}", near=self._session.state.plan.start)
        field.show_value(start)
        field.setFixedWidth(_DATE_WIDTH)
        field.setToolTip("The day from which this holds")
        field.commit = lambda day: self._redate(start, day)
        self.dates.append(field)
        return field

    def _redate(self, start: date, day: date | None) -> str:
        session = self._session
        return attempt(
            session,
            lambda state: redate_move(
                state,
                scenario=session.scenario,
                person=self._person,
                start=start,
                to=day or state.plan.beginning,
            ),
        )

    def _place(self, shares: dict[Any, float], start: date | None) -> str:
        session, scenario, person = self._session, self._session.scenario, self._person

        def command(state: State) -> ChangeSet:
            day = start or state.plan.beginning
            change = place_person(state, scenario=scenario, person=person, shares=shares, as_of=day)
            told = parted(state, state.apply(change), scenario, [person])
            return replace(change, notes=(*change.notes, *told))

        return attempt(session, command)

    def _remove(self, start: date | None) -> None:
        session = self._session
        session.run(
            lambda state: remove_move(
                state, scenario=session.scenario, person=self._person, start=start
            )
        )

    def _back(self) -> None:
        session = self._session
        session.run(
            lambda state: back_to_today(state, scenario=session.scenario, people=[self._person])
        )

    def add_move(self) -> None:
        """Open the shares that hold on the As of date, to be changed from then on."""
        session, state = self._session, self._session.state
        day = session.as_of
        held = set_at(timeline(state, session.scenario, self._person), day, state.plan)
        field = SharesField(
            f"Where from {texts.date_text(day)}", nothing="on the bench", limit=1.0, parent=self
        )
        field.set_options(team_options(state))
        field.show_value(dict(held.shares))
        field.commit = lambda value: self._place(value, day)
        field.hide()
        field.open()
        self.adding = field


BLANKS = {"start": "long ago", "end": "open"}
"""What a blank means where everybody has it."""


class PeoplePage(Page):
    """Several people: what they have in common can be changed for all at once."""

    def __init__(self, session: Session, people: tuple[PersonId, ...]) -> None:
        """The page of several people."""
        super().__init__(session)
        self.people = people
        self._fields: list[tuple[str, Field]] = []
        self.title = label("", "title")
        self.subtitle = label("", "muted", wrap=True)
        self.column.addWidget(self.title)
        self.column.addWidget(self.subtitle)
        self.form = Form(session)
        state, near = session.state, session.state.plan.start
        self._add("Title", "title", text_field("Title", placeholder="several"))
        self._add("Discipline", "discipline", ChoiceField("Discipline", disciplines(state)))
        fte = LineField(
            "FTE",
            show=texts.number_text,
            read=texts.parse_fte,
            blank=None,
            placeholder="several",
        )
        self._add("FTE", "fte", fte)
        self._add("Manager", "manager", text_field("Manager", placeholder="several"))
        self._add("Location", "location", text_field("Location", placeholder="several"))
        self._add("Starts", "start", DateField("Starts", near=near, blank="several"))
        self._add("Ends", "end", DateField("Ends", near=near, blank="several"))
        self.column.addWidget(self.form)
        self.back = quiet_button("As in Today", "Take Today's places for all of them")
        self.back.clicked.connect(self._back)
        self.column.addWidget(self.back)
        self.finish()

    def alive(self) -> bool:
        """Whether all of them are still in the plan."""
        return all(self.session.state.find(Person, one) is not None for one in self.people)

    def _rows(self) -> list[Person]:
        return [self.session.state.get(Person, one) for one in self.people]

    def _add(self, words: str, key: str, field: Field) -> None:
        def get() -> Any:
            values = {getattr(row, key) for row in self._rows()}
            return values.pop() if len(values) == 1 else None

        def change(state: State, value: Any) -> ChangeSet:
            rows = [state.get(Person, one) for one in self.people]
            label_ = f"Changed {words if words.isupper() else words.lower()} of {len(rows)} people"
            return labelled(edit_all(state, rows, **{key: value}), label_)

        self.form.add(words, field, get=get, change=change)
        self._fields.append((key, field))

    def _back(self) -> None:
        session = self.session
        session.run(
            lambda state: back_to_today(state, scenario=session.scenario, people=self.people)
        )

    def refresh(self) -> None:
        """Show what they have in common."""
        rows, state = self._rows(), self.session.state
        self.title.setText(f"{len(rows)} people")
        total = texts.number_text(sum(row.fte for row in rows), 2)
        self.subtitle.setText(f"{total} FTE · a change applies to all of them")
        for key, field in self._fields:
            if isinstance(field, LineField):
                several = len({getattr(row, key) for row in rows}) > 1
                field.line.setPlaceholderText("several" if several else BLANKS.get(key, ""))
            elif isinstance(field, ChoiceField):
                field.box.setPlaceholderText("several")
        self.form.refresh()
        said = any(own_sets(state, self.session.scenario, row.id) for row in rows)
        option = self.session.scenario != state.today
        self.back.setVisible(said and option and bool(state.rows(Scenario)))
