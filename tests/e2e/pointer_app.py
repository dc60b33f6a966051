"""The real window for a real pointer: shows a plan, says on stdout where things are, and waits.

Run as `python -m tests.e2e.pointer_app PLAN [goals]`. Prints one JSON line with the screen
positions of the cards and columns (of the lines, with the goals view in front), one line for each
preview shown, and one for each change made. For each line it reads it says what is on screen; it
leaves when its standard input is closed.
"""

from __future__ import annotations

import hashlib
import json
import sys
from pathlib import Path

from PySide6.QtCore import QPoint, QSocketNotifier, QTimer

from teamtide.ui.application import make_application
from teamtide.ui.main_window import MainWindow
from teamtide.ui.session import Preview, Update

Point = tuple[int, int]


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

    def points() -> tuple[dict[str, Point], dict[str, Point]]:
        """Where cards and columns are on the screen."""
        cards: dict[str, Point] = {}
        columns: dict[str, Point] = {}
        for view in board.views:
            state = view.state
            assert state is not None
            name = state.name
            middle = view.mapToGlobal(QPoint(view.width() // 2, view.height() * 2 // 3))
            columns[name] = (middle.x(), middle.y())
            for shown in view.lists:
                for row, card in enumerate(shown.cards.cards):
                    at = shown.visualRect(shown.cards.index(row, 0)).center()
                    point = shown.viewport().mapToGlobal(at)
                    cards[card.name] = (point.x(), point.y())
            if view.tray is not None:
                middle = view.tray.mapToGlobal(view.tray.rect().center())
                columns["Paused"] = (middle.x(), middle.y())
        return cards, columns

    def where() -> None:
        cards, columns = points()
        say(cards=cards, columns=columns)

    def look() -> None:
        """Each column, the strip and the tag, and what undo would take back."""
        assert window.view is not None
        model, forecast = window.view.compare.model, window.view.forecast
        columns = {}
        for view in board.views:
            assert view.state is not None
            chart = view.chart
            picture = view.grab().toImage()
            columns[view.state.name] = {
                "badge": None if view.header.badge is None else view.header.badge.text,
                "dashed": chart is not None
                and (chart.shows("would_demand") or chart.shows("would_capacity")),
                "picture": hashlib.sha256(picture.constBits()).hexdigest(),
            }
        cells = [
            str(model.index(row, column).data())
            for row in range(model.rowCount())
            for column in range(model.columnCount())
        ]
        entry = session.document.next_undo
        shown = None if forecast is None else forecast.shown
        cards, middles = points()
        say(
            look={
                "cards": cards,
                "middles": middles,
                "columns": columns,
                "strip": cells,
                "tag": board.tag.text if board.tag.isVisible() else None,
                "undo": None if entry is None else entry.label,
                "forecast": shown is not None and shown.state == "current",
            }
        )

    def previewed(preview: Preview | None) -> None:
        if preview is not None:
            say(preview=preview.change.label, tag=board.tag.isVisible())

    def changed(update: Update) -> None:
        say(changed=update.change.label)

    def goal_lines() -> None:
        goals = window.panels.goals
        assert goals is not None
        tree = goals.tree
        cards = {}
        for item in tree.items():
            box = tree.visualItemRect(item)
            point = tree.viewport().mapToGlobal(QPoint(box.left() + 30, box.center().y()))
            cards[item.text(0)] = (point.x(), point.y())
        say(cards=cards)

    session.preview_changed.connect(previewed)
    session.changed.connect(changed)
    if "goals" in sys.argv[2:]:
        window.panels.show_goals()
        assert window.panels.goals is not None
        window.panels.goals.setGeometry(0, 0, 900, 600)
        session.changed.connect(lambda _: QTimer.singleShot(300, goal_lines))
        QTimer.singleShot(600, goal_lines)
    else:
        session.changed.connect(lambda _: QTimer.singleShot(300, where))
        QTimer.singleShot(400, where)
    notifier = QSocketNotifier(sys.stdin.fileno(), QSocketNotifier.Type.Read)

    def told() -> None:
        if sys.stdin.readline():
            QTimer.singleShot(40, look)
        else:
            notifier.setEnabled(False)
            window.close()
            app.quit()

    notifier.activated.connect(told)
    return app.exec()


if __name__ == "__main__":
    sys.exit(main())
