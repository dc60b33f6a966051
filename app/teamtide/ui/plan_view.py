"""One open plan on screen: tabs and tools on top, the board, the inspector, the compare strip.

It puts the views of a session side by side and carries messages; what a view shows is its own
affair.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, QUrl, Signal
from PySide6.QtGui import (
    QAction,
    QDragEnterEvent,
    QDropEvent,
    QKeyEvent,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QSizePolicy,
    QSplitter,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from teamtide.plan.rows import Chunk, Person, Plan, Service, Team, TeamId
from teamtide.ui.as_of import AsOfField
from teamtide.ui.background import Background
from teamtide.ui.banner import Banner
from teamtide.ui.below import Below
from teamtide.ui.board.board_view import BoardView
from teamtide.ui.board.cards import PAUSED, Ref
from teamtide.ui.charts.big_chart import BigChart
from teamtide.ui.compare.strip import CompareStrip
from teamtide.ui.fields.style import repolish_all
from teamtide.ui.finder import Finder
from teamtide.ui.forecast import Forecast
from teamtide.ui.inspector.panel import InspectorPanel
from teamtide.ui.passphrase.asking import unlocking
from teamtide.ui.scenario_tabs import ScenarioTabs
from teamtide.ui.session import Session, Update

SHEET_ENDINGS = (".xlsx", ".xlsm", ".xls", ".xlsb", ".ods", ".csv", ".tsv", ".txt", ".ssv")

TOOLS = (
    ("toggle_projected", "Projected", "Projected"),
    ("undo", "↶", "↶"),
    ("redo", "↷", "↷"),
    ("quick_work", "Add work…", "Work…"),
    ("choose_import", "Import…", "Import…"),
    ("choose_export", "Export to Excel…", "Export…"),
)
WIDE = 1250
ROOMY = 980
"""Narrower, as beside a panel, the tabs come before these buttons; the menus have them too."""
SPARED = ("choose_import", "choose_export")
LOOK_AHEAD_AFTER = 400
STRIP_PART = 0.19


class PlanView(QWidget):
    """Everything about one session."""

    sheets_dropped = Signal(object)
    """The paths of spreadsheets, as a tuple."""
    reloaded = Signal()
    """The copy is up to date, or writable from now on; the plan itself may be as it was."""

    def __init__(
        self,
        session: Session,
        actions: Callable[[], Iterable[QAction]],
        tools: dict[str, QAction],
        background: Background,
        parent: QWidget | None = None,
    ) -> None:
        """The view of `session`.

        `tools` are the actions that get a button, by their call; what takes long is left to
        `background`.
        """
        super().__init__(parent)
        self.session = session
        self._background = background
        self.forecast: Forecast | None = None
        self._tools = tools
        self.setAcceptDrops(True)
        self.tabs = ScenarioTabs(session, self)
        self.finder = Finder(session, actions, self)
        self.problem = Banner("problem", self)
        self.held = Banner("hint", self)
        self.told = Banner("hint", self)
        self.hint = Banner("hint", self)
        # Made inside one another: a widget that changes its parent is dressed all over again.
        self._down = QSplitter(Qt.Orientation.Vertical, self)
        self._across = QSplitter(Qt.Orientation.Horizontal, self._down)
        self._left = QSplitter(Qt.Orientation.Vertical, self._across)
        self.board = BoardView(session, self._left)
        self.below = Below(self._left, self.board)
        self.large = BigChart(session, self.below)
        self.inspector = InspectorPanel(session, self._across)
        self.compare = CompareStrip(session, self._down)
        self._as_of = AsOfField(self)
        self._buttons: list[QToolButton] = []
        self._lay_out()
        session.changed.connect(self._plan_changed)
        session.as_of_changed.connect(self._as_of_changed)
        session.problem.connect(self._show_problem)
        self.finder.found.connect(self._to_board)
        self._as_of.refused.connect(self._as_of_refused)
        self._as_of.done.connect(self._as_of_done)
        self._set_range()
        self.show_held()
        self._show_hint()
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.timeout.connect(self._look_ahead)

    def showEvent(self, event: QShowEvent) -> None:
        """Look ahead once the window has had the time to be painted."""
        super().showEvent(event)
        if self.forecast is None:
            self._later.start(LOOK_AHEAD_AFTER)

    def _look_ahead(self) -> None:
        """Have what is to be expected worked out, now and after every change."""
        self.forecast = Forecast(self.session, self._background, self)
        self.forecast.forecast_changed.connect(self._foreseen)
        self.compare.use(self._background)
        self.inspector.freed.use(self._background)

    def _foreseen(self, forecast: Forecast) -> None:
        self.session.set_forecast(forecast.shown, forecast.preview)

    # --- layout ---------------------------------------------------------------------------

    def _lay_out(self) -> None:
        across, down = self._across, self._down
        for splitter in (self._left, across, down):
            splitter.setStretchFactor(0, 1)
            splitter.setCollapsible(0, False)
        self._left.setCollapsible(1, False)
        self.below.add(self.large, "Large curve")
        across.setSizes([1130, 300])
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._top())
        for banner in (self.problem, self.held, self.told, self.hint):
            column.addWidget(banner)
        column.addWidget(down, 1)
        self._strip_set = False
        down.splitterMoved.connect(self._strip_moved)
        down.installEventFilter(self)
        self.compare.lines_changed.connect(self._fit_strip)

    def _strip_moved(self) -> None:
        """From now on the strip is as high as the user made it."""
        self._strip_set = True

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Short words and a lower strip where there is little room."""
        super().resizeEvent(event)
        narrow = self.width() < WIDE
        if self._bar.property("narrow") is not narrow:
            self._bar.setProperty("narrow", narrow)
            repolish_all(self._bar)
        for button in self._buttons:
            button.setText(str(button.property("short" if narrow else "label")))
            button.setVisible(self.width() >= ROOMY or button.objectName() not in SPARED)
        self.finder.setFixedWidth(102 if narrow else 200)
        self.finder.setPlaceholderText("Find or do…" if narrow else "Find or do…  Ctrl+K")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The strip is fitted to the room that it and the board really have."""
        if watched is self._down and isinstance(event, QResizeEvent):
            self._fit_strip()
        return super().eventFilter(watched, event)

    def _fit_strip(self) -> None:
        """No higher than its lines, and no line of it cut."""
        strip = self.compare.whole_lines(int(self._down.height() * STRIP_PART))
        self.compare.setMaximumHeight(self.compare.sizeHint().height())
        if not self._strip_set:
            above = self._down.height() - self._down.handleWidth() - strip
            self._down.setSizes([above, strip])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape, where no field has a use for it, leads back to the board."""
        if event.key() == Qt.Key.Key_Escape:
            self._to_board("", 0)
        else:
            super().keyPressEvent(event)

    def _top(self) -> QWidget:
        top = self._bar = QWidget(self)
        top.setObjectName("topBar")
        top.setProperty("narrow", False)
        top.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        row = QHBoxLayout(top)
        row.setContentsMargins(10, 6, 10, 6)
        row.setSpacing(6)
        row.addWidget(self.tabs, 1)
        label = QLabel("As of", top)
        label.setBuddy(self._as_of)
        self._as_of.setToolTip(
            "A drag takes effect on this date. On the plan's first day it means from the beginning."
        )
        self._as_of.commit = self._as_of_chosen
        row.addWidget(label)
        row.addWidget(self._as_of)
        for call, words, short in TOOLS:
            button = QToolButton(top)
            button.setDefaultAction(self._tools[call])
            button.setObjectName(call)
            button.setAccessibleName(self._tools[call].text().replace("&", ""))
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
            button.setProperty("label", words)
            button.setProperty("short", short)
            button.setText(words)
            self._tools[call].setIconText(words)
            self._buttons.append(button)
            row.addWidget(button)
        self.finder.setMinimumWidth(102)
        self.finder.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        row.addWidget(self.finder)
        return top

    def show_column(self, team: int | None) -> None:
        """Scroll the board to a team's column (None: the bench)."""
        column = self.board.view_of(None if team is None else TeamId(team))
        if column is not None:
            self.board.bring_in_sight(column)

    def show_large(self, team: TeamId) -> None:
        """Show a team's curve large, below the board."""
        self.large.show_team(team)
        self.large.show()

    def add_below(self, widget: QWidget) -> None:
        """Put something as wide as the board below it, above the strip of measures."""
        self.below.add(widget, widget.accessibleName())

    def to_board(self) -> None:
        """Give the keyboard back to where the selection is."""
        self._to_board("", 0)

    def toggle_large(self) -> None:
        """Put the large curve away, or show that of the selected team (else the first)."""
        if self.large.isVisible():
            self.large.hide()
            return
        teams = self.session.state.rows(Team)
        chosen = self.session.selection.team or (teams[0].id if teams else None)
        if chosen is not None:
            self.show_large(chosen)

    def edit_selected(self) -> None:
        """Show the inspector and put the cursor into its first field."""
        self.inspector.show()
        self.inspector.refresh()
        # Only this page: the one before it lives on below the panel until it is deleted.
        fields = self.inspector.page.findChildren(QLineEdit)
        field = next((f for f in fields if f.isEnabled() and not f.isReadOnly()), None)
        if field is not None:
            field.setFocus(Qt.FocusReason.ShortcutFocusReason)
            field.selectAll()

    def edit_note(self) -> None:
        """Show the inspector and put the cursor into the note on what is selected."""
        self.inspector.show()
        self.inspector.refresh()
        self.inspector.edit_note()

    def close_session(self) -> None:
        """Stop whatever waits to be worked out, before the session goes."""
        self._later.stop()
        if self.forecast is not None:
            self.forecast.close_session()
        self.inspector.close_session()
        self.compare.close_session()

    # --- following ------------------------------------------------------------------------

    def _plan_changed(self, update: Update) -> None:
        self.problem.hide()
        if Plan in update.change.tables:
            self._set_range()
        self._show_hint()

    def _set_range(self) -> None:
        plan = self.session.state.plan
        self._as_of.set_range(plan.start, plan.end)
        self._as_of.show_value(self.session.as_of)

    def _as_of_changed(self, day: date) -> None:
        self._as_of.show_value(day)

    def _as_of_chosen(self, day: date) -> str:
        problem = self._as_of.problem_of(day)
        if not problem:
            self.session.set_as_of(day)
        return problem

    def _as_of_refused(self, problem: str) -> None:
        if problem:
            self.problem.say(problem)
        else:
            self.problem.hide()

    def _as_of_done(self) -> None:
        self._to_board("", 0)

    def _to_board(self, noun: str, row_id: int) -> None:
        """Give the keyboard to what was found, or back to where the selection is."""
        if noun == "team":
            view = self.board.view_of(TeamId(row_id))
            if view is not None:
                view.header.setFocus(Qt.FocusReason.OtherFocusReason)
                self.board.bring_in_sight(view)
                return
        chosen = self.board.selected()
        if not noun and chosen:
            self.board.reveal(chosen[0])
            return
        for team in (*(view.team for view in self.board.views), PAUSED):
            if noun and self.board.reveal(Ref(noun, row_id, team)):
                return
        self.board.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_problem(self, text: str) -> None:
        self.problem.say(text)

    def show_held(self) -> None:
        """Say so where another program holds the plan."""
        document = self.session.document
        if document.writable or not document.held_by:
            self.held.hide()
            return
        self.held.say(
            f"{document.path.name} is open for writing by {document.held_by}. "
            "This is a copy to read, as it was when you opened it.",
            ("Reload", self._reload),
        )

    def _reload(self) -> None:
        with unlocking(self.session.document.path, self) as able:
            if able and self.session.reload():
                self.show_held()
                self._show_hint()
                self.reloaded.emit()

    def _show_hint(self) -> None:
        """Say what to do next where people or work are missing."""
        state = self.session.state
        people = bool(state.rows(Person))
        work = bool(state.rows(Chunk) or state.rows(Service))
        if not self.session.document.writable or (people and work):
            self.hint.hide()
        elif people:
            self.hint.say(
                "There are people here and no work yet. Say in a minute what they are asked for.",
                ("Add work…", self._tools["quick_work"].trigger),
                ("Import a plan workbook…", self._tools["choose_import"].trigger),
            )
        else:
            team = () if state.rows(Team) else (("Add a team…", self._tools["add_team"].trigger),)
            self.hint.say(
                "Nobody is here yet. Import the spreadsheet you have, or drop it on this window.",
                ("Import…", self._tools["choose_import"].trigger),
                ("Add a person…", self._tools["add_person"].trigger),
                *team,
            )

    # --- spreadsheets dropped on the window -----------------------------------------------

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take a spreadsheet, and nothing else from outside."""
        if sheets_among(event.mimeData().urls()) and self.session.document.writable:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Hand the spreadsheets to who imports; what is none is said to be left out."""
        urls = event.mimeData().urls()
        paths = sheets_among(urls)
        if paths:
            event.acceptProposedAction()
            self.sheets_dropped.emit(paths)
        left = [url.fileName() for url in urls if Path(url.toLocalFile()) not in paths]
        if paths and left:
            more = f" and {len(left) - 1} more" if len(left) > 1 else ""
            self.session.note.emit(f"Left out, as no spreadsheet: {left[0]}{more}.")


def sheets_among(urls: Iterable[QUrl]) -> tuple[Path, ...]:
    """The spreadsheets of this computer among what was dropped or copied, in their order."""
    paths = (Path(url.toLocalFile()) for url in urls if url.isLocalFile())
    return tuple(path for path in paths if path.suffix.lower() in SHEET_ENDINGS)
