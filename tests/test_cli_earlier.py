"""`teamtide compare --as-of` and `--with`."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from teamtide.cli import run
from teamtide.exchange.sample import sample_state
from teamtide.plan.document import Document
from teamtide.plan.rolling import roll


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """The sample, rolled forward on 2 March."""
    path = tmp_path / "plan.teamtide"
    document = Document.create(
        path, sample_state(), clock=lambda: datetime(2026, 3, 2, 12, tzinfo=UTC)
    )
    document.apply(roll(document.state, to=date(2026, 3, 2)))
    document.close()
    return path


def said(capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


def test_that_the_plan_stands_beside_what_it_was(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["compare", str(file), "--as-of", "2026-02-20", "--json"]) == 0
    found = said(capsys)
    assert found["earlier"] == "as on 20 Feb 2026"
    was = "Today: one squad (as on 20 Feb 2026)"
    assert set(found["horizons"]) == set(found["measures"])
    assert found["horizons"][was] == {"start": "2026-01-05", "weeks": 30}
    assert found["horizons"]["Today: one squad"] == {"start": "2026-03-02", "weeks": 30}
    assert found["measures"][was]["overload"] > 0
    assert found["paired"] == {}
    assert "same weeks" in found["unpaired"]
    texts = [line["text"] for line in found["differences"]]
    assert "The plan, start: 5 Jan 2026 → 2 Mar 2026" in texts
    assert any(line["what"] == "done" for line in found["differences"])


def test_that_another_file_stands_beside_it_in_words(
    file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = tmp_path / "january.teamtide"
    Document.create(other, sample_state()).close()
    before = other.read_bytes()
    assert run(["compare", str(file), "--with", str(other)]) == 0
    out = capsys.readouterr().out
    assert "Today: one squad (january.teamtide)" in out
    assert "What differs in today's state, january.teamtide and now:" in out
    assert other.read_bytes() == before


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--as-of", "2026-03-05"], "choose an earlier day"),
        (["--with", "none.teamtide"], "none.teamtide"),
    ],
)
def test_that_what_will_not_do_is_refused_in_a_sentence(
    file: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], words: str
) -> None:
    assert run(["compare", str(file), *arguments]) == 1
    assert words in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--as-of", "soon"], "is not a date"),
        (["--as-of", "2026-02-20", "--with", "none.teamtide"], "not both"),
        (["--as-of", "2026-02-20", "--csv"], "one plan"),
        (["--with", "none.teamtide", "--why", "turnaround"], "one plan"),
        (["--with", "none.teamtide", "--pairs"], "one plan"),
        (["--with", "none.teamtide", "--against", "Today"], "one plan"),
        (["--with", "none.teamtide", "--discreet"], "with names"),
    ],
)
def test_that_what_does_not_go_with_an_earlier_plan_is_a_mistake_in_the_call(
    file: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], words: str
) -> None:
    assert run(["compare", str(file), *arguments]) == 2
    assert words in capsys.readouterr().err
