"""The page of the compare window on what differs: a list, what makes the difference, and taking it.

The list is at once there. What each line is worth is worked out by a child process, roughly first,
and can be stopped.
"""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QMenu,
    QProgressBar,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from teamtide.advise.reasons import DIVIDED, UP_TO_THE_END, Attribution
from teamtide.advise.telling import question_of, sentences
from teamtide.capacity.measures.catalogue import BY_KEY as MEASURES
from teamtide.plan.differences import Topic, differences
from teamtide.plan.options import free_name
from teamtide.plan.rows import Scenario, ScenarioId, Team, TeamId
from teamtide.plan.taking import take, take_into_new
from teamtide.ui.background import Advance, Answer, Background, Failure
from teamtide.ui.compare.changes_model import ChangesFilter, ChangesModel
from teamtide.ui.compare.changes_table import ChangesTable
from teamtide.ui.compare.panel import Page
from teamtide.ui.compare.texts import part_text
from teamtide.ui.fields.scenario_box import ChoiceBox, ScenarioBox, usual_pair
from teamtide.ui.fields.style import label
from teamtide.ui.session import Session

TOPIC = JOB = "reasons"
SAME = "These two say the same. Choose another, or change something in one of them."
TWICE = "This compares a scenario with itself. Choose another one."
ALONE = "There is only one scenario. Add an option with Scenario ▸ New Option, and change it."
ROUGH_END = "Projects that do not finish count up to the end of the plan."


