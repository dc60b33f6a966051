"""How the goals are served in each scenario, kept up to date while somebody looks.

What is asked for is there at once; what gets done needs the projected load, which a child process
works out. Which goal a project serves changes no work, so that is regrouped here without asking.
While something hovers, the scenario on screen has figures of what would be beside those that are.
"""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QObject, QTimer, Signal

from teamtide.capacity.inputs import Inputs
from teamtide.capacity.measures.serving import Serving, planned, regrouped
from teamtide.plan.rows import Scenario, ScenarioId
from teamtide.plan.summary import facts_of
from teamtide.ui.background import Background
from teamtide.ui.goals.asking import Asking
from teamtide.ui.session import Preview, Session

PAUSE = 250
"""Milliseconds after a change before done work is asked for; the board's figures come first."""
HOVER_REST = 120


@dataclass(frozen=True, eq=False)
class Known:
    """What was worked out of a scenario, and for which plan."""

    inputs: Inputs
    serving: Serving


@dataclass(frozen=True, slots=True)
class WouldBe:
    """What hovers would give in the scenario on screen; `done` is None until it is worked out."""

    planned: Serving
    done: Serving | None


class Figures(QObject):
    """Servings by scenario."""

    changed = Signal()

    def __init__(self, session: Session, background: Background, parent: QObject) -> None:
        """Nothing is worked out yet."""
        super().__init__(parent)
        self._session = session
        self._known: dict[ScenarioId, Known] = {}
        self._asked: list[tuple[ScenarioId, Inputs]] = []
        self._wanted: tuple[ScenarioId, ...] = ()
        self._awake = False
        self._preview: Preview | None = None
        self._hovered: Serving | None = None
        self.problem = ""
        self._one = self._asking(background, "goals", "serving now", self._answered)
        self._many = self._asking(background, "goals of all", "serving", self._answered)
        self._hover = self._asking(background, "goals hovered", "serving now", self._learned)
        self._soon = self._timer(PAUSE, self._ask)
        self._rest = self._timer(HOVER_REST, self._ask_hovered)
        session.preview_changed.connect(self._preview_changed)

    def _asking(self, background: Background, topic: str, job: str, act: object) -> Asking:
        made = Asking(background, topic, job, self)
        made.answered.connect(act)
        made.failed.connect(self._cannot)
        return made

    def _timer(self, after: int, act: object) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(after)
        timer.timeout.connect(act)
        return timer

    # --- what there is --------------------------------------------------------------------

    def planned(self) -> Serving:
        """What the scenario on screen asks for."""
        return planned(self._session.load, facts_of(self._session.state))

    def done(self, scenario: ScenarioId) -> Serving | None:
        """What gets done in a scenario, as far as that is known."""
        known = self._known.get(scenario)
        state = self._session.state
        if known is None or len(known.serving.projects) != len(facts_of(state).goal):
            return None
        return regrouped(known.serving, facts_of(state))

    def stale(self, scenario: ScenarioId) -> bool:
        """Whether what is known of a scenario is of an earlier plan."""
        known = self._known.get(scenario)
        return known is None or known.inputs != self._session.inputs_of(scenario)

    @property
    def would_be(self) -> WouldBe | None:
        """What hovers would give, or None where it would give nothing else."""
        preview = self._preview
        if preview is None:
            return None
        facts = facts_of(preview.state)
        asked = planned(preview.load, facts)
        if self._same_work(preview):
            known = self._known.get(self._session.scenario)
            fits = known is not None and len(known.serving.projects) == len(facts.goal)
            done = regrouped(known.serving, facts) if known is not None and fits else None
            return WouldBe(asked, done)
        return WouldBe(asked, self._hovered)

    def _same_work(self, preview: Preview) -> bool:
        # Equal where specs are shared: as quick as comparing addresses.
        return preview.inputs == self._session.load.inputs

    # --- following ------------------------------------------------------------------------

    def want(self, scenarios: tuple[ScenarioId, ...]) -> None:
        """Have these scenarios worked out from now on, where they are not."""
        self._wanted = scenarios
        self._awake = True
        self._soon.start()

    def sleep(self) -> None:
        """Nobody looks: work nothing out."""
        self._awake = False
        self._soon.stop()
        self._rest.stop()
        for asking in (self._one, self._many, self._hover):
            asking.cancel()

    def outdate(self) -> None:
        """The plan has changed."""
        if self._awake:
            self._soon.start()

    def settle(self) -> None:
        """Ask at once (for tests and pictures)."""
        self._soon.stop()
        self._ask()

    def _ask(self) -> None:
        state = self._session.state
        for gone in self._known.keys() - {row.id for row in state.rows(Scenario)}:
            del self._known[gone]
        self.problem = ""
        self._asked = [
            (one, self._session.inputs_of(one))
            for one in self._wanted
            if state.find(Scenario, one) is not None and self.stale(one)
        ]
        self._one.cancel()
        self._many.cancel()
        if self._asked:
            (self._one if len(self._asked) == 1 else self._many).ask(state, self._asked)
        self.changed.emit()

    def _answered(self, answer: tuple[Serving, ...]) -> None:
        for (scenario, inputs), serving in zip(self._asked, answer, strict=True):
            self._known[scenario] = Known(inputs, serving)
        self._asked = []
        self.changed.emit()

    def _cannot(self, sentence: str) -> None:
        self.problem = sentence
        self.changed.emit()

    # --- hovering -------------------------------------------------------------------------

    def _preview_changed(self, preview: Preview | None) -> None:
        if not self._awake and preview is not None:
            return
        if preview is None and self._preview is None:
            return
        self._preview, self._hovered = preview, None
        self._hover.cancel()
        self._rest.stop()
        if preview is not None and not self._same_work(preview):
            self._rest.start()
        self.changed.emit()

    def _ask_hovered(self) -> None:
        preview = self._preview
        if preview is not None:
            self._hover.ask(preview.state, [(self._session.scenario, preview.inputs)])

    def _learned(self, answer: tuple[Serving, ...]) -> None:
        if self._preview is not None:
            (self._hovered,) = answer
            self.changed.emit()

    def close_session(self) -> None:
        """Stop, before the session goes."""
        self.sleep()
        self._session.preview_changed.disconnect(self._preview_changed)
        for asking in (self._one, self._many, self._hover):
            asking.close()
