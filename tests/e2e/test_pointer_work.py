"""Work dragged to another column with a real pointer: what hovers, what Escape leaves, the drop."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from teamtide.plan.assigning import assign
from teamtide.plan.document import Document
from teamtide.plan.overlay import Item, owner_of
from tests.e2e.pointer import Look, Running
from tests.examples import CHURN, EKS, ENABLE, INFRA, TODAY, UPGRADE, small_state

pytestmark = pytest.mark.xvfb
AWAY = (640, 790)
"""Where the pointer is over nothing that lights up."""


@dataclass(frozen=True)
class Dragged:
    """A card, the column it is in, what it stands for and what its drop is called."""

    card: str
    column: str
    item: Item
    label: str


WORK = {
    "project": Dragged("Churn", "Squad", ("project", CHURN), "Gave Churn to Enablement"),
    "chunk": Dragged("Upgrade", "Infrastructure", ("chunk", UPGRADE), "Gave Upgrade to Enablement"),
    "service": Dragged("EKS cluster", "Squad", ("service", EKS), "Gave EKS cluster to Enablement"),
    "rule": Dragged(
        "All exploratory work",
        "Infrastructure",
        ("kind", "exploratory"),
        "Gave all exploratory work to Enablement",
    ),
}


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("work") / "work.teamtide"
    document = Document.create(path, small_state())
    for item, team in ((("chunk", UPGRADE), INFRA), (("kind", "exploratory"), INFRA)):
        document.apply(assign(document.state, scenario=TODAY, items=[item], team=team))
    document.close()
    return path


@pytest.fixture(scope="module")
def running(screen: str, plan: Path) -> Iterator[Running]:
    with Running(screen, plan) as app:
        yield app


def at_rest(seen: Look) -> bool:
    """Nothing is on its way that changes what is on screen by itself."""
    late = any(cell.endswith("…") for cell in seen["strip"])
    return bool(seen["forecast"]) and not late


def hovering(seen: Look) -> bool:
    """The strip tells of what hovers."""
    return any(" → " in cell for cell in seen["strip"])


@pytest.mark.parametrize("what", WORK)
def test_that_work_is_shown_given_up_dropped_and_taken_back(
    what: str, running: Running, plan: Path
) -> None:
    dragged = WORK[what]
    document = Document.open(plan, read_only=True)
    state, history = document.state, document.history
    places = running.look(at_rest)
    card, target = places["cards"][dragged.card], places["middles"]["Enablement"]
    running.pointer("mousemove", *card, "click", 1, "mousemove", *AWAY)
    before = running.look(at_rest)
    assert at_rest(before)

    running.drag(card, target)
    seen = running.look(hovering)
    assert hovering(seen)
    assert seen["tag"].startswith("drop: ")
    changed = [name for name, now in seen["columns"].items() if now["dashed"]]
    assert changed == [dragged.column, "Enablement"]
    for name in changed:
        assert seen["columns"][name]["picture"] != before["columns"][name]["picture"]
    running.pointer("key", "Escape", "mousemove", *AWAY, "mouseup", 1)
    assert running.look(lambda now: now == before) == before
    document = Document.open(plan, read_only=True)
    assert document.state == state
    assert document.history == history

    running.drag(card, target)
    running.let_go(target)
    assert running.lines.until("changed")["changed"] == dragged.label
    after = Document.open(plan, read_only=True).state
    assert owner_of(after, TODAY, dragged.item) == ENABLE
    running.pointer("key", "ctrl+z")
    running.lines.until("changed")
    assert Document.open(plan, read_only=True).state == state