class ChangesPage(Page):
    """Two scenarios, and the decisions in which they differ."""

    def __init__(
        self, session: Session, background: Background, parent: QWidget | None = None
    ) -> None:
        """A page on `session`; `background` works out what each line is worth."""
        super().__init__(session, parent)
        self._background = background
        self.model = ChangesModel(self)
        self.filter = ChangesFilter(self.model, lambda: session.state)
        self.table = ChangesTable(self.model, self.filter, self)
        self.one, self.other = ScenarioBox("First scenario"), ScenarioBox("Second scenario")
        self.measure, self.team = ChoiceBox("Measure to be divided"), ChoiceBox("Only this team")
        for key in DIVIDED:
            self.measure.addItem(MEASURES[key].label, key)
        self.person = QLineEdit()
        self.person.setAccessibleName("Only this person or thing")
        self.person.setPlaceholderText("Person or thing")
        self.person.setClearButtonEnabled(True)
        self.told = label("", "", wrap=True)
        self.told.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.progress = QProgressBar()
        self.progress.setTextVisible(False)
        self.progress.setFixedHeight(6)
        self.progress.setAccessibleName("Progress of what makes the difference")
        self.stop = QPushButton("Stop")
        self.stop.setAccessibleName("Stop working out what makes the difference")
        self.count = label("", "muted")
        self.apply = QToolButton()
        self.apply.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.apply.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
        self.apply.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._menu = QMenu(self.apply)
        self.apply.setMenu(self._menu)
        self._menu.aboutToShow.connect(self._fill_menu)
        self._lay_out()
        self._connect()
        self._choose_changed()

    def _lay_out(self) -> None:
        asked, shown, under = QHBoxLayout(), QHBoxLayout(), QHBoxLayout()
        for row, parts in (
            (asked, ("From", self.one, "to", self.other, "by", self.measure)),
            (shown, ("Show", self.team, self.person, self.count)),
        ):
            row.setSpacing(8)
            for part in parts:
                widget = label(part) if isinstance(part, str) else part
                row.addWidget(widget)
        asked.addStretch(1)
        shown.insertStretch(3, 1)
        shown.addWidget(self.apply)
        self.person.setMaximumWidth(220)
        under.addWidget(self.progress, 1)
        under.addWidget(self.stop)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 0, 0)
        column.setSpacing(8)
        column.addLayout(asked)
        column.addWidget(self.told)
        column.addLayout(under)
        column.addWidget(self.table, 1)
        column.addLayout(shown)
        self._rest()

    def _connect(self) -> None:
        for box in (self.one, self.other):
            box.activated.connect(self._pair_chosen)
        self.measure.activated.connect(self._ask)
        self.team.activated.connect(self._filtered)
        self.person.textChanged.connect(self._filtered)
        self.stop.clicked.connect(self.stop_working)
        self.table.selectionModel().selectionChanged.connect(self._choose_changed)
        self._background.answered.connect(self._answered)
        self._background.progressed.connect(self._progressed)
        self._background.failed.connect(self._failed)

    # --- which two ------------------------------------------------------------------------

    @property
    def pair(self) -> tuple[ScenarioId, ScenarioId]:
        """The two scenarios compared."""
        return self.one.scenario, self.other.scenario

    def show_options(self, options: tuple[ScenarioId, ...]) -> None:
        """Nothing to do: its two are chosen on the page."""

    def choose(self, one: ScenarioId, other: ScenarioId) -> None:
        """Compare two scenarios."""
        self._fill()
        self.one.choose(one)
        self.other.choose(other)
        self.refresh()

    def _pair_chosen(self) -> None:
        self.refresh()

    def _fill(self) -> None:
        """Offer what there is; what is chosen stays chosen while it is there."""
        state = self.session.state
        pair = usual_pair(state, self.session.scenario)
        for box, usual in zip((self.one, self.other), pair, strict=True):
            box.fill(state, usual)
        teams = [(row.name, int(row.id)) for row in state.rows(Team)]
        self.team.refill([("every team", 0), *teams], 0)

    # --- what differs ---------------------------------------------------------------------

    def mark_updating(self) -> None:
        """What the lines are worth is of an earlier plan; none of it is to come in any more."""
        self._background.cancel(TOPIC)
        self.apply.setEnabled(False)
        self.model.show_worth(self.model.found, updating=True)

    def refresh(self) -> None:
        """List what differs, and ask what it is worth."""
        self._soon.stop()
        self._stale = False
        self._fill()
        one, other = self.pair
        state = self.session.state
        lines = differences(state, one, other)
        names = state.get(Scenario, one).name, state.get(Scenario, other).name
        kept = {self.model.lines[number].topic for number in self.table.chosen()}
        self.model.show_lines(lines, names)
        self._filtered()
        self._choose(kept)
        self._ask()

    def _choose(self, topics: set[Topic]) -> None:
        """Select lines again that were selected before."""
        chosen = self.table.selectionModel()
        flags = chosen.SelectionFlag.Select | chosen.SelectionFlag.Rows
        for row, line in enumerate(self.model.lines):
            index = self.filter.mapFromSource(self.model.index(row, 0))
            if line.topic in topics and index.isValid():
                chosen.select(index, flags)
        self._choose_changed()

    def _filtered(self) -> None:
        team = int(self.team.currentData() or 0)
        self.filter.show_only(TeamId(team) if team else None, self.person.text())
        self._choose_changed()

    def _choose_changed(self, *_what: object) -> None:
        count, every = len(self.table.chosen()), len(self.model.lines)
        shown = self.filter.rowCount()
        noun = "line" if every == 1 else "lines"
        hidden = f", {shown} shown" if shown < every else ""
        self.count.setText(f"{every} {noun}{hidden}, {count} selected" if every else "")
        what = "1 line" if count == 1 else f"{count} lines"
        self.apply.setText(f"Apply {what} to…" if count else "Apply to…")
        self.apply.setAccessibleName(self.apply.text())
        able = bool(count) and self.session.document.writable
        self.apply.setEnabled(able)
        self.apply.setToolTip(
            "Write the selected lines into another scenario, as one step"
            if able or self.session.document.writable
            else "The plan is open for reading only"
        )

    # --- what makes the difference --------------------------------------------------------

    def _ask(self) -> None:
        if self._stale:
            return  # asked when the list is up to date
        one, other = self.pair
        key = str(self.measure.currentData())
        self.measure.setToolTip(MEASURES[key].tip)
        self.model.show_worth(None, updating=True)
        if one == other or not self.model.lines:
            self._background.cancel(TOPIC)
            self._rest()
            self.model.show_worth(None, updating=False)
            single = len(self.session.state.rows(Scenario)) < 2
            self.told.setText(ALONE if single else TWICE if one == other else SAME)
            return
        state = self.session.state
        known = {each: self.session.inputs_of(each) for each in (one, other, state.today)}
        question = question_of(state, one, other, key, known, self.model.lines)
        self._background.ask(TOPIC, JOB, (question,))
        self.told.setText("Working out what makes the difference: updating…")
        self.progress.setRange(0, 0)
        self.progress.show()
        self.stop.show()

    def stop_working(self) -> None:
        """Let it be; what was found stays."""
        self._background.cancel(TOPIC)
        self._rest()
        self.model.show_worth(self.model.found, updating=False)
        known = self.told.text() if self.model.found is not None else ""
        self.told.setText(f"{known} Stopped; choose a measure to start again.".strip())

    def _rest(self) -> None:
        self.progress.hide()
        self.stop.hide()

    def _answered(self, answer: Answer) -> None:
        found = answer.payload
        if answer.topic != TOPIC or not isinstance(found, Attribution):
            return
        if answer.final:
            self._rest()
        self.model.show_worth(found, updating=not answer.final)
        measure = MEASURES[found.measure]
        told = sentences(
            found, self.model.lines, lambda value: part_text(measure, value, signed=False)
        )
        more = (ROUGH_END,) if found.measure in UP_TO_THE_END and any(found.before) else ()
        self.told.setText(f"{measure.label} — {' '.join((*told, *more))}")

    def _progressed(self, advance: Advance) -> None:
        if advance.topic == TOPIC:
            self.progress.setRange(0, advance.total)
            self.progress.setValue(advance.done)

    def _failed(self, failure: Failure) -> None:
        if failure.topic == TOPIC:
            self._rest()
            self.model.show_worth(None, updating=False)
            self.told.setText(failure.sentence)

    # --- taking it ------------------------------------------------------------------------

    def _fill_menu(self) -> None:
        self._menu.clear()
        one, other = self.pair
        state = self.session.state
        rows = sorted(state.rows(Scenario), key=lambda row: row.id != one)
        for row in rows:
            if row.id != other:
                action = self._menu.addAction(row.name.replace("&", "&&"))
                action.triggered.connect(partial(self.apply_to, row.id))
        self._menu.addSeparator()
        first = state.get(Scenario, one).name.replace("&", "&&")
        fresh = self._menu.addAction(f"A new option like “{first}”")
        fresh.triggered.connect(self.apply_to_new)

    @property
    def topics(self) -> tuple[Topic, ...]:
        """What the selected lines are about."""
        return tuple(self.model.lines[number].topic for number in self.table.chosen())

    def apply_to(self, scenario: ScenarioId, _checked: bool = False) -> bool:
        """Write the selected lines into a scenario, in one step that undo takes back."""
        _, other = self.pair
        topics = self.topics
        done = self.session.run(lambda s: take(s, topics=topics, source=other, to=scenario))
        if done:
            self._noted(topics, self.session.state.get(Scenario, scenario).name)
        return done

    def apply_to_new(self, _checked: bool = False) -> bool:
        """The same into a new option that is like the first scenario in all else."""
        one, other = self.pair
        topics, state = self.topics, self.session.state
        name = free_name(state, f"{state.get(Scenario, one).name}, changed")
        done = self.session.run(
            lambda s: take_into_new(s, topics=topics, source=other, like=one, name=name)
        )
        if done:
            self._noted(topics, name)
        return done

    def _noted(self, topics: tuple[Topic, ...], name: str) -> None:
        what = "1 line is" if len(topics) == 1 else f"{len(topics)} lines are"
        self.session.note.emit(f"{what} in {name} now. Ctrl+Z takes that back.")

    def rest(self) -> None:
        """Ask for nothing while nobody looks; what is missing is asked for when somebody does."""
        super().rest()
        if self._background.is_busy(TOPIC):
            self._background.cancel(TOPIC)
            self._stale = True

    def close_session(self) -> None:
        """Stop, before the session goes."""
        super().close_session()
        self._background.answered.disconnect(self._answered)
        self._background.progressed.disconnect(self._progressed)
        self._background.failed.disconnect(self._failed)
        self._background.cancel(TOPIC)
