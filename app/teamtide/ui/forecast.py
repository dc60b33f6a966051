"""What is to be expected of the plan on screen, kept up to date without anybody waiting for it.

After a change the projected load and its bands are computed beside the window (`background`); the
board draws from here what is known, and marks it as being worked out anew until it is the plan's.
What hovers is asked about too, once it rests. Nothing is asked in the moment of a drop: that
belongs to the drop.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal

from PySide6.QtCore import QObject, QTimer, Signal

from teamtide.capacity.inputs import Inputs
from teamtide.plan.rows import Project
from teamtide.plan.state import State
from teamtide.ui.background import Advance, Answer, Background, Failure
from teamtide.ui.session import Preview, Session
from teamtide.workers.outlook import Outlook

if TYPE_CHECKING:
    from teamtide.capacity.bands import Bands

AFTER_PAINT_MS = 30
"""How long after a change the first thing is asked: when the drop is on screen."""
RESTED_MS = 120
"""How long something hovers before it is asked about."""
KEPT = 6
"""Plans whose forecast is kept: scenarios looked at in turn, and what was just hovered."""

Condition = Literal["current", "updating", "failed"]


@dataclass(frozen=True, slots=True, eq=False)
class Shown:
    """What is known of a plan.

    Args:
        inputs: The plan that was last asked about.
        outlook: Its projected load, or that of the plan before it while `state` is updating; None
            where nothing is known, or what was known no longer has the same teams, weeks and work.
        bands: How sure that is, likewise; of fewer samples than the plan wants while updating.
        state: Whether both are those of `inputs`, or are being worked out, or can't be.
        sentence: Why not.
        part: How much of the samples is done, 0 … 1.
    """

    inputs: Inputs
    outlook: Outlook | None = None
    bands: Bands | None = None
    state: Condition = "updating"
    sentence: str = ""
    part: float = 0.0


@dataclass(slots=True, eq=False)
class _Place:
    """One of the two plans that are asked about: that on screen, or that which hovers."""

    projection: str
    bands: str
    shown: Shown | None = None
    open: frozenset[str] = frozenset()

    @property
    def topics(self) -> frozenset[str]:
        return frozenset((self.projection, self.bands))


class Forecast(QObject):
    """Projected load and bands of a session's scenario on screen, and of its preview."""

    forecast_changed = Signal(object)
    """Emitted with this object when anything here is new."""

    def __init__(
        self, session: Session, background: Background, parent: QObject | None = None
    ) -> None:
        """Listens to the session; the first thing is asked when the event loop runs."""
        super().__init__(parent)
        self._session = session
        self._background = background
        self._screen = _Place("projection", "bands")
        self._hover = _Place("projection of the preview", "bands of the preview")
        self._kept: OrderedDict[int, Shown] = OrderedDict()
        self._preview: Preview | None = None
        self._dropped: Shown | None = None
        self._soon = self._timer(AFTER_PAINT_MS, self._refresh)
        self._rest = self._timer(RESTED_MS, self._ask_preview)
        session.changed.connect(self._outdated)
        session.scenario_changed.connect(self._switched)
        session.preview_changed.connect(self._hovered)
        background.answered.connect(self._answered)
        background.progressed.connect(self._progressed)
        background.failed.connect(self._failed)
        self._soon.start()

    # --- reading --------------------------------------------------------------------------

    @property
    def shown(self) -> Shown | None:
        """What is known of the scenario on screen; None before anything is."""
        return self._screen.shown

    @property
    def preview(self) -> Shown | None:
        """What is known of what hovers; None where nothing does or it does not rest yet."""
        return self._hover.shown

    @property
    def outlook(self) -> Outlook | None:
        """The projected load of the scenario on screen, or None."""
        return self.shown.outlook if self.shown is not None else None

    @property
    def bands(self) -> Bands | None:
        """The bands of the scenario on screen, or None."""
        return self.shown.bands if self.shown is not None else None

    @property
    def state(self) -> Condition:
        """Whether what is shown is the plan's as it is now."""
        return self.shown.state if self.shown is not None else "updating"

    def close_session(self) -> None:
        """Ask for nothing any more, before the session goes."""
        self._soon.stop()
        self._rest.stop()
        session, background = self._session, self._background
        session.changed.disconnect(self._outdated)
        session.scenario_changed.disconnect(self._switched)
        session.preview_changed.disconnect(self._hovered)
        background.answered.disconnect(self._answered)
        background.progressed.disconnect(self._progressed)
        background.failed.disconnect(self._failed)
        for place in (self._screen, self._hover):
            self._take_back(place)

    # --- asking ---------------------------------------------------------------------------

    def _timer(self, interval: int, then: Callable[[], None]) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(interval)
        timer.timeout.connect(then)
        return timer

    def _outdated(self, _what: object) -> None:
        """In the drop: only note that what is shown is of yesterday."""
        shown = self._screen.shown
        if shown is not None and shown.state != "updating":
            self._screen.shown = replace(shown, state="updating", sentence="")
        self._screen.open = frozenset()
        self._soon.start()

    def _switched(self, _scenario: object) -> None:
        """Never show one scenario's forecast as that of another."""
        inputs = self._session.load.inputs
        self._screen.shown = self._kept.get(id(inputs), Shown(inputs))
        self._screen.open = frozenset()
        self._soon.start()

    def _hovered(self, preview: Preview | None) -> None:
        """In the drop, too."""
        self._preview = preview
        if self._hover.shown is not None:
            self._dropped = self._hover.shown
            self._hover.shown = None
        self._hover.open = frozenset()
        if preview is None:
            self._rest.stop()
            self._soon.start()
        else:
            self._rest.start()

    def _refresh(self) -> None:
        """Ask about the scenario on screen, unless that is known."""
        if self._preview is None:
            self._take_back(self._hover)
        load = self._session.load
        before = self._screen.shown
        if before is not None and before.inputs is load.inputs and before.state == "current":
            self.forecast_changed.emit(self)
            return
        if before is None or before.inputs is not load.inputs or not self._screen.open:
            hovered, self._dropped = self._dropped, None
            if hovered is not None and hovered.inputs is load.inputs:
                before = hovered
            self._ask(self._screen, load.inputs, self._session.state, before)
        self.forecast_changed.emit(self)

    def _ask_preview(self) -> None:
        preview = self._preview
        if preview is not None:
            self._ask(self._hover, preview.inputs, preview.state, self._screen.shown)
            self.forecast_changed.emit(self)

    def _ask(self, place: _Place, inputs: Inputs, state: State, before: Shown | None) -> None:
        known = self._kept.get(id(inputs))
        if known is not None:
            place.shown, place.open = known, frozenset()
            self._take_back(place)
            return
        fits = before is not None and _alike(before.inputs, inputs)
        old = before if fits else None
        place.shown = Shown(
            inputs,
            None if old is None else old.outlook,
            None if old is None else old.bands,
        )
        place.open = place.topics
        deadlines = tuple(
            None if row.deadline is None else row.deadline.toordinal()
            for row in state.rows(Project)
        )
        self._background.ask(place.projection, "projection", (inputs,))
        self._background.ask(place.bands, "bands", (inputs, None, None, deadlines))

    def _take_back(self, place: _Place) -> None:
        for topic in place.topics:
            self._background.cancel(topic)

    # --- answers --------------------------------------------------------------------------

    def _place_of(self, topic: str) -> _Place | None:
        return next((p for p in (self._screen, self._hover) if topic in p.open), None)

    def _answered(self, answer: Answer) -> None:
        place = self._place_of(answer.topic)
        if place is None or place.shown is None:
            return
        shown = place.shown
        if answer.topic == place.projection:
            shown = replace(shown, outlook=answer.payload)
        else:
            shown = replace(shown, bands=answer.payload)
        if answer.final:
            place.open -= {answer.topic}
        if not place.open and shown.state != "failed":
            shown = replace(shown, state="current", part=1.0)
            self._keep(shown)
        place.shown = shown
        self.forecast_changed.emit(self)

    def _progressed(self, advance: Advance) -> None:
        place = self._place_of(advance.topic)
        if place is not None and place.shown is not None and advance.topic == place.bands:
            place.shown = replace(place.shown, part=advance.done / max(1, advance.total))

    def _failed(self, failure: Failure) -> None:
        place = self._place_of(failure.topic)
        if place is None or place.shown is None:
            return
        place.open -= {failure.topic}
        place.shown = replace(place.shown, state="failed", sentence=failure.sentence)
        self.forecast_changed.emit(self)

    def _keep(self, shown: Shown) -> None:
        self._kept[id(shown.inputs)] = shown
        while len(self._kept) > KEPT:
            self._kept.popitem(last=False)


def _alike(one: Inputs, other: Inputs) -> bool:
    """Whether figures of one can stand for a moment where those of the other will be."""
    return (one.start, one.weeks) == (other.start, other.weeks) and all(
        _same_keys(getattr(one, name), getattr(other, name))
        for name in ("teams", "projects", "chunks")
    )


def _same_keys(one: Sequence[Any], other: Sequence[Any]) -> bool:
    return one is other or (
        len(one) == len(other)
        and all(a is b or a.key == b.key for a, b in zip(one, other, strict=True))
    )
