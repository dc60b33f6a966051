"""The Assumptions panel: every constant behind the figures, to be doubted one by one.

While a slider moves, the board shows what would follow, dashed, as it does while somebody is
dragged; letting go is one step that undo takes back, and Escape leaves the plan as it was. Since a
setting changes every team, a preview costs a whole computation: they are made no faster than they
can be shown, and the last one is never left out.
"""

from __future__ import annotations

from collections.abc import Callable
from time import perf_counter

from PySide6.QtCore import QEvent, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from teamtide.capacity.assumptions import ASSUMPTIONS, BY_KEY
from teamtide.capacity.engine import recompute
from teamtide.plan.advancing import advance
from teamtide.plan.changes import ChangeSet
from teamtide.plan.commands import edit_plan
from teamtide.plan.rows import Plan, Scenario
from teamtide.plan.state import State
from teamtide.ui.assumptions import effects
from teamtide.ui.assumptions.row import AssumptionRow
from teamtide.ui.fields.attempts import attempt, labelled
from teamtide.ui.fields.style import dress, label
from teamtide.ui.inspector.form import quiet_button, rule
from teamtide.ui.session import Session, Update

_SOONEST, _LATEST = 12, 250
"""Milliseconds between two previews, by what the last one took."""
_AFTER = 60
"""Milliseconds after a change, so that the board paints first."""
_FOOT_LINES = 8
_LEISURE = 250
"""Milliseconds of rest before the effect of one step is worked out."""


