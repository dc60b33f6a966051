"""What every test needs: a data folder of its own, and small plans to work on."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

import tests.searching  # noqa: F401  (its profile can be asked for on the command line)
from teamtide.plan.document import Document
from teamtide.plan.state import State
from tests.examples import small_state

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
# Hundreds of tests start a program: each would compile the whole app anew.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False


@pytest.fixture(autouse=True)
def data_folder(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Locks and settings go here, not into the home of whoever runs the tests."""
    folder = tmp_path_factory.mktemp("data")
    monkeypatch.setenv("TEAMTIDE_DATA", str(folder))
    return folder


@pytest.fixture
def state() -> State:
    """The small plan of `tests.examples`."""
    return small_state()


@pytest.fixture
def document(tmp_path: Path, state: State) -> Iterator[Document]:
    """The small plan as an open file."""
    made = Document.create(tmp_path / "plan.teamtide", state, clock=ticking())
    yield made
    made.close()


class ticking:  # noqa: N801
    """A clock that moves a second each time it is looked at."""

    def __init__(self) -> None:
        self.seconds = 0

    def __call__(self) -> datetime:
        self.seconds += 1
        return datetime(2026, 1, 5, tzinfo=UTC).replace(second=self.seconds % 60)


MONDAY = date(2026, 1, 5)
