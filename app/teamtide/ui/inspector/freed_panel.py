"""What pausing, cancelling or delaying frees, below the inspector: while it hovers, and after.

While something hovers that pauses, delays or wakes projects, it compares what would be with what
is. Otherwise it says of the selected projects what their rest or delay in the scenario on screen
frees, against the same projects active on their own dates. Days come at once; which goals starve
because of it needs the projected load and comes from a child process a moment later.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from teamtide.capacity.freed import Freed, Plans, freed, freed_here
from teamtide.capacity.measures.serving import Serving, starved_by
from teamtide.plan.overlay import project_settings
from teamtide.plan.rows import Goal, ProjectId
from teamtide.plan.state import State
from teamtide.ui.background import Background
from teamtide.ui.charts.localised import LocaleWords
from teamtide.ui.fields.style import label, repolish
from teamtide.ui.goals.asking import Asking
from teamtide.ui.inspector.form import rule
from teamtide.ui.inspector.freed_bars import FreedBars
from teamtide.ui.inspector.freed_words import (
    NO_GOAL_STARVES,
    UPDATING,
    beyond_text,
    following_text,
    goal_lines,
    headline,
    moves_only,
    names_text,
    waiting_text,
)
from teamtide.ui.session import Preview, Session

TOPIC = "goals of what is freed"
AFTER = 60
"""Milliseconds after a change or a selection, so that the board paints first."""
HOVER_AFTER = 25
"""Milliseconds after something hovers, so that the columns are painted first."""
HOVER_REST = 120
"""Milliseconds of rest before goals are asked for while something hovers."""


@dataclass(frozen=True, eq=False)
class Told:
    """What the panel speaks of: plans before and after, and what is freed between them."""

    state: State
    before: Plans
    after: Plans
    found: Freed
    title: str
    chosen: tuple[int, ...]


class FreedPanel(QWidget):
    """Total, a row of bars for each discipline, who waits, and which goals starve."""

    def __init__(self, session: Session, parent: QWidget) -> None:
        """A panel on `session` that shows nothing yet; `parent` is the inspector."""
        super().__init__(parent)
        self.session = session
        self.told: Told | None = None
        self._hovers = False
        self._asking: Asking | None = None
        self._words = LocaleWords()
        self.setObjectName("fields")
        self.setAccessibleName("What is freed")
        self.title = label("", "muted", wrap=True)
        self.headline = label("", "title")
        self.note = label("", "muted", wrap=True)
        self.bars = FreedBars(self._words)
        self.waiting = label("", wrap=True)
        self.goals = label("", wrap=True)
        self._lay_out()
        self._soon = self._timer(AFTER, self.refresh)
        self._hover_soon = self._timer(HOVER_AFTER, self._foresee)
        self._preview: Preview | None = None
        self._ask_soon = self._timer(HOVER_REST, self._ask)
        self.hide()
        parent.installEventFilter(self)
        session.preview_changed.connect(self._hovered)
        for signal in (session.changed, session.selection_changed, session.scenario_changed):
            signal.connect(self._changed)

    def _timer(self, after: int, act: object) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(after)
        timer.timeout.connect(act)
        return timer

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 0, 12, 10)
        column.setSpacing(4)
        column.addWidget(rule())
        for part in (self.title, self.headline, self.bars, self.note, self.waiting, self.goals):
            column.addWidget(part)

    def use(self, background: Background) -> None:
        """Have goals worked out by a child process."""
        self._asking = Asking(background, TOPIC, "serving now", self)
        self._asking.answered.connect(self._answered)
        self._asking.failed.connect(self._cannot)
        if self.told is not None:
            self._ask()

    def close_session(self) -> None:
        """Stop, before the session goes; twice is once."""
        for timer in (self._soon, self._hover_soon, self._ask_soon):
            timer.stop()
        if self._asking is not None:
            self._asking.close()

    # --- following ------------------------------------------------------------------------

    def _seen(self) -> bool:
        """Whether anybody looks at the inspector: nothing is worked out otherwise."""
        around = self.parentWidget()
        return around is not None and around.isVisible()

    def _hovered(self, preview: Preview | None) -> None:
        known = self.session.load.inputs.projects
        about = preview is not None and preview.inputs.projects is not known and self._seen()
        self._preview = preview if about else None
        if about:
            self._soon.stop()
            self._hover_soon.start()
        else:
            self._end_hover()

    def _end_hover(self) -> None:
        """Nothing hovers any more that is about projects: back to what is selected."""
        self._hover_soon.stop()
        if self._hovers:
            self._hovers = False
            self._soon.start()

    def _foresee(self) -> None:
        """Say what a drop of what hovers would free."""
        preview, load = self._preview, self.session.load
        if preview is None:
            return
        before, after = Plans.of(load), preview.plans
        if not before.comparable(after):
            return  # chunks come or go: that is no pause
        chosen = tuple(
            number
            for number, pair in enumerate(
                zip(before.inputs.projects, after.inputs.projects, strict=True)
            )
            if pair[0] != pair[1]
        )
        if not chosen:
            self._end_hover()
            return
        self._hovers = True
        title = f"Preview: {preview.change.label}"
        found = freed(before, after)
        self._tell(Told(preview.state, before, after, found, title, chosen))
        self._ask_soon.start()

    def _changed(self, _what: object) -> None:
        if not self._hovers:
            self._soon.start()

    def refresh(self) -> None:
        """Say what the selected projects free as they are; nothing where they free nothing."""
        chosen = self._resting() if self._seen() else ()
        if not chosen:
            self.told = None
            self._ask_soon.stop()
            self.hide()
            return
        session = self.session
        after = Plans.of(session.load)
        before, found = freed_here(after, chosen)
        title = self._said(chosen, after)
        self._tell(Told(session.state, before, after, found, title, chosen))
        self._ask()

    def _resting(self) -> tuple[int, ...]:
        """The selected projects, as the engine counts them, that rest or are delayed here."""
        session, selection = self.session, self.session.selection
        if selection.kind != "project":
            return ()
        wanted = {int(one) for one in selection.ids}
        return tuple(
            number
            for number, spec in enumerate(session.load.inputs.projects)
            if spec.key in wanted and (not spec.active or spec.shift_weeks)
        )

    def _said(self, chosen: Sequence[int], plans: Plans) -> str:
        """What is so with the chosen, such as "Churn is paused here"."""
        session = self.session
        keys = [ProjectId(plans.inputs.projects[number].key) for number in chosen]
        settings = [project_settings(session.state, session.scenario, key) for key in keys]
        statuses = {now.status if not now.active else "delayed" for now in settings}
        status = statuses.pop() if len(statuses) == 1 else "paused or delayed"
        verb = "is" if len(chosen) == 1 else "are"
        if status == "delayed" and len({now.shift_weeks for now in settings}) == 1:
            weeks = settings[0].shift_weeks
            amount = self._words.number(abs(weeks), 1)
            way = "later" if weeks > 0 else "earlier"
            status = f"{amount} {'week' if abs(weeks) == 1 else 'weeks'} {way}"
        return f"{names_text(plans.inputs, chosen)} {verb} {status} here"

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """When the inspector comes to be seen, catch up with what changed meanwhile."""
        if event.type() == QEvent.Type.Show and not self._hovers:
            self._soon.start()
        return super().eventFilter(watched, event)

    def hideEvent(self, event: QHideEvent) -> None:
        """Nobody looks: nothing is asked."""
        super().hideEvent(event)
        if self._asking is not None:
            self._asking.cancel()

    # --- showing --------------------------------------------------------------------------

    def _tell(self, told: Told) -> None:
        self.told = told
        if self._asking is not None:
            self._asking.cancel()  # what comes of it would be of what was told before
        found, inputs, words = told.found, told.after.inputs, self._words
        self.title.setText(told.title)
        self.headline.setText(headline(found, words))
        self.bars.show_freed(found, inputs.disciplines, told.state.plan.start)
        self.bars.setVisible(bool(self.bars.rows))
        legend = "Wide bars: days a week before. Thin bars: after." if found.after.any() else ""
        beyond = beyond_text(found, words)
        self._put(self.note, " ".join(part for part in (beyond, legend) if part))
        follows = following_text(found, inputs, told.chosen) if moves_only(found) else ""
        waits = waiting_text(found, inputs)
        self._put(self.waiting, "\n".join(part for part in (waits, follows) if part))
        wanted = any(goal.wanted_share is not None for goal in told.state.rows(Goal))
        self._say_goals(UPDATING if wanted and self._asking is not None else "")
        self.setAccessibleDescription(f"{told.title}: {self.headline.text()}")
        self.show()

    @staticmethod
    def _put(place: QLabel, text: str) -> None:
        place.setText(text)
        place.setVisible(bool(text))

    # --- goals ----------------------------------------------------------------------------

    def _ask(self) -> None:
        told = self.told
        if told is None or self._asking is None or self.goals.text() == "":
            return
        scenario = self.session.scenario
        self._asking.ask(
            told.state, [(scenario, told.before.inputs), (scenario, told.after.inputs)]
        )

    def _answered(self, answer: tuple[Serving, ...]) -> None:
        told = self.told
        if told is None:
            return
        before, after = answer
        lines = goal_lines(told.state, starved_by(before, after), self._words)
        if lines:
            said = "\n".join(f"▼ {name}: {text}" for name, text in lines)
            self._say_goals(f"Goals that starve because of it\n{said}", "warn")
        else:
            self._say_goals(NO_GOAL_STARVES)

    def _cannot(self, sentence: str) -> None:
        self._say_goals(sentence)

    def _say_goals(self, text: str, role: str = "muted") -> None:
        self._put(self.goals, text)
        if self.goals.property("role") != role:
            self.goals.setProperty("role", role)
            repolish(self.goals)