class AssumptionsPanel(QWidget):
    """All assumptions of the session's plan."""

    left = Signal()
    """The keyboard is to go elsewhere."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        """A panel that follows `session`."""
        super().__init__(parent)
        self.session = session
        self.setObjectName("fields")
        self.setAccessibleName("Assumptions")
        self.setMinimumWidth(270)
        self.rows: dict[str, AssumptionRow] = {}
        self.belongs = label("These belong to the plan: every scenario uses them.", "muted")
        self.belongs.setWordWrap(True)
        self.where = label("", "muted", wrap=True)
        self.effect = label("", "title")
        self.reset_all = quiet_button("Reset all", "Put every assumption back to its default")
        self.reset_all.clicked.connect(self._reset_all)
        self.about = label("", wrap=True)
        self.source = label("", "muted", wrap=True)
        self.step = label("", "said", wrap=True)
        self._moving: tuple[str, float] | None = None
        self._looked_at = ASSUMPTIONS[0].key
        self._soon = self._timer(self._preview, _SOONEST)
        self._later = self._timer(self._show_step, _LEISURE)
        self._after = self._timer(self.refresh, _AFTER)
        self._lay_out()
        dress(self)
        session.changed.connect(self._plan_changed)
        session.scenario_changed.connect(self._scenario_changed)
        self.refresh()

    def _timer(self, call: Callable[[], None], pause: int) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(pause)
        timer.timeout.connect(call)
        return timer

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        head = QVBoxLayout()
        head.setContentsMargins(12, 10, 12, 8)
        head.setSpacing(4)
        head.addWidget(self.belongs)
        head.addWidget(self.where)
        line = QHBoxLayout()
        line.addWidget(self.effect, 1)
        line.addWidget(self.reset_all)
        head.addLayout(line)
        column.addLayout(head)
        column.addWidget(rule())
        holder = QWidget()
        holder.setObjectName("fields")
        inside = QVBoxLayout(holder)
        inside.setContentsMargins(12, 8, 12, 8)
        inside.setSpacing(2)
        for about in ASSUMPTIONS:
            row = AssumptionRow(about, self._commit_of(about.key))
            row.moved.connect(self._slid)
            row.let_go.connect(self._let_go)
            row.given_up.connect(self._given_up)
            row.reset.connect(self._reset)
            row.looked_at.connect(self._look_at)
            inside.addWidget(row)
            self.rows[about.key] = row
        inside.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(holder)
        self._area = area
        column.addWidget(area, 1)
        column.addWidget(rule())
        told = QWidget()
        # As high for a short text as for a long one, so that the list above keeps still.
        told.setFixedHeight(_FOOT_LINES * self.fontMetrics().lineSpacing() + 24)
        foot = QVBoxLayout(told)
        foot.setContentsMargins(12, 8, 12, 8)
        foot.setSpacing(3)
        for part in (self.about, self.step, self.source):
            foot.addWidget(part)
        foot.addStretch(1)
        column.addWidget(told)

    def sizeHint(self) -> QSize:
        """Narrow, so that the board's curves stay in sight."""
        return QSize(310, 620)

    # --- showing --------------------------------------------------------------------------

    def refresh(self) -> None:
        """Show the plan as it is; what was being moved is let be."""
        plan, writable = self.session.state.plan, self.session.document.writable
        self._moving = None
        self._soon.stop()
        self._after.stop()
        for key, row in self.rows.items():
            row.show_value(getattr(plan, key), writable=writable)
        self.reset_all.setEnabled(writable and any(row.changed for row in self.rows.values()))
        self._show_effect(None)
        self._describe()

    def _show_effect(self, after: float | None) -> None:
        scenario = self.session.state.get(Scenario, self.session.scenario)
        before = effects.overload_of(self.session.load)
        self.where.setText(f"Work that finds nobody, in {scenario.name}")
        self.effect.setText(effects.effect_text(before, after))

    def _look_at(self, key: str) -> None:
        if key != self._looked_at and self._moving is None:
            self._looked_at = key
            self._describe()
        # The pointer finds a row where it is; only the keyboard needs it brought into sight.
        keyboard: QWidget | None = self.focusWidget()
        if keyboard is not None and self.rows[key].isAncestorOf(keyboard):
            self._area.ensureWidgetVisible(self.rows[key], 0, 4)

    def _describe(self) -> None:
        """Say of the assumption looked at what it is, where from, and what a step would do."""
        about = BY_KEY[self._looked_at]
        told = f"{about.label}. {about.meaning}"
        if about.key == "ceremony_hours":
            told = f"{told} {effects.who_follows(self.session.state)}".strip()
        self.about.setText(told)
        self.source.setText(f"Source: {about.source}")
        self.step.setText(" " if about.swept else "Expected load does not depend on it.")
        self._later.stop()
        if about.swept and self.isVisible():
            self._later.start()

    def _show_step(self) -> None:
        """Work out what one step up (or down, at the end) does to the overload."""
        about, session = BY_KEY[self._looked_at], self.session
        if self._moving is not None or not self.isVisible():
            return
        now = float(getattr(session.state.plan, about.key))
        steps = (now + about.step, now - about.step)
        value = next((round(v, 9) for v in steps if about.allows(v)), now)
        change = effects.changed_to(session.state, about, value)
        load = session.load
        state = session.state.apply(change)
        would = recompute(
            load, advance(load.inputs, session.state, state, session.scenario, change)
        )
        moved = effects.overload_of(would) - effects.overload_of(load)
        self.step.setText(effects.step_text(about, value, moved))

    # --- moving ---------------------------------------------------------------------------

    def _slid(self, key: str, value: float) -> None:
        row = self.rows[key]
        row.say("")
        row.show_moving(value)
        if self._looked_at != key:
            self._looked_at = key
            self._describe()
        self._later.stop()
        self._moving = (key, value)
        if not BY_KEY[key].swept:
            return
        self.step.setText("Dashed on the board; Esc puts it back.")
        if not self._soon.isActive():
            self._soon.start()

    def _preview(self) -> None:
        if self._moving is None:
            return
        begun = perf_counter()
        preview = self.session.show_preview(self._change)
        self._show_effect(None if preview is None else effects.overload_of(preview.load))
        took = 1000 * (perf_counter() - begun)
        # As long again as it took is left to painting and to the pointer.
        self._soon.setInterval(int(min(_LATEST, max(_SOONEST, took))))

    def _change(self, state: State) -> ChangeSet:
        assert self._moving is not None
        key, value = self._moving
        return effects.changed_to(state, BY_KEY[key], value)

    def _let_go(self, key: str, value: float) -> None:
        self._soon.stop()
        self._moving = (key, value)
        change = self._change(self.session.state)
        self._moving = None
        problem = attempt(self.session, lambda _: change) if change else ""
        if problem or not change:
            self.session.show_preview(None)
            self.refresh()
            self.rows[key].say(problem)

    def _given_up(self, _key: str) -> None:
        self._soon.stop()
        if self._moving is not None:
            self.session.show_preview(None)
            self.session.forget_preview()
        self.refresh()

    def _commit_of(self, key: str) -> Callable[[float], str]:
        about = BY_KEY[key]

        def commit(value: float) -> str:
            return attempt(self.session, lambda state: effects.changed_to(state, about, value))

        return commit

    def _reset(self, key: str) -> None:
        about = BY_KEY[key]
        value = int(about.default) if about.whole else about.default
        self.rows[key].say(
            attempt(self.session, lambda state: effects.changed_to(state, about, value))
        )

    def _reset_all(self) -> None:
        values = {one.key: int(one.default) if one.whole else one.default for one in ASSUMPTIONS}
        attempt(
            self.session,
            lambda state: labelled(edit_plan(state, **values), "Reset all assumptions"),
        )

    # --- following ------------------------------------------------------------------------

    def _plan_changed(self, update: Update) -> None:
        if not self.isVisible():
            return
        if Plan in update.change.tables:
            for row in self.rows.values():
                row.say("")
            self.refresh()
        else:
            self._after.start()

    def _scenario_changed(self, _scenario: object) -> None:
        if self._moving is not None:
            self._given_up(self._moving[0])
        elif self.isVisible():
            self._after.start()

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up with what happened while nobody looked."""
        super().showEvent(event)
        self.refresh()

    def take_keyboard(self) -> None:
        """Put the keyboard on the assumption looked at last."""
        row = self.rows[self._looked_at]
        (row.slider or row.field.editor()).setFocus(Qt.FocusReason.ShortcutFocusReason)

    def close_session(self) -> None:
        """Stop listening, before the session goes."""
        self._soon.stop()
        self._later.stop()
        self._after.stop()
        self.session.changed.disconnect(self._plan_changed)
        self.session.scenario_changed.disconnect(self._scenario_changed)

    def hideEvent(self, event: QHideEvent) -> None:
        """What is being moved when the panel goes is not kept."""
        if self._moving is not None:
            self._given_up(self._moving[0])
        super().hideEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Dress again when the colours change."""
        if event.type() == QEvent.Type.PaletteChange:
            dress(self)
        super().changeEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape, where nothing is being moved or typed, leads back to the board."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            event.ignore()
