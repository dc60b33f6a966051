"""What the window shows while no plan is open: the ways to get one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from teamtide.paths import resource
from teamtide.ui.banner import Banner


class Welcome(QWidget):
    """New, open, sample, and the plans opened lately."""

    def __init__(
        self,
        *,
        new: Callable[[], object],
        choose: Callable[[], object],
        sample: Callable[[], object],
        open_plan: Callable[[Path], object],
        recent: list[Path],
        parent: QWidget | None = None,
    ) -> None:
        """The page, with what each of its buttons does."""
        super().__init__(parent)
        self._open_plan = open_plan
        self.problem = Banner("problem", self)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.problem)
        column = QVBoxLayout()
        whole.addLayout(column, 1)
        column.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column.setSpacing(9)
        icon = QLabel(self)
        icon.setPixmap(QIcon(str(resource("icons", "teamtide.svg"))).pixmap(72, 72))
        column.addWidget(icon, 0, Qt.AlignmentFlag.AlignHCenter)
        title = QLabel("Teamtide", self)
        font = title.font()
        font.setPointSizeF(font.pointSizeF() * 1.9)
        font.setWeight(font.Weight.DemiBold)
        title.setFont(font)
        column.addWidget(title, 0, Qt.AlignmentFlag.AlignHCenter)
        text = QLabel("Drag people between teams and see what it does to the load.", self)
        text.setProperty("role", "muted")
        column.addWidget(text, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addSpacing(12)
        for label, act, default in (
            ("New plan…", new, True),
            ("Open a plan…", choose, False),
            ("Look at the sample", sample, False),
        ):
            button = QPushButton(label, self)
            button.setMinimumWidth(250)
            button.setMinimumHeight(34)
            button.setDefault(default)
            button.clicked.connect(act)
            column.addWidget(button, 0, Qt.AlignmentFlag.AlignHCenter)
        if recent:
            column.addSpacing(12)
            head = QLabel("Opened lately", self)
            head.setProperty("role", "muted")
            column.addWidget(head, 0, Qt.AlignmentFlag.AlignHCenter)
            for path in recent[:5]:
                words = f"{path.stem}  ·  {path.parent.name}"
                link = QPushButton(words.replace("&", "&&"), self)
                link.setFlat(True)
                link.setToolTip(str(path))
                link.setProperty("path", str(path))
                link.clicked.connect(self._open_recent)
                column.addWidget(link, 0, Qt.AlignmentFlag.AlignHCenter)

    def _open_recent(self) -> None:
        sender = self.sender()
        if sender is not None:
            self._open_plan(Path(str(sender.property("path"))))
