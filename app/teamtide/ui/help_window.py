"""The help pages, shown from the files that ship with the app; nothing is fetched."""

from __future__ import annotations

import re

from PySide6.QtCore import QUrl
from PySide6.QtGui import QShowEvent, QTextCursor
from PySide6.QtWidgets import QMainWindow, QTextBrowser, QWidget

from teamtide.paths import resource

_SECTION = re.compile(r"^((?:<a id=\"[\w-]+\"></a>)+)\n+#+ (.+)$", re.MULTILINE)
_ANCHOR = re.compile(r"id=\"([\w-]+)\"")


def sections_of(page: str) -> dict[str, str]:
    """The headings of a page by the anchors that stand above them (`<a id="peak"></a>`)."""
    text = resource("help", f"{page}.md").read_text(encoding="utf-8")
    return {
        anchor: heading
        for anchors, heading in _SECTION.findall(text)
        for anchor in _ANCHOR.findall(anchors)
    }


class HelpWindow(QMainWindow):
    """A reader for `resources/help`."""

    def __init__(
        self, parent: QWidget | None = None, page: str = "index", section: str = ""
    ) -> None:
        """A page, at one of its sections if one is named."""
        super().__init__(parent)
        self.setWindowTitle("Teamtide help")
        self.resize(720, 760)
        self._browser = QTextBrowser(self)
        self._browser.setOpenLinks(True)
        self._browser.setOpenExternalLinks(False)
        self._browser.setAccessibleName("Help")
        self._browser.document().setDocumentMargin(22)
        self.setCentralWidget(self._browser)
        self._heading: str | None = None
        self.show_page(page, section)

    def show_page(self, page: str, section: str = "") -> None:
        """Turns to a page, and to one of its sections: an anchor in `sections_of`."""
        self._browser.setSource(
            QUrl.fromLocalFile(str(resource("help", f"{page}.md"))),
            self._browser.sourceType().MarkdownResource,
        )
        self._heading = sections_of(page).get(section)
        self._seek()

    def showEvent(self, event: QShowEvent) -> None:
        """The page is laid out for its real width only now."""
        super().showEvent(event)
        self._seek()

    def _seek(self) -> None:
        """Scrolls to the heading asked for; Qt forgets anchors in Markdown, so it is looked up."""
        if self._heading is None:
            return
        block = self._browser.document().begin()
        while block.isValid():
            if block.blockFormat().headingLevel() and block.text().strip() == self._heading:
                self._browser.setTextCursor(QTextCursor(block))
                bar = self._browser.verticalScrollBar()
                bar.setValue(bar.value() + self._browser.cursorRect().top())
                return
            block = block.next()
