"""The window *Brief*: the page on the left, what a lead chooses about it on the right.

Figures and the search for what the choice hinges on come from a child process (`finding`); the page
fills as they come, and says what is still open. A report is written by another one. Nothing here
waits, and what was last done stays said beside what is still being done.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QCloseEvent, QGuiApplication, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFileDialog,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QWidget,
)

from teamtide.advise.brief_words import nothing_to_say
from teamtide.advise.briefing import (
    CHOOSABLE,
    REASONS,
    Brief,
    Known,
    Wish,
    hinged_on,
    reason_keys,
    recommended,
    rival_of,
)
from teamtide.advise.proposing import proposal
from teamtide.answers import CouldNot
from teamtide.exchange.discreet.plans import Discreet, discreet
from teamtide.export_report import refuse_names
from teamtide.plan.rows import Scenario, ScenarioId
from teamtide.plan.summary import BY_KEY
from teamtide.ui.background import Background
from teamtide.ui.brief.finding import Finding
from teamtide.ui.brief.making import made_today, make_brief, report_words
from teamtide.ui.brief.output import brief_pdf, brief_picture
from teamtide.ui.brief.preview import Preview
from teamtide.ui.brief.side import Side
from teamtide.ui.errands import Errand
from teamtide.ui.fields.style import label
from teamtide.ui.saving import Unwritable, write_whole
from teamtide.ui.session import Session

_PAUSE = 300
"""Milliseconds after a change before anything is worked out anew."""
_BY_APP = "Teamtide chooses"
_ORDINALS = ("first", "second", "third")


class BriefWindow(QWidget):
    """A preview of the brief, with its choices."""

    def __init__(
        self,
        session: Session,
        background: Background,
        parent: QWidget | None = None,
        run_errand: Callable[[Errand], None] = lambda _: None,
    ) -> None:
        """A window on the plan of `session`, whose figures `background` works out.

        Args:
            session: The plan.
            background: Who computes.
            parent: The window it belongs to.
            run_errand: Told of the process that writes a report, which ends with the plan.
        """
        super().__init__(parent, Qt.WindowType.Window)
        self._run_errand = run_errand
        self.session = session
        self.brief: Brief | None = None
        self._known: Known | None = None
        self._hidden: Discreet | None = None
        self._finding = Finding(session, background, self)
        self._stale = self._listening = True
        self.setWindowTitle("Brief")
        self.preview = Preview()
        self.side = Side("Choices about the page")
        self.scenario = QComboBox()
        self.reasons = tuple(QComboBox() for _ in range(REASONS))
        self.words = QLineEdit()
        self.words.setPlaceholderText("A sentence of your own, on top of the page")
        self.words.setMaxLength(400)
        self.codes = QCheckBox("Codes instead of &names, such as Person 07")
        self.codes.setAccessibleName(self.codes.text().replace("&", ""))
        self.codes.setToolTip(
            "On the page, in the report, in the file's properties and in its name; "
            "the figures stay the same"
        )
        self.why = label("", "muted", wrap=True)
        self.open = label("", "muted", wrap=True)
        self.stop = QPushButton("S&top Searching")
        self.stop.setToolTip("Leave it at what was found so far")
        self.stop.hide()
        self.state = label("", wrap=True)
        self.save = QPushButton("&Save as PDF…")
        self.report = QPushButton("Save Re&port…")
        self.report.setToolTip("The page, then board, curves, every measure, and assumptions")
        self.copy = QPushButton("&Copy Picture")
        self.copy.setToolTip("The page as a picture, for a slide or a message")
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self._ask)
        self._lay_out()
        self._fill()
        self._enable()
        self._connect()

    def _lay_out(self) -> None:
        side = self.side
        side.add_field("&Recommend", self.scenario, "What the brief recommends")
        side.add(self.why, 10)
        for number, box in enumerate(self.reasons):
            box.addItem(_BY_APP, "")
            for key in CHOOSABLE:
                box.addItem(BY_KEY[key].label, key)
            name = f"Measure of the {_ORDINALS[number]} reason"
            side.add_field(f"&{number + 1}. reason", box, name, 10 * (number == REASONS - 1))
        side.add_field("In your &words", self.words, "A sentence of your own", 6)
        side.add(self.codes)
        side.pin(self.open, self.stop, self.state, self.save, self.report, self.copy)
        across = QHBoxLayout(self)
        across.setContentsMargins(12, 12, 12, 12)
        across.addWidget(self.preview, 1)
        across.addWidget(side)

    def _connect(self) -> None:
        self.scenario.currentIndexChanged.connect(self._chosen)
        for box in self.reasons:
            box.currentIndexChanged.connect(self._chosen)
        self.words.textChanged.connect(self._typed)
        self.save.clicked.connect(self.choose_pdf)
        self.report.clicked.connect(self.choose_report)
        self.copy.clicked.connect(self.copy_picture)
        self.codes.toggled.connect(self._code)
        self.stop.clicked.connect(self._finding.stop_searching)
        self.session.changed.connect(self._outdated)
        self._finding.changed.connect(self._on_change)
        self._finding.told.connect(self._say_open)
        for keys, act in (
            (QKeySequence.StandardKey.Save, self.choose_pdf),
            (QKeySequence.StandardKey.Close, self.close),
            (QKeySequence.StandardKey.Cancel, self.close),
        ):
            QShortcut(QKeySequence(keys), self).activated.connect(act)

    def sizeHint(self) -> QSize:
        """Room to read the page."""
        return QSize(1060, 800)

    # --- choices --------------------------------------------------------------------------

    @property
    def wish(self) -> Wish:
        """What is chosen now."""
        chosen = self.scenario.currentData()
        keys = [str(box.currentData()) for box in self.reasons if box.currentData()]
        return Wish(
            ScenarioId(chosen) if chosen else None, tuple(dict.fromkeys(keys)), self.words.text()
        )

    def _words(self, text: str) -> str:
        """A text as it is to stand on the page."""
        return self._hiding().hide(text) if self.codes.isChecked() else text

    def _fill(self) -> None:
        """The scenarios there are, the chosen one kept while it lasts."""
        before = self.scenario.currentData()
        self.scenario.blockSignals(True)
        self.scenario.clear()
        self.scenario.addItem(_BY_APP, 0)
        for row in self.session.state.rows(Scenario):
            self.scenario.addItem(row.name, int(row.id))
        self.scenario.setCurrentIndex(max(0, self.scenario.findData(before)))
        self.scenario.blockSignals(False)

    def _chosen(self, _index: int) -> None:
        self._on_change()

    def _typed(self, text: str) -> None:
        """A letter changes a sentence, and nothing else that would have to be found out again."""
        if self.brief is not None and not self._stale:
            words = self._words(text).strip()
            self.brief = replace(self.brief, words=words)
            self.preview.page.show_brief(self.brief, made_today())

    # --- asking ---------------------------------------------------------------------------

    def _outdated(self, _update: object) -> None:
        self._stale, self._hidden = True, None
        self._finding.forget()
        self._fill()
        self._say_open("updating …")
        self._enable()
        if self.isVisible():
            self._soon.start(_PAUSE)

    def showEvent(self, event: QShowEvent) -> None:
        """Ask for what has changed since it was last seen."""
        super().showEvent(event)
        if self._stale:
            self._soon.start(0)

    def _ask(self) -> None:
        self._stale = False
        coded = self.codes.isChecked()
        self._finding.ask(self._hiding().state if coded else None)
        self._say_open("working out the figures …")
        self._enable()

    def _hiding(self) -> Discreet:
        """The plan with codes for people, made once for each plan."""
        if self._hidden is None:
            self._hidden = discreet(self.session.state)
        return self._hidden

    def _code(self, codes: bool) -> None:
        """Put codes on the page, or names; no name stays on it until the codes are known."""
        self.state.setText("")
        if self._stale:
            return
        if codes and self._finding.known(codes=True) is None:
            self.brief = None
            self.preview.page.show_brief(None, "")
            self._ask()
        else:
            self._on_change()

    def _on_change(self) -> None:
        """More is known, or something ended."""
        if self._show():
            self._say_open("")
        self._enable()

    def _search(self, known: Known) -> None:
        """Search what the choice hinges on, where there is one."""
        state, wish = self.session.state, self.wish
        one = recommended(state, known, wish)
        rival = rival_of(state, known, one)
        if rival is not None and not nothing_to_say(state):
            measure = hinged_on(reason_keys(state, known, wish))
            self._finding.search_for((rival, one, measure))

    # --- showing --------------------------------------------------------------------------

    def _show(self) -> bool:
        """The page as far as it is known; whether it is."""
        codes, finding = self.codes.isChecked(), self._finding
        known = None if self._stale else finding.known(codes=codes)
        if known is None:
            return False
        state, wish = self.session.state, self.wish
        self._search(known)
        one = recommended(state, known, wish)
        self._known = replace(known, outside={one: float(self.session.load_of(one).outside)})
        shown = self._hiding().state if codes else state
        wish = replace(wish, words=self._words(wish.words))
        searching = finding.searching
        self.brief = make_brief(shown, self._known, wish, finding.search, searching=searching)
        self.preview.page.show_brief(self.brief, made_today())
        proposed = proposal(state, self._known.measured)
        name = state.get(Scenario, proposed.scenario).name
        self.scenario.setItemText(0, f"{_BY_APP}: {name}")
        self.why.setText(f"Proposed: {name}. {proposed.why} {proposed.unkept}".strip())
        return True

    def _say_open(self, text: str) -> None:
        """Say what is still being worked out, beside what was last done."""
        searching = self._finding.searching
        words = "Still searching what it hinges on; the page is otherwise whole."
        self.open.setText(text or (words if searching else ""))
        self.stop.setVisible(searching and not text)

    def _enable(self) -> None:
        ready = self.brief is not None and not self._stale and not self._finding.busy
        for button in (self.save, self.report, self.copy):
            button.setEnabled(ready)

    # --- out ------------------------------------------------------------------------------

    def choose_pdf(self) -> None:
        """Ask where, and write the page there."""
        path = self._ask_path("brief") if self.save.isEnabled() else None
        if path is not None:
            self.save_pdf(path)

    def choose_report(self) -> None:
        """Ask where, and write the report there."""
        path = self._ask_path("report") if self.report.isEnabled() else None
        if path is not None:
            self.save_report(path)

    def _ask_path(self, what: str) -> Path | None:
        path = self.session.document.path
        wanted = str(path.parent / f"{self._words(path.stem)} {what}.pdf")
        chosen, _ = QFileDialog.getSaveFileName(self, f"Save the {what}", wanted, "PDF (*.pdf)")
        if not chosen:
            return None
        file = Path(chosen)
        return file if file.suffix.lower() == ".pdf" else Path(f"{chosen}.pdf")

    def save_pdf(self, path: Path) -> None:
        """Write the page to a file, unless its name gives somebody away that the page does not."""
        if self.brief is None:
            return
        if self.codes.isChecked():
            try:
                refuse_names(path, self._hiding())
            except CouldNot as error:
                self.state.setText(str(error))
                return
        self._write(path, brief_pdf(self.brief, made_today()))

    def save_report(self, path: Path) -> None:
        """Have the page and what it rests on written to a file by another process."""
        if self._known is None or not self.session.is_in_file():
            return
        state, wish = self.session.state, self.wish
        one = state.get(Scenario, recommended(state, self._known, wish))
        words = report_words(one.name, wish, self._finding.seconds, codes=self.codes.isChecked())
        errand = Errand(
            [*words, "--", str(self.session.document.path), str(path)],
            title="Writing the report…",
            done=partial(self.state.setText, f"Wrote {path.name}."),
            failed=self.state.setText,
            parent=self,
        )
        self._run_errand(errand)

    def _write(self, path: Path, content: bytes) -> None:
        try:
            write_whole(path, content)
        except Unwritable as error:
            self.state.setText(str(error))
        else:
            self.state.setText(f"Wrote {path.name}.")

    def copy_picture(self) -> None:
        """Put the page on the clipboard, two pixels a point."""
        if self.brief is not None and self.copy.isEnabled():
            QGuiApplication.clipboard().setImage(brief_picture(self.brief, 2.0, made_today()))
            self.state.setText("The page is on the clipboard; paste it into a slide.")

    # --- the end --------------------------------------------------------------------------

    def closeEvent(self, event: QCloseEvent) -> None:
        """Let nothing be worked out for a window that is not there; it can be opened again."""
        if self._finding.busy or self._finding.searching:
            self._stale = True
            self._finding.forget()
        self._soon.stop()
        super().closeEvent(event)

    def close_session(self) -> None:
        """Stop listening, before the session goes."""
        if not self._listening:
            return
        self._listening = False
        self._soon.stop()
        self.session.changed.disconnect(self._outdated)
        self._finding.close_session()
