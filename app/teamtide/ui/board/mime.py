"""What a drag carries: which plan, and which cards of it, as JSON."""

from __future__ import annotations

import json

from PySide6.QtCore import QMimeData

from teamtide.plan.rows import TeamId
from teamtide.ui.board.cards import Ref

MIME = "application/x-teamtide"
TYPES = ("person", "project", "chunk", "service", "kind")


def packed(plan: str, refs: tuple[Ref, ...]) -> QMimeData:
    """The cards `refs` of the plan known as `plan`, ready to be dragged."""
    data = QMimeData()
    cards = [[ref.type, ref.key, ref.team] for ref in refs]
    data.setData(MIME, json.dumps({"plan": plan, "cards": cards}).encode())
    return data


def unpacked(data: QMimeData, plan: str) -> tuple[Ref, ...]:
    """The cards a drag carries; none where it is from another plan or not ours at all."""
    if not data.hasFormat(MIME):
        return ()
    try:
        content = json.loads(bytes(data.data(MIME).data()))
        if content["plan"] != plan:
            return ()
        refs = tuple(_ref(*entry) for entry in content["cards"])
    except (ValueError, KeyError, TypeError):
        return ()
    return refs


def _ref(kind: str, key: int | str, team: int | None) -> Ref:
    if kind not in TYPES or not isinstance(key, str if kind == "kind" else int):
        raise ValueError("not a card")
    if team is not None and not isinstance(team, int):
        raise ValueError("not a column")
    return Ref(kind, key, None if team is None else TeamId(team))
