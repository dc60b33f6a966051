"""One assumption in the panel: its name, its value to type, its slider, and the way back."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QEnterEvent, QFocusEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from teamtide.capacity.assumptions import Assumption
from teamtide.ui.assumptions import words
from teamtide.ui.assumptions.slider import AssumptionSlider
from teamtide.ui.fields.style import label, repolish
from teamtide.ui.fields.widgets import LineField
from teamtide.ui.inspector.form import small_button

_VALUE_WIDTH = 84


class AssumptionRow(QWidget):
    """A name, a value, a slider. It holds no value: it shows the plan's, or the one under way."""

    looked_at = Signal(str)
    """The key of the row that the pointer or the keyboard went to."""
    moved = Signal(str, float)
    let_go = Signal(str, float)
    given_up = Signal(str)
    reset = Signal(str)

    def __init__(
        self, about: Assumption, commit: Callable[[float], str], parent: QWidget | None = None
    ) -> None:
        """A row for `about`; `commit` writes a typed value or says why it can't."""
        super().__init__(parent)
        self.about = about
        self.name = label(about.label)
        self.field = LineField(
            about.label,
            show=lambda value: words.value_text(about, value),
            read=lambda text: words.read_value(about, text),
            blank=about.default,
        )
        self.field.line.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.field.setFixedWidth(_VALUE_WIDTH)
        self.field.commit = commit
        self.name.setBuddy(self.field.editor())
        usual = words.value_text(about, about.default)
        self.back = small_button("↺", f"{about.label}: back to {usual}")
        self.back.clicked.connect(self._reset)
        self.meta = label("", "muted", wrap=True)
        self.problem = label("", "problem", wrap=True)
        self.problem.hide()
        self.slider: AssumptionSlider | None = None
        self._lay_out()
        tip = f"{about.meaning}\n{about.source}\n{words.limits_text(about)}"
        for part in (self.name, self.field, self.meta):
            part.setToolTip(tip)
        self.field.editor().setAccessibleDescription(about.meaning)
        self.field.line.installEventFilter(self)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 2, 0, 6)
        column.setSpacing(0)
        top = QHBoxLayout()
        top.setSpacing(4)
        top.addWidget(self.name, 1)
        top.addWidget(self.field, 0, Qt.AlignmentFlag.AlignTop)
        top.addWidget(self.back, 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(top)
        if self.about.key != "seed":
            self.slider = slider = AssumptionSlider(self.about)
            slider.setAccessibleName(f"{self.about.label} slider")
            slider.setToolTip(words.range_text(self.about))
            slider.installEventFilter(self)
            slider.moved.connect(self._moved)
            slider.let_go.connect(self._let_go)
            slider.given_up.connect(self._given_up)
            column.addWidget(slider)
        self.field.say_in(column)
        column.addWidget(self.problem)
        column.addWidget(self.meta)

    # --- showing --------------------------------------------------------------------------

    def show_value(self, value: float, *, writable: bool) -> None:
        """Show what the plan says; a changed value is said in words and in bold as well."""
        about = self.about
        self.field.show_value(value)
        self.field.setEnabled(writable)
        changed = value != about.default
        told = words.range_text(about)
        self.meta.setText(f"Changed · {told[0].lower()}{told[1:]}" if changed else told)
        self.back.setEnabled(changed and writable)
        self._mark("title" if changed else "", self.name)
        self._mark("said" if changed else "muted", self.meta)
        if self.slider is not None:
            self.slider.show_value(value)
            self.slider.setEnabled(writable)
            self._describe(value)

    def show_moving(self, value: float) -> None:
        """Show the value under the slider's handle, which the plan does not have yet."""
        self.field.line.setText(words.value_text(self.about, value))
        self.field.line.setModified(False)
        self._describe(value)

    def say(self, problem: str) -> None:
        """Say why a value was refused; blank takes that back."""
        self.problem.setText(problem)
        self.problem.setVisible(bool(problem))

    @property
    def changed(self) -> bool:
        """Whether the row is marked as changed from the default."""
        return self.meta.text().startswith("Changed")

    def _describe(self, value: float) -> None:
        if self.slider is not None:
            told = f"{words.value_text(self.about, value)}. {words.range_text(self.about)}."
            self.slider.setAccessibleDescription(told)

    def _mark(self, role: str, widget: QWidget) -> None:
        if (widget.property("role") or "") != role:
            widget.setProperty("role", role)
            repolish(widget)

    # --- the user -------------------------------------------------------------------------

    def _moved(self, value: float) -> None:
        self.moved.emit(self.about.key, value)

    def _let_go(self, value: float) -> None:
        self.let_go.emit(self.about.key, value)

    def _given_up(self) -> None:
        self.given_up.emit(self.about.key)

    def _reset(self) -> None:
        self.reset.emit(self.about.key)

    def enterEvent(self, event: QEnterEvent) -> None:
        """The pointer looks at this row."""
        self.looked_at.emit(self.about.key)
        super().enterEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The keyboard looks at this row."""
        if isinstance(event, QFocusEvent) and event.gotFocus():
            self.looked_at.emit(self.about.key)
        return super().eventFilter(watched, event)
