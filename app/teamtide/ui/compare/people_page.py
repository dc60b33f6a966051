"""The page of the compare window about people: who is with whom, who leads whom, what hangs on one.

Worked out by a child process from where people are and what teams are asked for; rows stay in
plan order, since nobody is to be ranked.
"""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from teamtide.capacity.measures.relations import Relations
from teamtide.plan.rows import Person, Scenario, ScenarioId, Team
from teamtide.plan.summary import question_of
from teamtide.ui.background import Answer, Background, Failure
from teamtide.ui.compare.measure_cells import OptionHeader
from teamtide.ui.compare.measures_page import NOTHING
from teamtide.ui.compare.pair_matrix import KEY, PairMatrix, PairMatrixView
from teamtide.ui.compare.panel import Page
from teamtide.ui.compare.people_model import PeopleModel
from teamtide.ui.compare.people_pairs import Pairs
from teamtide.ui.compare.people_seen import KEPT, LOST, NEW, NONE, Seen, View
from teamtide.ui.compare.people_views import VIEWS
from teamtide.ui.fields.people import person_labels
from teamtide.ui.fields.style import label
from teamtide.ui.session import Selection, Session

TOPIC = JOB = "relations"
STATES = (("All pairs", NONE), ("Kept", KEPT), ("Lost", LOST), ("New", NEW))
FILTERED = "Nothing here is about that team or those people."
_LABEL, _ROW, _TWO = 150, 27, 42


