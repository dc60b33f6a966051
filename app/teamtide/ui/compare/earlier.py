"""The page of the compare window that holds the plan against what it was, or another plan file.

Both are measured by the same jobs as options are, each over its own weeks; what differs is read
from the rows at once, and finish dates are added when both are known. The other is only read.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QSplitter,
    QTableView,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from teamtide.capacity.measures.compare import ALL, Measured
from teamtide.capacity.measures.paired import Spread
from teamtide.plan.apart import Apart, Finishes, apart, finishes_of
from teamtide.plan.earlier import Earlier, as_on, days_of, other_file, paired_question, unpaired
from teamtide.plan.inputs import inputs_of
from teamtide.plan.placing import day_text
from teamtide.plan.rows import Scenario, ScenarioId
from teamtide.plan.state import State
from teamtide.plan.store import StoreError
from teamtide.plan.summary import MEASURES, question_of
from teamtide.plan.validation import Refused
from teamtide.ui.background import Answer, Background, Failure
from teamtide.ui.compare.earlier_curves import EarlierCurves
from teamtide.ui.compare.earlier_rows import Rows
from teamtide.ui.compare.panel import Page
from teamtide.ui.compare.strip import SAMPLES
from teamtide.ui.compare.surety import range_text
from teamtide.ui.compare.table import UPDATING
from teamtide.ui.compare.texts import value_text
from teamtide.ui.fields.style import label
from teamtide.ui.fields.widgets import Combo
from teamtide.ui.passphrase.asking import unlocking
from teamtide.ui.session import Session
from teamtide.workers.outlook import Outlook

EARLIER = "earlier, "
THEN, NOW, PAIRED = (f"{EARLIER}{what}" for what in ("then", "now", "paired"))
MEASURED, PROJECTED = "measures", "projection"
OTHER = "another file…"
_SLOWEST = ("hires",)
KEYS = tuple(key for key in ALL if key not in _SLOWEST)
_DAYS = 60
"""The latest days that can be chosen; an older plan is a copy of the file."""
_NO_HISTORY = (
    "Nothing has been changed in this plan yet, so there is no earlier state of it. "
    "Choose another file to compare with."
)


class EarlierPage(Page):
    """What was and what is: measures, and row by row."""

    def __init__(
        self, session: Session, background: Background, parent: QWidget | None = None
    ) -> None:
        """A page on `session` whose figures `background` works out."""
        super().__init__(session, parent)
        self._background = background
        self.then: Earlier | None = None
        self._file: Earlier | None = None
        self._found: dict[str, Measured] = {}
        self._ends: dict[str, Finishes] = {}
        self._outlooks: dict[str, Outlook] = {}
        self._paired: Mapping[str, Spread] = {}
        self._why = ""
        self._filling = False
        self.choose_file: Callable[[], Path | None] = self._ask_for_file
        self.source, self.before, self.scenario = (
            self._box(name)
            for name in ("Compare with the plan", "Which scenario of it", "And which one now")
        )
        self.measures = Rows(("Measure", "Then", "Now"), True, self)
        self.lines = Rows(("What", "Who or which", "Then", "Now"), False, self)
        self.curves = EarlierCurves(self)
        self.told = label("", "muted", wrap=True)
        self.problem = label("", "problem", wrap=True)
        self._lay_out()
        background.answered.connect(self._answered)
        background.failed.connect(self._failed)

    # --- pieces ---------------------------------------------------------------------------

    def _box(self, name: str) -> Combo:
        box = Combo()
        box.setAccessibleName(name)
        box.setMinimumContentsLength(14)
        box.setSizeAdjustPolicy(Combo.SizeAdjustPolicy.AdjustToContents)
        return box

    def _lay_out(self) -> None:
        asked = QHBoxLayout()
        asked.setSpacing(8)
        for words, box in (
            ("The plan", self.source),
            ("its", self.before),
            ("and now", self.scenario),
        ):
            text = label(words, "muted")
            text.setBuddy(box)
            asked.addWidget(text)
            asked.addWidget(box)
        asked.addStretch(1)
        down = QSplitter(Qt.Orientation.Vertical)
        self.views = QTabWidget()
        measures = self._view(self.measures, "Measures then and now")
        # The longest head: a scenario's name and a date.
        measures.horizontalHeader().setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        self.views.addTab(measures, "Meas&ures")
        self.views.addTab(self.curves, "Cur&ves")
        self.views.setAccessibleName("Measures or curves")
        down.addWidget(self.views)
        down.addWidget(self._view(self.lines, "What differs, row by row"))
        down.setStretchFactor(0, 1)
        down.setStretchFactor(1, 1)
        down.setChildrenCollapsible(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 0, 0)
        column.addLayout(asked)
        column.addWidget(self.problem)
        column.addWidget(self.told)
        column.addWidget(down, 1)
        self.problem.hide()
        self.source.activated.connect(self._source_chosen)
        self.before.activated.connect(self._scenario_chosen)
        self.scenario.activated.connect(self._scenario_chosen)

    def _view(self, model: Rows, name: str) -> QTableView:
        view = QTableView()
        view.setModel(model)
        view.setAccessibleName(name)
        view.setFrameShape(QFrame.Shape.NoFrame)
        view.setShowGrid(False)
        view.setAlternatingRowColors(True)
        view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        view.setTabKeyNavigation(False)
        view.verticalHeader().hide()
        view.verticalHeader().setDefaultSectionSize(26)
        header = view.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.ResizeToContents)
        return view

    # --- choices --------------------------------------------------------------------------

    def _fill(self) -> None:
        """Offer the days at whose end the plan was another, and other files."""
        chosen = self.source.currentData() if self.source.count() else None
        self.source.clear()
        for day in days_of(self.session.document.history)[:_DAYS]:
            self.source.addItem(f"as on {day_text(day)}", day)
        if self._file is not None:
            self.source.addItem(self._file.called, "file")
        self.source.addItem(OTHER, None)
        found = self.source.findData(chosen) if chosen is not None else -1
        self.source.setCurrentIndex(found if found >= 0 else 0)
        _fill_scenarios(self.scenario, self.session.state)

    def _source_chosen(self, _index: int) -> None:
        if self.source.currentData() is None:
            path = self.choose_file()
            if path is not None:
                self.open_file(path)
                return
            place = self.source.findData("file") if self._file is not None else 0
            self.source.setCurrentIndex(place)
        self.outdate(0)

    def _ask_for_file(self) -> Path | None:
        folder = str(self.session.document.path.parent)
        name, _ = QFileDialog.getOpenFileName(
            self, "Compare with", folder, "Plans (*.teamtide);;All files (*)"
        )
        return Path(name) if name else None

    def open_file(self, path: Path) -> None:
        """Compare with the plan in a file, or say why it can't be read."""
        try:
            with unlocking(path, self) as able:
                if not able:
                    self._fill()
                    return
                self._file = other_file(path)
        except StoreError as error:
            self._say(str(error))
            return
        self._fill()
        self.source.setCurrentIndex(self.source.findData("file"))
        self.outdate(0)

    def _scenario_chosen(self, _index: int) -> None:
        self.outdate(0)

    # --- working it out -------------------------------------------------------------------

    def mark_updating(self) -> None:
        """What is shown is of the plan before; none of it is to come in any more."""
        self._cancel()
        if self.measures.rowCount():
            self.told.setText("updating…")

    def refresh(self) -> None:
        """Read the other plan, say what differs, and ask for the measures of both."""
        self._fill()
        self._say("")
        session = self.session
        chosen = self.source.currentData()
        self.then = None
        if chosen == "file":
            self.then = self._file
        elif isinstance(chosen, date):
            try:
                self.then = as_on(session.state, session.document.history, chosen)
            except Refused as refused:
                self._say(str(refused))
        self.before.setEnabled(self.then is not None)
        if self.then is None:
            self.before.clear()
            self.curves.clear()
            self.measures.show_rows(("Measure", "Then", "Now"), [], [])
            self.lines.show_rows(("What", "Who or which", "Then", "Now"), [], [])
            self.told.setText("" if self.problem.text() else _NO_HISTORY)
            return
        _fill_scenarios(self.before, self.then.state)
        self._found, self._ends, self._outlooks, self._paired = {}, {}, {}, {}
        self.curves.clear()
        for side, state, one in self._sides():
            inputs = inputs_of(state, one)
            wanted = {one: inputs}
            if one != state.today:
                wanted = {state.today: inputs_of(state, state.today), one: inputs}
            question = question_of(state, wanted, keys=KEYS)
            self._background.ask(f"{side} {MEASURED}", MEASURED, (question,))
            self._background.ask(f"{side} {PROJECTED}", PROJECTED, (inputs,))
        self._why = unpaired(session.state, self.then.state)
        if not self._why:
            (_, old, before), (_, new, scenario) = self._sides()
            samples = min(SAMPLES, new.plan.samples)
            question = paired_question(new, scenario, old, before, samples)
            self._background.ask(PAIRED, MEASURED, (question,))
        self._show()

    def _sides(self) -> tuple[tuple[str, State, ScenarioId], ...]:
        assert self.then is not None
        return (
            (THEN, self.then.state, ScenarioId(self.before.currentData())),
            (NOW, self.session.state, ScenarioId(self.scenario.currentData())),
        )

    def _answered(self, answer: Answer) -> None:
        if answer.topic == PAIRED and answer.final:
            self._paired = answer.payload[-1].paired
            self._show()
        for side in (THEN, NOW):
            if answer.topic == f"{side} {MEASURED}" and answer.final:
                self._found[side] = answer.payload[-1]
            elif answer.topic == f"{side} {PROJECTED}" and answer.final:
                state = next(state for name, state, _ in self._sides() if name == side)
                ends = [(bool(one.chunks), one.finish_day) for one in answer.payload.projects]
                self._ends[side] = finishes_of(state, ends)
                self._outlooks[side] = answer.payload
                self._draw()
            else:
                continue
            self._show()

    def _failed(self, failure: Failure) -> None:
        if failure.topic.startswith(EARLIER):
            self._say(failure.sentence)

    def _show(self) -> None:
        """The measures and rows, as far as they are known."""
        then = self.then
        assert then is not None
        (_, _, before), (_, state, scenario) = self._sides()
        heads = then.title(before), f"{state.get(Scenario, scenario).name} (now)"
        measures = [one for one in MEASURES if one.key in KEYS]
        rows = []
        for measure in measures:
            cells = (
                value_text(measure, self._found[side].readings[measure.key])
                if side in self._found
                else UPDATING
                for side in (THEN, NOW)
            )
            found = self._paired.get(measure.key)
            apart_by = () if self._why else ("" if found is None else range_text(measure, found),)
            rows.append((measure.label, *cells, *apart_by))
        ranges = () if self._why else ("Difference, eight of ten samples",)
        tips = [one.tip for one in measures]
        self.measures.show_rows(("Measure", *heads, *ranges), rows, tips)
        ends = (self._ends[THEN], self._ends[NOW]) if len(self._ends) == 2 else None
        lines = apart(state, then, scenario=scenario, before=before, finishes=ends)
        self.lines.show_rows(
            ("What", "Who or which", f"{then.called[:1].upper()}{then.called[1:]}", "Now"),
            [_cells(line) for line in lines],
            [line.text for line in lines],
        )
        count = f"{len(lines)} rows differ" if len(lines) != 1 else "1 row differs"
        waiting = "" if ends is not None else " Finish dates are being worked out."
        self.told.setText(f"{self._why} {count}.{waiting}".strip())

    def _draw(self) -> None:
        """The curves, once both plans are projected."""
        if self.then is not None and len(self._outlooks) == len((THEN, NOW)):
            now, was = self._outlooks[NOW], self._outlooks[THEN]
            self.curves.show_plans(self.session.state, now, self.then, was)

    def _say(self, problem: str) -> None:
        self.problem.setText(problem)
        self.problem.setVisible(bool(problem))

    def _cancel(self) -> None:
        for side in (THEN, NOW):
            for what in (MEASURED, PROJECTED):
                self._background.cancel(f"{side} {what}")
        self._background.cancel(PAIRED)

    def rest(self) -> None:
        """Ask for nothing while nobody looks."""
        self._soon.stop()
        topics = self._background.busy
        if any(topic.startswith(EARLIER) for topic in topics):
            self._cancel()
            self._stale = True

    def close_session(self) -> None:
        """Stop, before the session goes."""
        super().close_session()
        self._background.answered.disconnect(self._answered)
        self._background.failed.disconnect(self._failed)
        self._cancel()
        self.curves.clear()


def _fill_scenarios(box: Combo, state: State) -> None:
    """The scenarios of a plan; the one of the chosen name stays chosen, else it is Today."""
    chosen = box.currentText()
    box.clear()
    for row in state.rows(Scenario):
        box.addItem(row.name, row.id)
    found = box.findText(chosen) if chosen else -1
    box.setCurrentIndex(found if found >= 0 else box.findData(state.today))


def _cells(line: Apart) -> tuple[str, ...]:
    return (line.what, line.who, line.before or "not there", line.after or "gone")
