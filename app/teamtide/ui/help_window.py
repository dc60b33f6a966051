"""The help pages, shown from the files that ship with the app; nothing is fetched."""

from __future__ import annotations

from PySide6.QtCore import QUrl
from PySide6.QtWidgets import QMainWindow, QTextBrowser, QWidget

from teamtide.paths import resource


class HelpWindow(QMainWindow):
    """A reader for `resources/help`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """The first page."""
        super().__init__(parent)
        self.setWindowTitle("Teamtide help")
        self.resize(720, 760)
        self._browser = QTextBrowser(self)
        self._browser.setOpenLinks(True)
        self._browser.setOpenExternalLinks(False)
        self._browser.setAccessibleName("Help")
        self._browser.document().setDocumentMargin(22)
        self._browser.setSource(
            QUrl.fromLocalFile(str(resource("help", "index.md"))),
            self._browser.sourceType().MarkdownResource,
        )
        self.setCentralWidget(self._browser)
