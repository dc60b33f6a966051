"""A few seconds of `tests/torture/fuzz.py`: mutants of real plan files do no harm."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.torture import fuzz

SECONDS = 8.0
SEED = 20261127
FEWEST = 40

pytestmark = pytest.mark.skipif(
    sys.platform == "win32", reason="it waits at pipes, as only unix can"
)


def test_that_mutants_of_real_plans_are_refused_or_are_plans() -> None:
    tally = fuzz.run(SECONDS, SEED)
    assert tally.failures == []
    assert tally.tried >= FEWEST
    assert tally.opened > 0
    assert tally.refused > tally.tried / 4
    assert set(tally.ways) == set(fuzz.WAYS)


def test_that_the_search_tells_harm_when_it_sees_it(tmp_path: Path) -> None:
    plan = tmp_path / "plan.teamtide"
    plan.write_bytes(b"x")
    before, tally = fuzz.listing(tmp_path), fuzz.Tally()
    fine = {"refused": "plan.teamtide is damaged."}
    assert fuzz._judged(fine, plan, before, tally) == ""
    assert "no sentence" in fuzz._judged({"refused": "damaged."}, plan, before, tally)
    assert "ended" in fuzz._judged({"wrong": "the process ended with -11"}, plan, before, tally)
    plan.with_name("plan.teamtide-shm").write_bytes(b"")
    assert "not as it was" in fuzz._judged(fine, plan, before, tally)


def test_that_a_process_that_dies_of_a_plan_is_seen(tmp_path: Path) -> None:
    child = fuzz.Child(tmp_path)
    try:
        assert "refused" in child.ask(tmp_path / "missing.teamtide")
        process = child._process
        assert process is not None
        process.kill()
        process.wait()
        assert child.ask(tmp_path / "missing.teamtide") == {"wrong": "the process ended with -9"}
    finally:
        child.end()
