"""Searches of the suite made longer: mutants of files, lives of plans, sealed kills."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import Any

import hypothesis
from hypothesis.stateful import run_state_machine_as_test

from tests.plan.full_plan import ROOT
from tests.torture import fuzz
from tests.torture.failing import Failed, Say


def mutants(seconds: float, seed: int, say: Say) -> str:
    """Broken plan files for so many seconds; see `fuzz`.

    Raises:
        Failed: one was not answered as it should be.
    """
    found = fuzz.run(seconds, seed)
    if found.failures:
        raise Failed(
            f"{found.failures[0]}. It is kept in {fuzz.KEPT}; to see it again: "
            f"python -m tests.torture fuzz --seed {seed} --seconds {seconds:g}"
        )
    for said, many in sorted(found.sentences.items(), key=lambda one: -one[1])[:5]:
        say(f"  {many:,} × {said}")
    return f"{found.tried:,} mutants, {found.opened:,} opened, {found.refused:,} refused"


def lives(examples: int, seed: int, say: Say) -> str:
    """Any life of a plan file against its model, of a plain and of an encrypted one.

    Raises:
        Failed: the file said something else than the model.
    """
    from tests.plan.sealed.test_machine import SealedPlanFile
    from tests.plan.test_document_machine import PlanFile

    machines: tuple[Any, ...] = (PlanFile, SealedPlanFile)
    for machine in machines:
        longer = hypothesis.settings(
            machine.TestCase.settings,
            max_examples=examples,
            stateful_step_count=40,
            database=None,
        )
        try:
            run_state_machine_as_test(hypothesis.seed(seed)(machine), settings=longer)
        except Exception as failed:
            raise Failed(
                f"{machine.__name__} of seed {seed}: {failed!r}. To see it again: "
                f"python -m tests.torture lives --seed {seed} --examples {examples}"
            ) from failed
        say(f"  {examples:,} lives of {machine.__name__}")
    return f"{len(machines) * examples:,} lives of up to 40 moves, each as its model says"


def sealed_kills(kills: int) -> str:
    """Programs killed while they write an encrypted plan.

    Raises:
        Failed: something acknowledged was lost.
    """
    ran = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-n", "0", "-k", "kill_at_any_moment", _SEALED],
        cwd=ROOT,
        env=os.environ | {"TEAMTIDE_KILLS": str(kills)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if ran.returncode:
        raise Failed(
            f"{ran.stdout}\nAn encrypted plan did not endure. To see it again: "
            f"python -m tests.torture sealed --sealed-kills {kills}"
        )
    return f"{kills:,} kills of programs with an encrypted plan, each endured"


_SEALED = "tests/plan/sealed/test_vault.py"
