"""The menus: actions made of the lines in `actions.py`, and which of them can be done now."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from operator import attrgetter

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QMenuBar, QWidget

from teamtide.ui.actions import ACTIONS, SEPARATOR, WITHIN
from teamtide.ui.session import Session

OPTIONS_ONLY = (
    "copy_option_part",
    "make_option_today",
    "take_changes_of_today",
    "delete_option",
)
"""What can't be done with Today."""
NEEDS = {spec.call.rpartition(".")[2]: spec.needs for spec in ACTIONS if spec.text != SEPARATOR}
"""What each action needs, by its name among the tools."""


def make_actions(
    window: QWidget, bar: QMenuBar, tick: Callable[[QAction, str], None]
) -> dict[str, QAction]:
    """The actions of a window by the name of what they call, in the menus of its bar.

    `tick` is asked, whenever a menu opens, to tick an action where the part it shows is shown.
    """
    made: dict[str, QAction] = {}
    menus: dict[str, QMenu] = {}
    for spec in ACTIONS:
        if spec.menu not in menus:
            around, _, name = spec.menu.rpartition(WITHIN)
            menus[spec.menu] = (menus.get(around) or bar).addMenu(name)
        menu = menus[spec.menu]
        if spec.text == SEPARATOR:
            menu.addSeparator()
            continue
        action = QAction(spec.text, window)
        if spec.keys:
            action.setShortcut(QKeySequence(spec.keys))
        action.triggered.connect(attrgetter(spec.call)(window))
        if spec.tip:
            action.setToolTip(spec.tip)
        if spec.shows:
            action.setCheckable(True)
            menu.aboutToShow.connect(partial(tick, action, spec.shows))
        menu.addAction(action)
        made[spec.call.rpartition(".")[2]] = action
    return made


def allowed_now(session: Session | None) -> dict[str, bool]:
    """Which actions can be done, by name, with the plan that is open."""
    writable = session is not None and session.document.writable
    able = {"nothing": True, "plan": session is not None, "write": writable}
    allowed = {name: able[needs] for name, needs in NEEDS.items()}
    if session is not None:
        allowed["undo"] = writable and session.document.next_undo is not None
        allowed["redo"] = writable and session.document.next_redo is not None
        if session.scenario == session.state.today:
            allowed.update(dict.fromkeys(OPTIONS_ONLY, False))
    return allowed


def name_steps(tools: dict[str, QAction], session: Session | None) -> None:
    """Let the tips of undo and redo say what they would do."""
    for name in ("undo", "redo"):
        document = session.document if session is not None else None
        step = None
        if document is not None and document.writable:
            step = document.next_undo if name == "undo" else document.next_redo
        verb = name.capitalize()
        tools[name].setToolTip(f"{verb}: {step.label}" if step is not None else verb)
