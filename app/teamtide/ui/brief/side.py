"""The choices beside a page: they scroll in a low window, what is done with them stays in sight."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QScrollArea, QVBoxLayout, QWidget

from teamtide.ui.fields.style import label

_WIDTH, _LEAST = 300, 110
"""Pixels: how wide it is, and how high the choices are at least."""


class Side(QWidget):
    """Choices on top, and below them what says and does something.

    Attributes:
        area: Where the choices scroll.
    """

    def __init__(self, name: str) -> None:
        """No choices yet; `name` is for those who don't see them."""
        super().__init__()
        self.setFixedWidth(_WIDTH)
        inside = QWidget()
        self._choices, self._below, whole = QVBoxLayout(inside), QVBoxLayout(), QVBoxLayout(self)
        self._choices.setContentsMargins(14, 4, 10, 4)
        self._below.setContentsMargins(14, 6, 10, 4)
        whole.setContentsMargins(0, 0, 0, 0)
        for column in (self._choices, self._below, whole):
            column.setSpacing(4)
        self._choices.addStretch(1)
        self.area = QScrollArea()
        self.area.setWidget(inside)
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QScrollArea.Shape.NoFrame)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setMinimumHeight(_LEAST)
        self.area.setAccessibleName(name)
        whole.addWidget(self.area, 1)
        whole.addLayout(self._below)

    def add(self, widget: QWidget, space: int = 0) -> None:
        """Another thing among the choices, with some room after it."""
        # Above the stretch at the end: an alignment would give wrapped texts too little height.
        self._choices.insertWidget(self._choices.count() - 1, widget)
        self._choices.insertSpacing(self._choices.count() - 1, space)

    def add_field(self, text: str, field: QWidget, name: str, space: int = 0) -> None:
        """Another choice under its title; `name` is for those who don't see that."""
        head = label(text, "title")
        head.setBuddy(field)
        field.setAccessibleName(name)
        if isinstance(field, QComboBox):
            field.setSizeAdjustPolicy(
                QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
            )
            field.setMinimumContentsLength(16)
        self._choices.insertWidget(self._choices.count() - 1, head)
        self.add(field, space)

    def pin(self, *widgets: QWidget) -> None:
        """What stays in sight below the choices."""
        for widget in widgets:
            self._below.addWidget(widget)
