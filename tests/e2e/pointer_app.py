"""The real window for a real pointer: shows a plan, says on stdout where things are, and waits.

Run as `python -m tests.e2e.pointer_app PLAN`. Prints one JSON line with the screen positions of
the cards and columns, one line for each preview shown, and one for each change made; it leaves
when its standard input is closed.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from PySide6.QtCore import QPoint, QSocketNotifier, QTimer

from teamtide.plan.rows import Team
from teamtide.ui.application import make_application
from teamtide.ui.main_window import MainWindow
from teamtide.ui.session import Preview, Update


def say(**values: object) -> None:
    print(json.dumps(values), flush=True)


def main() -> int:
    app = make_application(sys.argv[:1])
    window = MainWindow()
    window.setGeometry(0, 0, 1280, 800)
    window.show()
    assert window.open_plan(Path(sys.argv[1]))
    assert window.session is not None
    assert window.view is not None
    session, board = window.session, window.view.board

    def previewed(preview: Preview | None) -> None:
        if preview is not None:
            say(preview=preview.change.label, tag=board.tag.isVisible())

    def changed(update: Update) -> None:
        say(changed=update.change.label)

    def where() -> None:
        cards, columns = {}, {}
        for view in board.views:
            state = view.state
            assert state is not None
            name = state.name
            middle = view.mapToGlobal(QPoint(view.width() // 2, view.height() * 2 // 3))
            columns[name] = (middle.x(), middle.y())
            for row, card in enumerate(view.people.cards.cards):
                at = view.people.visualRect(view.people.cards.index(row, 0)).center()
                point = view.people.viewport().mapToGlobal(at)
                cards[card.name] = (point.x(), point.y())
        say(cards=cards, columns=columns, teams=[t.name for t in session.state.rows(Team)])

    session.preview_changed.connect(previewed)
    session.changed.connect(changed)
    QTimer.singleShot(400, where)
    notifier = QSocketNotifier(sys.stdin.fileno(), QSocketNotifier.Type.Read)

    def told() -> None:
        if not sys.stdin.readline():
            notifier.setEnabled(False)
            window.close()
            app.quit()

    notifier.activated.connect(told)
    return app.exec()


if __name__ == "__main__":
    sys.exit(main())