class PeoplePage(Page):
    """A table of one of several views, filtered by team and by name, and its cell in full below."""

    def __init__(
        self, session: Session, background: Background, parent: QWidget | None = None
    ) -> None:
        """A page on `session`; `background` works out what it shows."""
        super().__init__(session, parent)
        self._background = background
        self._asked: tuple[ScenarioId, ...] = ()
        self._seen: Seen | None = None
        self._made: dict[str, View] = {}
        self.model = PeopleModel(self)
        self.what = self._box("What to show")
        for name, _ in VIEWS:
            self.what.addItem(name)
        self.pairs = self._box("Which pairs")
        for name, state in STATES:
            self.pairs.addItem(name, state)
        self.drawn = QCheckBox("As a dra&wing")
        self.drawn.setToolTip("Who works with whom at a glance: people down, engineers across")
        self.matrix = PairMatrix(self)
        self.drawing = PairMatrixView(self.matrix)
        self.team = self._box("Only this team")
        self.who = QLineEdit()
        self.who.setPlaceholderText("Anybody called…")
        self.who.setAccessibleName("Only people called so")
        self.who.setClearButtonEnabled(True)
        self.state = label("", "muted", wrap=True)
        self.view = QTableView()
        self.detail = label("", "", wrap=True)
        self.detail.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._dress_table()
        self._lay_out()
        self.what.currentIndexChanged.connect(self._look)
        self.pairs.currentIndexChanged.connect(self._look)
        self.team.currentIndexChanged.connect(self._look)
        self.who.textChanged.connect(self._look)
        self.drawn.toggled.connect(self._look)
        for view in (self.view, self.drawing):
            view.selectionModel().currentChanged.connect(self._explain)
            view.activated.connect(self._reveal)
            view.doubleClicked.connect(self._reveal)
        background.answered.connect(self._answered)
        background.failed.connect(self._failed)

    def _box(self, name: str) -> QComboBox:
        made = QComboBox()
        made.setAccessibleName(name)
        made.setToolTip(name)
        made.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        return made

    def _dress_table(self) -> None:
        view = self.view
        view.setModel(self.model)
        view.setAccessibleName("People in the chosen options")
        view.setFrameShape(QFrame.Shape.NoFrame)
        view.setShowGrid(False)
        view.setAlternatingRowColors(True)
        view.setWordWrap(False)
        view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        view.setTabKeyNavigation(False)
        sides = view.verticalHeader()
        sides.hide()
        sides.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        sides.setDefaultSectionSize(_ROW)
        header = OptionHeader(Qt.Orientation.Horizontal, view)
        view.setHorizontalHeader(header)
        header.setFixedHeight(_TWO)
        header.setMinimumSectionSize(120)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.model.modelReset.connect(self._fit_columns)

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(8)
        for widget in (self.what, self.pairs, self.drawn, self.team):
            row.addWidget(widget)
        row.addWidget(self.who, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 0, 0)
        column.addLayout(row)
        column.addWidget(self.state)
        column.addWidget(self.view, 1)
        column.addWidget(self.drawing, 1)
        column.addWidget(self.detail)

    def _fit_columns(self) -> None:
        header = self.view.horizontalHeader()
        for section in range(self.model.labels):
            header.setSectionResizeMode(section, QHeaderView.ResizeMode.Fixed)
            header.resizeSection(section, _LABEL)

    # --- working it out -------------------------------------------------------------------

    def mark_updating(self) -> None:
        """Grey what is of the plan before; none of it is to come in any more."""
        self._background.cancel(TOPIC)
        self.model.mark_updating()
        self.matrix.mark_updating()
        self.state.setText("updating…" if self.options else NOTHING)
        self.state.show()

    def refresh(self) -> None:
        """Ask what every chosen option means for people."""
        state = self.session.state
        self._fill_teams()
        if not self.options:
            self._seen, self._made = None, {}
            self._look()
            return
        today = () if state.today in self.options else (state.today,)
        inputs = {one: self.session.inputs_of(one) for one in (*today, *self.options)}
        self._asked = tuple(inputs)
        self._background.ask(TOPIC, JOB, (question_of(state, inputs, keys=()),))

    def _fill_teams(self) -> None:
        """The teams there are, the chosen one still so."""
        chosen = self.team.currentData()
        self.team.blockSignals(True)
        self.team.clear()
        self.team.addItem("Every team", None)
        for row in self.session.state.rows(Team):
            self.team.addItem(row.name, int(row.id))
        self.team.setCurrentIndex(max(0, self.team.findData(chosen)))
        self.team.blockSignals(False)

    def _answered(self, answer: Answer) -> None:
        if answer.topic != TOPIC or not answer.final:
            return
        found: dict[ScenarioId, Relations] = dict(zip(self._asked, answer.payload, strict=True))
        state = self.session.state
        labels = person_labels(state)
        people = state.rows(Person)
        self._seen = Seen(
            people=tuple(labels[row.id] for row in people),
            ids=tuple(row.id for row in people),
            teams=tuple(row.name for row in state.rows(Team)),
            disciplines=state.plan.disciplines,
            start=state.plan.start,
            today=found[state.today],
            options=tuple((one, state.get(Scenario, one).name, found[one]) for one in self.options),
            now=state.today,
        )
        self._made = {}
        self._look()

    def _failed(self, failure: Failure) -> None:
        if failure.topic == TOPIC:
            self.state.setText(failure.sentence)
            self.state.show()

    # --- looking at it --------------------------------------------------------------------

    def _look(self) -> None:
        """Show the chosen view, and of it what the filters let through."""
        name, make = VIEWS[max(0, self.what.currentIndex())]
        self.pairs.setVisible(make is Pairs)
        self.drawn.setVisible(make is Pairs)
        drawn = make is Pairs and self.drawn.isChecked()
        self.view.setVisible(not drawn)
        self.drawing.setVisible(drawn)
        if self._seen is None:
            self.model.show_nothing()
            self.matrix.show_nothing()
            self._say(NOTHING if not self.options else "updating…")
            return
        view = self._made.get(name)
        if view is None:
            view = self._made[name] = make(self._seen)
        teams = [row.id for row in self.session.state.rows(Team)]
        team = self.team.currentData()
        number = teams.index(team) if team in teams else None
        rows = view.kept(number, self.who.text(), int(self.pairs.currentData()))
        self.model.show_view(view, rows)
        if drawn and isinstance(view, Pairs):
            self.matrix.show_pairs(view, rows)
        self._say("" if len(rows) else FILTERED if view.size else view.empty)
        self.detail.setText(KEY if drawn and len(rows) else "")

    def _say(self, text: str) -> None:
        self.state.setText(text)
        self.state.setVisible(bool(text))

    def _explain(self, index: QModelIndex, _before: QModelIndex) -> None:
        """All a cell says, below the table."""
        words = index.data(Qt.ItemDataRole.ToolTipRole) if index.isValid() else ""
        self.detail.setText(str(words or ""))

    def _reveal(self, index: QModelIndex) -> None:
        """Show that option on the board, with those whom the row is about chosen."""
        model = self.matrix if index.model() is self.matrix else self.model
        people, option = model.people_at(index), model.option_at(index)
        if option is not None:
            self.session.set_scenario(option)
        if people:
            self.session.select(Selection("person", people))

    def rest(self) -> None:
        """Ask for nothing while nobody looks."""
        self._soon.stop()
        if self._background.is_busy(TOPIC):
            self._background.cancel(TOPIC)
            self._stale = True

    def close_session(self) -> None:
        """Stop, before the session goes."""
        super().close_session()
        self._background.answered.disconnect(self._answered)
        self._background.failed.disconnect(self._failed)
        self._background.cancel(TOPIC)
